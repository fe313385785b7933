package manifest

import (
	"maps"
	"slices"
)

// argo keeps what Argo makes of an object, and reports whether it knows the kind.
func (f *podFinder) argo(o Object, path []string) (known bool) {
	switch o.Kind {
	case "Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate":
		f.workflow(Fields(o.Fields, "spec"), below(path, "spec"))
	case "CronWorkflow":
		f.workflow(Fields(o.Fields, "spec", "workflowSpec"), below(path, "spec", "workflowSpec"))
	case "Sensor", "EventSource":
		f.events(Fields(o.Fields, "spec", "template"), below(path, "spec", "template"))
		f.walk(Get(o.Fields, "spec", "triggers"), below(path, "spec", "triggers"))
	case "EventBus":
		for _, kind := range []string{"jetstream", "native"} {
			f.events(Fields(o.Fields, "spec", kind), below(path, "spec", kind))
		}
	default:
		return false
	}
	return true
}

// events keeps a pod of Argo Events, whose image its controller gives.
func (f *podFinder) events(template map[string]any, path []string) {
	if template == nil {
		return
	}
	p := Pod{Namespace: f.namespace, Path: path, Labelled: below(path, "metadata"), Spec: template, Metadata: Fields(template, "metadata"), AccountAt: below(path, "serviceAccountName")}
	for _, name := range []string{"container", "containerTemplate", "reloaderContainerTemplate", "metricsContainerTemplate"} {
		if c := Fields(template, name); c != nil {
			p.Containers = append(p.Containers, Container{name, below(path, name), c, false})
		}
	}
	f.found = append(f.found, p)
}

// WorkflowPods are what Argo Workflows makes of the spec of a workflow, or of the
// defaults of all.
func WorkflowPods(spec map[string]any, namespace string, path []string) []Pod {
	f := podFinder{namespace: namespace}
	f.workflow(spec, path)
	return f.found
}

// workflow keeps a pod for each template, those in line included, and one for each
// further account that a workflow names.
func (f *podFinder) workflow(spec map[string]any, path []string) {
	if spec == nil {
		return
	}
	w := workflow{f, spec, path}
	templates := len(f.found)
	for i, item := range Items(spec, "templates") {
		w.template(Fields(item), below(path, "templates", itemStep(item, i)))
	}
	if len(f.found) == templates { // it refers to some, or is of defaults
		w.pod(nil, nil)
	}
	w.account(Fields(spec, "executor"), below(path, "executor"))
	w.account(Fields(spec, "artifactGC"), below(path, "artifactGC"))
	w.account(Fields(spec, "templateDefaults", "executor"), below(path, "templateDefaults", "executor"))
}

// workflow is what all pods of one have in common.
type workflow struct {
	*podFinder
	spec map[string]any
	path []string
}

// template keeps the pod of a template, and what is in line in its steps.
func (w workflow) template(t map[string]any, path []string) {
	for _, field := range []string{"container", "script", "containerSet", "resource", "data", "http", "plugin"} {
		if t[field] != nil {
			w.pod(t, path)
			break
		}
	}
	w.account(Fields(t, "executor"), below(path, "executor"))
	w.inline(t["dag"], below(path, "dag"))
	w.inline(t["steps"], below(path, "steps"))
	if text := Text(t, "resource", "manifest"); text != "" {
		if held, err := (Document{Line: 1, Text: []byte(text)}).Object(); err == nil && held.Kind != "" {
			w.held(held, below(path, "resource", "manifest"))
		}
	}
}

// held keeps the pods of an object that is the text of a field. They have the place of
// that field.
func (w workflow) held(o Object, at []string) {
	if o.Namespace == "" {
		o.Namespace = w.namespace
	}
	for _, p := range o.Pods() {
		p.Path, p.Labelled, p.AccountAt = at, at, at
		for i := range p.Containers {
			p.Containers[i].Path = at
		}
		w.found = append(w.found, p)
	}
}

// inline finds templates in the steps of another one.
func (w workflow) inline(v any, path []string) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			w.inline(item, below(path, itemStep(item, i)))
		}
	case map[string]any:
		if t := Fields(v, "inline"); t != nil {
			w.template(t, below(path, "inline"))
		}
		w.inline(v["tasks"], below(path, "tasks"))
	}
}

// account keeps a pod of which nothing is known but its account.
func (w workflow) account(v map[string]any, path []string) {
	if Text(v, "serviceAccountName") == "" && v["podSpecPatch"] == nil && v["podMetadata"] == nil {
		return
	}
	p := Pod{Namespace: w.namespace, Path: path, Labelled: below(path, "podMetadata"), Metadata: Fields(v, "podMetadata"), AccountAt: below(path, "serviceAccountName"), IsWorkflow: true, Spec: map[string]any{}}
	if v["serviceAccountName"] != nil {
		p.Spec["serviceAccountName"] = v["serviceAccountName"]
	}
	p.patch(v, path)
	w.found = append(w.found, p)
}

// level is a part of a workflow that says something of a pod, and the field that has
// its labels.
type level struct {
	fields   map[string]any
	path     []string
	metadata string
}

// pod keeps the pod of one template: what the workflow says of all, what its defaults
// say, and over both what the template says.
func (w workflow) pod(t map[string]any, path []string) {
	p := Pod{Namespace: w.namespace, Path: w.path, Labelled: below(w.path, "podMetadata"), AccountAt: below(w.path, "serviceAccountName"), IsWorkflow: true}
	p.Spec, p.Metadata = map[string]any{}, map[string]any{}
	levels := []level{{w.spec, w.path, "podMetadata"}, {Fields(w.spec, "templateDefaults"), below(w.path, "templateDefaults"), "metadata"}}
	if t != nil {
		levels = append(levels, level{t, path, "metadata"})
	}
	for _, l := range levels {
		p.level(l)
	}
	for _, l := range levels {
		p.patch(l.fields, l.path)
	}
	w.found = append(w.found, p)
}

// level adds what one part of a workflow says of the pod.
func (p *Pod) level(l level) {
	for _, field := range []string{"serviceAccountName", "automountServiceAccountToken", "hostNetwork", "priorityClassName"} {
		if v, isGiven := l.fields[field]; isGiven {
			p.Spec[field] = v
			if field == "serviceAccountName" {
				p.AccountAt = below(l.path, field)
			}
		}
	}
	if volumes := Items(l.fields, "volumes"); volumes != nil {
		p.Spec["volumes"] = append(slices.Clone(Items(p.Spec, "volumes")), volumes...)
	}
	for _, field := range []string{"labels", "annotations"} {
		if own := Fields(l.fields, l.metadata, field); own != nil {
			all := maps.Clone(Fields(p.Metadata, field))
			if all == nil {
				all = map[string]any{}
			}
			maps.Copy(all, own)
			p.Metadata[field] = all
			p.Labelled = below(l.path, l.metadata)
		}
	}
	p.steps(l)
}

// steps adds the containers of one part of a workflow.
func (p *Pod) steps(l level) {
	for _, list := range []string{"initContainers", "sidecars"} {
		p.listed(l.fields[list], below(l.path, list))
	}
	p.listed(Get(l.fields, "containerSet", "containers"), below(l.path, "containerSet", "containers"))
	for _, name := range []string{"container", "script"} {
		if c := Fields(l.fields, name); c != nil {
			p.Containers = append(p.Containers, Container{"main", below(l.path, name), c, false})
		}
	}
}

func (p *Pod) listed(v any, path []string) {
	for i, item := range Items(v) {
		if c, isMap := item.(map[string]any); isMap {
			p.Containers = append(p.Containers, Container{Text(c, "name"), below(path, itemStep(item, i)), c, false})
		}
	}
}
