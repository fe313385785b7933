package stack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
)

// Limited reports whether the jobs namespace has a quota or a largest container.
// Then every container must request something, or it would be refused.
func (j Jobs) Limited() bool {
	return j.Quoted() || j.MaxCPU != nil || j.MaxMemory != nil
}

// Quoted reports whether the jobs namespace has a quota.
func (j Jobs) Quoted() bool {
	return j.QuotaPods != nil || j.QuotaCPU != nil || j.QuotaMemory != nil || j.QuotaGPUs != nil
}

// jobs checks the limits of task pods against each other, and gives defaults to
// what has to be there.
func (x *crossChecker) jobs() {
	j := &x.Config.Jobs
	if j.Limited() {
		if j.DefaultCPU == nil {
			j.DefaultCPU = new(fact.CPU)
			mustParse(j.DefaultCPU, "100m")
		}
		if j.DefaultMemory == nil {
			j.DefaultMemory = new(fact.Memory)
			mustParse(j.DefaultMemory, "128Mi")
		}
	}
	if j.DevicePlugin.IsOn() && !x.HasDevicePlugin() {
		var plugin ComponentPath
		mustParse(&plugin, DevicePlugin)
		x.Config.Components = append(x.Config.Components, plugin)
	}
	x.atMost("jobs.default_cpu", j.DefaultCPU, "jobs.max_cpu", j.MaxCPU)
	x.atMost("jobs.default_cpu", j.DefaultCPU, "jobs.quota_cpu", j.QuotaCPU)
	x.atMost("jobs.max_cpu", j.MaxCPU, "jobs.quota_cpu", j.QuotaCPU)
	x.atMost("jobs.default_memory", j.DefaultMemory, "jobs.max_memory", j.MaxMemory)
	x.atMost("jobs.default_memory", j.DefaultMemory, "jobs.quota_memory", j.QuotaMemory)
	x.atMost("jobs.max_memory", j.MaxMemory, "jobs.quota_memory", j.QuotaMemory)
	seen := map[string]bool{}
	for _, l := range j.NodeSelector {
		key, _, _ := strings.Cut(l.String(), "=")
		if seen[key] {
			x.fault(x.Decision("jobs.node_selector"), "Duplicate value", "Two labels of node_selector have the key %q, so no node could have both. Remove one.", key)
		}
		seen[key] = true
	}
}

// atMost checks that one amount does not exceed another, where both are given.
func (x *crossChecker) atMost(path string, amount fmt.Stringer, limit string, most fmt.Stringer) {
	if isNilPointer(amount) || isNilPointer(most) {
		return
	}
	a, ok := fact.Amount(amount.String())
	b, both := fact.Amount(most.String())
	if ok && both && a > b {
		at := x.Decision(path)
		if at.Kind == manifest.FromDefault {
			at = x.Decision(limit)
		}
		x.fault(at, "Request above limit", "%s is %s, but %s is only %s, so pods would be refused. Raise the limit, or lower the other.", path, amount, limit, most)
	}
}

func isNilPointer(s fmt.Stringer) bool {
	switch p := s.(type) {
	case *fact.CPU:
		return p == nil
	case *fact.Memory:
		return p == nil
	}
	return s == nil
}

// taskRoleGroups checks that every role of the policy exists, and names the
// groups that the policy would lock out.
func (x *crossChecker) taskRoleGroups() {
	groups := x.Config.TaskRoleGroups
	if len(groups) == 0 {
		return
	}
	if v := x.Contract.Cluster.KubernetesVersion; v.Minor() < 30 {
		x.fault(x.Fact("cluster.kubernetes_version"), "Kubernetes too old", "The cluster runs Kubernetes %s, but task_role_group needs 1.30, where policies of the API server are stable. Update the cluster, or remove the blocks.", v)
	}
	allowed := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g, path := groups[name], "task_role_group."+name
		if len(g.Groups) == 0 || len(g.TaskRoles) == 0 {
			x.fault(x.Decision(path), "Empty value", "The task_role_group %q needs a group and a task role: it says who may use what.", name)
		}
		for _, id := range g.Groups {
			allowed[id.String()] = true
		}
		for _, role := range g.TaskRoles {
			if !slices.Contains(x.TaskRoles(), role.String()) {
				x.fault(x.Decision(path+".task_roles"), "Unknown task role", "The output workload_identities has no identity %q with purpose \"task\", so no pod could be made with that service account. Name a task role%s", role, fact.SuggestOr(role.String(), x.TaskRoles(), "."))
			}
		}
	}
	x.lockedOut(allowed)
}

// lockedOut reports the groups that may launch or deploy, but nothing that the
// policy would let through.
func (x *crossChecker) lockedOut(allowed map[string]bool) {
	access := x.Contract.Access
	if access == nil {
		return
	}
	for _, g := range access.Administer {
		allowed[g.String()] = true
	}
	for _, list := range []struct {
		path string
		ids  []fact.UUID
	}{{"access.launch", access.Launch}, {"access.deploy", access.Deploy}} {
		for _, id := range list.ids {
			if !allowed[id.String()] {
				x.report(hcl.DiagWarning, x.Fact(list.path), "Group without task role", "Group %s of %s is in no task_role_group of stack.hcl, so the API server would refuse whatever its members start. Name it in one.", id, list.path)
			}
		}
	}
}

// adoptedJobs refuses what would hold for all pods of a namespace that belongs
// to somebody else.
func (x *crossChecker) adoptedJobs() {
	if !slices.ContainsFunc(x.Config.AdoptNamespaces, func(n NamespaceRole) bool { return n.String() == JobsNamespace }) {
		return
	}
	const detail = "The namespace for jobs belongs to somebody else (adopt_namespaces), and %s would hold for everybody's pods in it. Remove it, or let the stack have a namespace of its own."
	if x.Config.Jobs.Limited() {
		x.fault(x.Decision("jobs"), "Limit on somebody else's namespace", detail, "a quota or limit")
	}
	if len(x.Config.TaskRoleGroups) > 0 {
		x.fault(x.Decision("adopt_namespaces"), "Limit on somebody else's namespace", detail, "the policy of task_role_group")
	}
}

// argo checks what Argo Workflows and Argo Events need.
func (x *crossChecker) argo() {
	w := x.Config.ArgoWorkflows
	if w == nil {
		if x.Config.ArgoEvents != nil {
			x.fault(x.Decision("argo_events"), "Missing block", "Argo Events starts flows that Argo Workflows runs. Add a block argo_workflows {}, or remove argo_events.")
		}
		return
	}
	for _, n := range x.namespaceRoles() {
		if n.role != ArgoNamespace && n.name == w.Namespace.String() {
			x.fault(x.Decision("argo_workflows.namespace"), "Duplicate namespace", "The namespace %q is the stack's for %s. The controllers of Argo need one of their own: who may start pods beside them could act as they do.", n.name, n.role)
		}
	}
	if x.DefaultTaskRole() == "" {
		x.fault(x.Decision("argo_workflows"), "No task role", "The pods that Metaflow starts beside the steps run as the default task role, but the output workload_identities has no identity with purpose \"task\". Add one to task_roles of terraform.tfvars.")
	}
}
