package manifest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Pod is a pod, or the template of pods, wherever an object has it.
type Pod struct {
	Owner Object // that has the pods made
	// Path leads from the owner to the pod's spec, and Labelled to what has its labels
	// and annotations.
	Path, Labelled []string
	Namespace      string
	Spec           map[string]any
	// Metadata has the labels and annotations.
	Metadata map[string]any
	// Containers are all of them, those that start first first.
	Containers []Container
	// AccountAt leads to the field that names the account.
	AccountAt []string
	// IsWorkflow says that Argo Workflows makes the pod, with defaults of its own.
	IsWorkflow bool
	// Unread leads to a patch of the pod that cannot be read as one.
	Unread []string
}

// A Container is one of a pod, at its path in the owner.
type Container struct {
	Name   string
	Path   []string
	Fields map[string]any
	// IsListed says that nothing but the list of a pod's containers gives its image.
	IsListed bool
}

// Label is the value of a label, or nil.
func (p Pod) Label(key string) any { return Get(p.Metadata, "labels", key) }

// Annotation is the value of an annotation, or nil.
func (p Pod) Annotation(key string) any { return Get(p.Metadata, "annotations", key) }

// Account is the service account that the pod names, and "" where it names none.
func (p Pod) Account() string {
	if name := Text(p.Spec, "serviceAccountName"); name != "" {
		return name
	}
	return Text(p.Spec, "serviceAccount")
}

// SecretClasses are the SecretProviderClasses that the pod mounts.
func (p Pod) SecretClasses() []string {
	var classes []string
	for _, v := range Items(p.Spec, "volumes") {
		if name := Text(v, "csi", "volumeAttributes", "secretProviderClass"); name != "" {
			classes = append(classes, name)
		}
	}
	return classes
}

// At is the path of a field of the pod's spec.
func (p Pod) At(path ...string) []string { return below(p.Path, path...) }

// LabelAt is the path of a label.
func (p Pod) LabelAt(key string) []string { return below(p.Labelled, "labels", key) }

func below(path []string, more ...string) []string { return append(slices.Clone(path), more...) }

// Pods are all that an object has made, of whatever kind it is: what is in the place of
// a pod's template at any depth, what Argo makes of its own kinds, and what is in an
// object that it holds.
func (o Object) Pods() []Pod {
	f := podFinder{owner: o, namespace: o.Namespace}
	f.object(o.Fields, nil)
	for i := range f.found {
		f.found[i].Owner = o
	}
	return f.found
}

// podFinder goes through an object, and keeps what makes pods.
type podFinder struct {
	owner     Object
	namespace string // of the pods
	found     []Pod
}

// object goes through an object, or one that another one holds.
func (f *podFinder) object(fields map[string]any, path []string) {
	o := New(fields)
	if len(path) == 0 {
		o = f.owner
	}
	before := f.namespace
	if o.Namespace != "" {
		f.namespace = o.Namespace
	}
	defer func() { f.namespace = before }()
	if o.Kind == "Pod" && o.Group() == "" {
		f.template(fields, path)
		return
	}
	if o.Group() == "argoproj.io" && f.argo(o, path) {
		return
	}
	switch {
	case o.Group() == "sparkoperator.k8s.io":
		f.spark(o, path)
	case o.Kind == "HelmRelease":
		f.chart(o, path)
	}
	f.inside(fields, path)
}

// walk finds templates of pods below a value.
func (f *podFinder) walk(v any, path []string) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			if !IsScalar(item) {
				f.walk(item, below(path, itemStep(item, i)))
			}
		}
	case map[string]any:
		if len(path) > 0 && Text(v, "apiVersion") != "" && Text(v, "kind") != "" && Fields(v, "metadata") != nil {
			f.object(v, path)
			return
		}
		f.inside(v, path)
	}
}

// inside finds them in a map that is no object, or whose object is known.
func (f *podFinder) inside(v map[string]any, path []string) {
	if f.isTemplate(v, path) {
		f.template(v, path)
		return
	}
	for _, key := range branches(v) {
		f.walk(v[key], below(path, key))
	}
}

// branches are the keys of what can have pods below it, in order.
func branches(v map[string]any) []string {
	var keys []string
	for key, item := range v {
		if key != "metadata" && !IsScalar(item) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// isTemplate reports whether a map is the template of pods: it has a spec with
// containers, or is where a workload of Kubernetes has one.
func (f *podFinder) isTemplate(v map[string]any, path []string) bool {
	spec := Fields(v, "spec")
	if spec == nil || len(path) == 0 {
		return false
	}
	where, isWorkload := PodSpec(f.owner.Kind)
	isPlace := isWorkload && slices.Equal(where, below(path, "spec"))
	return isPlace || Items(spec, "containers") != nil || path[len(path)-1] == "template" && (spec["serviceAccountName"] != nil || spec["volumes"] != nil)
}

// itemStep is how a path names an item of a list.
func itemStep(item any, index int) string {
	if name := Text(item, "name"); name != "" {
		return name
	}
	return strconv.Itoa(index)
}

// template keeps a pod that a map with metadata and a spec is.
func (f *podFinder) template(v map[string]any, path []string) {
	p := Pod{Namespace: f.namespace, Path: below(path, "spec"), Labelled: below(path, "metadata"), Spec: Fields(v, "spec"), Metadata: Fields(v, "metadata")}
	p.AccountAt = p.At("serviceAccountName")
	if p.Spec["serviceAccountName"] == nil && p.Spec["serviceAccount"] != nil {
		p.AccountAt = p.At("serviceAccount")
	}
	p.add("initContainers", "containers", "ephemeralContainers")
	f.found = append(f.found, p)
}

// add keeps the containers in lists of the pod's spec.
func (p *Pod) add(lists ...string) {
	for _, list := range lists {
		for i, item := range Items(p.Spec, list) {
			if c, isMap := item.(map[string]any); isMap {
				p.Containers = append(p.Containers, Container{Text(c, "name"), p.At(list, itemStep(item, i)), c, true})
			}
		}
	}
}

// chart keeps what a chart of Argo Workflows gives to all workflows, which run in a
// namespace of their own.
func (f *podFinder) chart(o Object, path []string) {
	at := []string{"spec", "values", "controller", "workflowDefaults", "spec"}
	if defaults := Fields(o.Fields, at...); defaults != nil {
		charts := f.namespace
		if found := Texts(o.Fields, "spec", "values", "controller", "workflowNamespaces"); len(found) > 0 {
			f.namespace = found[0]
		}
		f.workflow(defaults, slices.Concat(path, at))
		f.namespace = charts
	}
	if target := Text(o.Fields, "spec", "targetNamespace"); target != "" {
		f.namespace = target
	}
}

// spark keeps the two kinds of pods of an application of Spark, which have fields of
// their own for what a template would have.
func (f *podFinder) spark(o Object, path []string) {
	spec := below(path, "spec")
	if strings.HasPrefix(o.Kind, "Scheduled") {
		spec = below(spec, "template")
	}
	for _, role := range []string{"driver", "executor"} {
		at := below(spec, role)
		fields := Fields(Get(o.Fields, at[len(path):]...))
		if fields == nil {
			continue
		}
		p := Pod{Namespace: f.namespace, Path: at, Labelled: at, Spec: maps.Clone(fields), Metadata: fields, AccountAt: below(at, "serviceAccount")}
		p.Spec["volumes"] = Get(o.Fields, below(spec, "volumes")[len(path):]...)
		p.Containers = []Container{{Name: role, Path: at, Fields: fields}}
		f.found = append(f.found, p)
	}
}
