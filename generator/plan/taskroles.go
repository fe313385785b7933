package plan

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
)

// TaskRoles is the policy that says who may use which task role, without
// the stack that ends its name, and TaskRolesConfig the ConfigMap that it reads.
const (
	TaskRoles       = "metaflow-task-roles"
	TaskRolesConfig = "task-roles"
)

func (p accessPlanner) hasTaskRolePolicy() bool { return len(p.Config.TaskRoleGroups) > 0 }

// taskRolePolicy binds the policy of base/ to this stack's jobs namespace.
func (p accessPlanner) taskRolePolicy() []manifest.Map {
	if !p.hasTaskRolePolicy() {
		return nil
	}
	jobs := manifest.Map{{"matchLabels", manifest.Map{{"kubernetes.io/metadata.name", p.jobsNamespace()}}}}
	return []manifest.Map{meta{APIVersion: "admissionregistration.k8s.io/v1", Kind: "ValidatingAdmissionPolicyBinding", Name: TaskRoles}.object(
		manifest.Entry{"spec", manifest.Map{
			{"matchResources", manifest.Map{{"namespaceSelector", jobs}}},
			{"policyName", p.derived("stack", TaskRoles+"-"+p.Name)},
		}})}
}

// taskRoleConfig is what that policy reads: which group may use which task
// roles.
func (p accessPlanner) taskRoleConfig() []manifest.Map {
	if !p.hasTaskRolePolicy() {
		return nil
	}
	everybody := []string{"default"}
	if p.Config.ArgoEvents != nil {
		everybody = append(everybody, sensorAccount)
	}
	data := manifest.Map{}
	if access := p.Contract.Access; access != nil && len(access.Administer) > 0 {
		data = data.With("administer", p.derived("access.administer", joined(access.Administer)))
	}
	if w := p.Config.ArgoWorkflows; w != nil {
		data = data.With("controllers", p.decision("argo_workflows.namespace", w.Namespace))
		data = data.With("default-task-role", p.defaultTaskRole())
	}
	data = data.With("everybody", strings.Join(everybody, ","))
	roles := p.rolesOfGroups()
	for _, group := range slices.Sorted(maps.Keys(roles)) {
		data = data.With(group, manifest.From(strings.Join(roles[group], ","), p.Decision("task_role_group")))
	}
	return []manifest.Map{meta{APIVersion: "v1", Kind: "ConfigMap", Name: TaskRolesConfig, Labels: labelled(TaskRolesConfig)}.object(manifest.Entry{"data", data})}
}

// rolesOfGroups gives each group all roles that some block allows it.
func (p accessPlanner) rolesOfGroups() map[string][]string {
	roles := map[string][]string{}
	for _, block := range p.Config.TaskRoleGroups {
		for _, group := range block.Groups {
			roles[group.String()] = append(roles[group.String()], texts(block.TaskRoles)...)
		}
	}
	for group, list := range roles {
		slices.Sort(list)
		roles[group] = slices.Compact(list)
	}
	return roles
}

func texts(labels []fact.DNSLabel) []string {
	var list []string
	for _, l := range labels {
		list = append(list, l.String())
	}
	return list
}
