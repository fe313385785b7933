package stacks

import "slices"

// jobsBlock says where task pods run, and how much they may use. A namespace of
// somebody else takes no limits.
func (s stack) jobsBlock(b *body) {
	if s.is(3, "pool") {
		b.set("node_selector", list("metaflow.example.com/pool=spot"))
		b.set("tolerations", list("kubernetes.azure.com/scalesetpriority=spot:NoSchedule"))
	}
	if !s.bare && s.number == s.founder && s.is(3, "gpus") {
		b.set("device_plugin", "true")
	}
	if s.is(4, "evictable") {
		b.set("evictable", "true")
	}
	if slices.Contains(s.adopted(), "jobs") {
		return
	}
	if s.is(3, "quota") {
		b.set("quota_pods", "400")
		b.set("quota_cpu", quote("800"))
		b.set("quota_memory", quote("3Ti"))
		b.set("quota_gpus", "8")
	}
	if s.is(4, "sizes") {
		b.set("default_cpu", quote("250m"))
		b.set("default_memory", quote("512Mi"))
		b.set("max_cpu", quote("32"))
		b.set("max_memory", quote("256Gi"))
	}
}

// profile says more to the clients.
func (s stack) profile(b *body) {
	if !s.is(3, "profile") {
		return
	}
	p := b.block("profile")
	p.set("labels", list("example.com/team="+s.name))
	p.set("annotations", list("example.com/owner=the team of "+s.name))
	p.set("settings", `{ METAFLOW_KUBERNETES_CONTAINER_IMAGE = "registry.example.com/ml:1", METAFLOW_KUBERNETES_CPU = 2 }`)
}

// taskRoleGroups lets those who start something use the task roles.
func (s stack) taskRoleGroups(b *body) {
	if len(s.taskRoles) == 0 || slices.Contains(s.adopted(), "jobs") || !s.is(2, "policy") {
		return
	}
	everybody := b.block("task_role_group", "everybody")
	everybody.set("groups", s.starters())
	everybody.set("task_roles", list(s.taskRoles...))
}

// starters are the groups who launch or deploy, as an expression.
func (s stack) starters() string {
	if s.access == nil || s.renamed {
		return s.entraGroups()
	}
	return "concat(output.access.launch, output.access.deploy)"
}

// argo installs Argo on some clusters, by the stack that is there first. A
// cluster that a test starts has no way to the charts.
func (s stack) argo(b *body) {
	if s.bare || s.number != s.founder || len(s.taskRoles) == 0 || !s.is(2, "argo") {
		return
	}
	w := b.block("argo_workflows")
	w.set("namespace", quote(pick([]string{"argo", "workflows"}, "argo namespace", s.number)))
	w.set("chart_version", quote("2.0.1"))
	if s.is(2, "charts") {
		w.set("chart_repository", quote(pick([]string{"oci://registry.example.com/charts", "https://charts.example.com/argo"}, "charts", s.number)))
	}
	if s.is(2, "kept") {
		w.set("keep_succeeded", quote("24h"))
		w.set("keep_failed", quote("72h"))
		w.set("pod_gc", quote("OnWorkflowCompletion"))
		w.set("values", `{ controller = { replicas = 2 } }`)
	}
	if s.is(2, "events") {
		e := b.block("argo_events")
		e.set("chart_version", quote("2.4.25"))
		e.set("values", `{ controller = { replicas = 2 } }`)
		e.set("replicas", pick([]string{"1", "3"}, "bus", s.number))
	}
}
