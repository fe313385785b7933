package access

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// taskRoles checks that the policy which holds people to their task roles, its binding
// and its settings are what stack.hcl decides. A change of any could let everybody use
// every role, and nobody would see it.
func (f checks) taskRoles() {
	if len(f.Stack.Config.TaskRoleGroups) == 0 {
		return
	}
	name := plan.TaskRoles + "-" + f.Stack.Name
	for _, kind := range []string{"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"} {
		want := f.Rendered.BaseOf(kind, plan.TaskRoles)
		f.asDecided("admissionregistration.k8s.io/v1", kind, "", name, "spec", manifest.Fields(want.Fields, "spec"))
	}
	f.asDecided("v1", "ConfigMap", f.jobs(), plan.TaskRolesConfig, "data", nil)
}

// asDecided checks that a field of an object is as base/ and the plan have it together.
func (f checks) asDecided(apiVersion, kind, namespace, name, field string, base map[string]any) {
	const says = "leave it as it is, and say in the task_role_group blocks of stack.hcl who may use which role."
	o, found := f.Find(kind, namespace, name)
	if !found {
		gone := manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: namespace, Name: name}
		f.Missing(gone, f.Stack.Decision("task_role_group"), "Task roles not as decided", "%s is not there, so the API server would refuse nobody a task role: "+says, gone)
		return
	}
	want := maps.Clone(base)
	if want == nil {
		want = map[string]any{}
	}
	asPlanned := o
	asPlanned.Name = strings.TrimSuffix(o.Name, "-"+f.Stack.Name) // which Kustomize adds
	planned, _ := f.Rendered.Planned(asPlanned, field)
	maps.Copy(want, manifest.Fields(planned))
	if path, differs := difference(want, o.Get(field), []string{field}); differs {
		f.Object(o, path, "Task roles not as decided", "%s is not what the stack decides in %s, so the API server could let people use other task roles than theirs, or refuse them their own: "+says, o, strings.Join(path, "."))
	}
}

// difference is the path to the first place where two values are not the same.
func difference(want, got any, path []string) (at []string, differs bool) {
	if same(want, got) {
		return nil, false
	}
	a, isMap := want.(map[string]any)
	b, isMapToo := got.(map[string]any)
	if isMap && isMapToo {
		keys := maps.Clone(a)
		maps.Copy(keys, b)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if at, differs := difference(a[key], b[key], append(slices.Clone(path), key)); differs {
				return at, true
			}
		}
	}
	x, isList := want.([]any)
	y, isListToo := got.([]any)
	if !isList || !isListToo {
		return path, true
	}
	for i, item := range y {
		step := strconv.Itoa(i)
		if name := manifest.Text(item, "name"); name != "" {
			step = name
		}
		if i >= len(x) {
			return append(slices.Clone(path), step), true
		}
		if at, differs := difference(x[i], item, append(slices.Clone(path), step)); differs {
			return at, true
		}
	}
	return path, true
}

// same reports whether two values are written alike.
func same(a, b any) bool {
	x, err := json.Marshal(a)
	y, failed := json.Marshal(b)
	return err == nil && failed == nil && string(x) == string(y)
}
