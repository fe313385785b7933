package plan

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// taskRolesName is the policy that says who may use which task role, without
// the stack that ends its name, and the ConfigMap that it reads.
const (
	taskRolesName   = "metaflow-task-roles"
	taskRolesConfig = "task-roles"
)

func (p accessPlanner) hasTaskRolePolicy() bool { return len(p.Config.TaskRoleGroups) > 0 }

// taskRolePolicy binds the policy of base/ to this stack's jobs namespace.
func (p accessPlanner) taskRolePolicy() []Map {
	if !p.hasTaskRolePolicy() {
		return nil
	}
	jobs := Map{{"matchLabels", Map{{"kubernetes.io/metadata.name", p.jobsNamespace()}}}}
	return []Map{meta{APIVersion: "admissionregistration.k8s.io/v1", Kind: "ValidatingAdmissionPolicyBinding", Name: taskRolesName}.object(
		Entry{"spec", Map{
			{"matchResources", Map{{"namespaceSelector", jobs}}},
			{"policyName", p.derived("stack", taskRolesName+"-"+p.Name)},
		}})}
}

// taskRoleConfig is what that policy reads: which group may use which task
// roles.
func (p accessPlanner) taskRoleConfig() []Map {
	if !p.hasTaskRolePolicy() {
		return nil
	}
	everybody := []string{"default"}
	if p.Config.ArgoEvents != nil {
		everybody = append(everybody, sensorAccount)
	}
	data := Map{}
	if access := p.Contract.Access; access != nil && len(access.Administer) > 0 {
		data = data.with("administer", p.derived("access.administer", joined(access.Administer)))
	}
	if w := p.Config.ArgoWorkflows; w != nil {
		data = data.with("controllers", p.decision("argo_workflows.namespace", w.Namespace))
		data = data.with("default-task-role", p.defaultTaskRole())
	}
	data = data.with("everybody", strings.Join(everybody, ","))
	roles := p.rolesOfGroups()
	for _, group := range slices.Sorted(maps.Keys(roles)) {
		data = data.with(group, Sourced{strings.Join(roles[group], ","), p.Decision("task_role_group")})
	}
	return []Map{meta{APIVersion: "v1", Kind: "ConfigMap", Name: taskRolesConfig, Labels: labelled(taskRolesConfig)}.object(Entry{"data", data})}
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
