package stacks

import (
	"fmt"
	"slices"
	"strconv"
)

// decisions are the stack's stack.hcl.
func (s stack) decisions() body {
	var b body
	b.set("engine", quote(s.engine))
	if len(s.taskRoles) > 1 {
		b.set("default_task_role", quote("task-default"))
	}
	if c := s.components(); len(c) > 0 {
		b.set("components", list(c...))
	}
	if a := s.adopted(); len(a) > 0 {
		b.set("adopt_namespaces", list(a...))
	}
	s.syncBlock(b.block("sync"))
	s.services(&b)
	s.networkBlock(b.block("network"))
	s.jobsBlock(b.block("jobs"))
	s.taskRoleGroups(&b)
	s.profile(&b)
	s.argo(&b)
	if s.exposure != nil {
		s.expose(b.block("expose"))
	}
	if s.renamed {
		s.bindings(&b)
	}
	return b
}

func (s stack) components() []string {
	const spread, websockets = "base/components/spread-zones", "base/components/ui-websockets-off"
	chosen := pick([][]string{nil, nil, {spread}, {websockets}, {spread, websockets}}, "components", s.number)
	if s.hasUpstream() {
		chosen = append(slices.Clone(chosen), s.upstreamFolder())
	}
	return chosen
}

func (s stack) adopted() []string {
	if s.bare {
		return nil
	}
	roles := pick([][]string{nil, nil, nil, nil, {"jobs"}, {"services", "jobs"}, {"gateway"}}, "adopted", s.number)
	if s.exposure == nil && len(roles) == 1 && roles[0] == "gateway" {
		return nil // it has none
	}
	return roles
}

// syncBlock adds to the cluster's settings the stack's own.
func (s stack) syncBlock(b *body) {
	b.items = append(b.items, s.cluster.sync.items...)
	if s.engine == flux && s.is(3, "pace") {
		b.set("interval", quote(pick([]string{"5m", "1h", "1m30s"}, "interval", s.number)))
		b.set("retry_interval", quote("30s"))
		b.set("timeout", quote("15m"))
	}
	if s.engine == flux && !s.bare && s.is(4, "decryption") {
		b.set("decryption", quote("sops"))
		b.set("decryption_secret", quote("sops-age"))
	}
}

// services says how some of the services run.
func (s stack) services(b *body) {
	names := []string{"metadata-service", "ui-backend", "ui-static"}
	if s.exposure != nil {
		names = append(names, "auth-proxy")
	}
	for _, name := range names {
		if !oneIn(2, "service", name, s.number) {
			s.service(b.block("service", name), name)
		}
	}
}

func (s stack) service(b *body, name string) {
	if replicas := roll(4, "replicas", name, s.number); replicas > 0 {
		b.set("replicas", strconv.Itoa(replicas))
	}
	switch roll(6, "image", name, s.number) {
	case 0:
		b.set("image_tag", quote(tag(name, roll(9, "tag", name, s.number)+2)))
	case 1:
		b.set("image_digest", quote(fmt.Sprintf("sha256:%x", digest("image", name))))
	}
	switch roll(4, "size", name, s.number) {
	case 0:
		b.set("cpu_request", quote("200m"))
		b.set("memory_request", quote("256Mi"))
	case 1:
		b.set("cpu_request", quote("500m"))
		b.set("cpu_limit", quote("2"))
		b.set("memory_request", quote("1.5Gi"))
		b.set("memory_limit", quote("4Gi"))
	}
}

// tag is some version of a service; the auth proxy is checked for those that
// its options are known of.
func tag(service string, n int) string {
	if service == "auth-proxy" {
		return fmt.Sprintf("v7.15.%d", n+3)
	}
	return fmt.Sprintf("v%d.0.0", n)
}

func (s stack) networkBlock(b *body) {
	if s.is(4, "clients") {
		b.set("metadata_clients", list("notebooks", "batch"))
	}
	if s.is(3, "endpoints") {
		b.set("private_endpoints", list("172.16.0.0/24"))
	}
	if s.is(5, "policies") {
		b.set("policies", "true")
	}
	if s.is(4, "egress") {
		b.set("jobs_egress", list("172.16.0.0/24", "203.0.113.0/24"))
	}
	if s.is(4, "metadata") {
		b.set("node_metadata", "false")
	}
	if s.is(3, "monitoring") {
		m := b.block("monitoring", "prometheus")
		m.set("namespace", quote("monitoring"))
		if s.is(2, "labels") {
			m.set("pod_labels", list("app.kubernetes.io/name=prometheus"))
		}
		if !s.bare && s.is(2, "monitors") { // whose definitions a cluster that a test starts does not have
			m.set("pod_monitors", quote(pick([]string{"azmonitoring.coreos.com", "monitoring.coreos.com"}, "monitors", s.number)))
		}
		if s.is(2, "ports") {
			m.set("task_ports", "[8000, 9100]")
		}
	}
}
