package sync

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// need is an object that another one cannot do without.
type need struct{ what, why string }

// dependencies checks that what an object needs is there before it, or comes in the
// same wave, within which both engines sort by kind.
func (f checks) dependencies() {
	waves, pods := make([]int, len(f.Rendered.Objects)), make([][]manifest.Pod, len(f.Rendered.Objects))
	for i, o := range f.Rendered.Objects {
		waves[i], pods[i] = waveOf(o), o.Pods()
	}
	for i, o := range f.Rendered.Objects {
		for j, other := range f.Rendered.Objects {
			n, needs := needsOf(o, pods[i], other)
			if !needs || waves[i] < 0 || waves[j] < 0 || !n.violated(waves[i], waves[j]) {
				continue
			}
			f.At(f.wrongWave(o, other), "Object before what it needs", "%s is applied in wave %s, but %s, %s, only in wave %s. Give %s an earlier wave with the annotation %s, or this one a later one.", o, plan.WaveOf(o), other, n.why, plan.WaveOf(other), other, plan.WaveAnnotation)
		}
	}
}

// wrongWave is where the wave of one of two objects is that a component has written,
// or else that of the first.
func (f checks) wrongWave(o, needed manifest.Object) manifest.Origin {
	path := []string{"metadata", "annotations", plan.WaveAnnotation}
	if from, written := f.SetAt(o, "", path...); written {
		return from
	}
	if from, written := f.SetAt(needed, "", path...); written {
		return from
	}
	return f.Place(o, "", path)
}

// violated reports whether the needed object comes too late. A custom object
// cannot share its wave with its definition: engines check a whole wave first.
func (n need) violated(own, other int) bool {
	return other > own || other == own && n.what == "definition"
}

// needsOf reports whether o, which has pods made, needs other.
func needsOf(o manifest.Object, pods []manifest.Pod, other manifest.Object) (need, bool) {
	switch other.Kind {
	case "Namespace":
		return need{"namespace", "its namespace"}, o.Namespace == other.Name
	case "CustomResourceDefinition":
		group, _, _ := strings.Cut(o.APIVersion, "/")
		return need{"definition", "the definition of its kind"}, other.Get("spec", "group") == group && other.Get("spec", "names", "kind") == o.Kind
	case "HelmRelease":
		return need{"definition", "whose chart defines its kind"}, definedBy(o) == other.Get("spec", "chart", "spec", "chart")
	case "Role", "ClusterRole":
		return need{"role", "the role that it grants"}, grants(o, other)
	case "PriorityClass":
		return need{"priority", "the priority of its pods"}, slices.ContainsFunc(pods, func(p manifest.Pod) bool { return p.Spec["priorityClassName"] == other.Name })
	}
	for _, p := range pods {
		if n, needs := podNeeds(p, other); needs && p.Namespace == other.Namespace && o.Namespace == other.Namespace {
			return n, true
		}
	}
	return need{}, false
}

// grants reports whether a binding is of a role; the API server refuses one whose
// role is not there.
func grants(o, role manifest.Object) bool {
	return strings.HasSuffix(o.Kind, "RoleBinding") && (role.Namespace == "" || role.Namespace == o.Namespace) &&
		o.Get("roleRef", "kind") == role.Kind && o.Get("roleRef", "name") == role.Name
}

// podNeeds reports whether pods need another object of their namespace.
func podNeeds(p manifest.Pod, other manifest.Object) (need, bool) {
	switch other.Kind {
	case "ServiceAccount":
		return need{"account", "the service account of its pods"}, p.Account() == other.Name
	case "SecretProviderClass":
		return need{"class", "which its pods mount"}, slices.Contains(p.SecretClasses(), other.Name)
	case "ConfigMap":
		return need{"settings", "which its pods read"}, usesSettings(p, other.Name)
	case "PersistentVolumeClaim":
		return need{"volume", "which its pods mount"}, refers(p.Spec, "claimName", other.Name, "persistentVolumeClaim")
	case "NetworkPolicy":
		return need{"policy", "which guards the pods of its namespace"}, true
	}
	return need{}, false
}

// usesSettings reports whether pods take volumes or variables of a ConfigMap.
func usesSettings(p manifest.Pod, name string) bool {
	keys := []string{"configMap", "configMapRef", "configMapKeyRef"}
	return refers(p.Spec, "name", name, keys...) || slices.ContainsFunc(p.Containers, func(c manifest.Container) bool { return refers(c.Fields, "name", name, keys...) })
}

// refers reports whether a value holds, under one of the keys, a map that names
// an object and does not call it optional.
func refers(v any, field, name string, keys ...string) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return refers(item, field, name, keys...) })
	case map[string]any:
		for key, item := range v {
			reference, _ := item.(map[string]any)
			if slices.Contains(keys, key) && reference[field] == name && reference["optional"] != true {
				return true
			}
			if refers(item, field, name, keys...) {
				return true
			}
		}
	}
	return false
}

// definedBy is the chart that defines the kind of an object, or nil.
func definedBy(o manifest.Object) any {
	if group, _, _ := strings.Cut(o.APIVersion, "/"); group != "argoproj.io" {
		return nil
	}
	switch o.Kind {
	case "EventBus", "EventSource", "Sensor":
		return "argo-events"
	case "Workflow", "WorkflowTemplate", "CronWorkflow":
		return "argo-workflows"
	}
	return nil
}
