package adopt

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/report"
)

// Lifted is a Kustomize component that makes the same of the generated objects
// as somebody did by hand.
type Lifted struct {
	// Files of the component, by name.
	Files map[string][]byte
	// Adopted are the edited files that the component stands for.
	Adopted []string
	// Kept says why an edited file cannot be lifted, by path.
	Kept map[string]string
}

// Lift turns the differences between generated and edited objects into a
// component. What it gives is to be proven: build with it, and compare.
func Lift(generated, edited []diff.Object) Lifted {
	l := Lifted{Files: map[string][]byte{}, Kept: map[string]string{}}
	var patches, resources manifest.List
	for _, o := range diff.Compare(generated, edited) {
		name := fileName(o)
		switch patch, reason := l.patch(o); {
		case reason != "":
			l.Kept[o.File()] = reason
			continue
		case o.Action == diff.Added:
			l.Files[name+".yaml"] = manifestText(o.After.Fields)
			resources = append(resources, name+".yaml")
		default:
			l.Files[name+"-patch.yaml"] = manifestText(patch)
			patches = append(patches, manifest.Map{{Key: "path", Value: name + "-patch.yaml"}})
		}
		l.Adopted = append(l.Adopted, o.File())
	}
	if len(l.Adopted) > 0 {
		l.Files["kustomization.yaml"] = componentText(resources, patches)
	}
	return l
}

// fileName is the kind and the name of an object, as the files of base/ are
// called; the namespace tells two of them apart.
func fileName(o diff.ObjectChange) string {
	return strings.ToLower(strings.Trim(o.Object.Namespace+"-"+o.Object.Kind+"-"+strings.ReplaceAll(o.Object.Name, ":", "_"), "-"))
}

// patch is what has to be merged into the generated object, or the reason why
// no patch can do it.
func (l Lifted) patch(o diff.ObjectChange) (map[string]any, string) {
	switch {
	case o.Object.Cluster != "":
		return nil, "sync objects are no part of the overlay, so no component reaches them; stack.hcl has the sync block"
	case o.Action == diff.Added:
		return nil, ""
	case o.Action == diff.Removed:
		return nil, "the object was taken out of a file; leave it out by stack.hcl or in base/"
	case o.Action == diff.Renamed:
		return nil, "the object was renamed, or moved to another namespace; no component can do that"
	case diff.IsHashed(o.Kind()) && render.WithoutHash(o.Object.Name) != o.Object.Name:
		return nil, "Kustomize puts a hash of the content behind this name; edit the file in base/ that it is made of"
	}
	p := patcher{object: o, patch: map[string]any{"apiVersion": o.Before.Fields["apiVersion"], "kind": o.Kind(), "metadata": map[string]any{"name": o.Object.Name, "namespace": o.Object.Namespace}}}
	if o.Object.Namespace == "" {
		p.patch["metadata"] = map[string]any{"name": o.Object.Name}
	}
	for _, ch := range o.Changes {
		if ch.Path[0].Key == "apiVersion" || ch.Action == diff.Reordered {
			return nil, fmt.Sprintf("no patch can change %s in this way", ch.Path)
		}
		p.change(ch)
	}
	return p.patch, ""
}

// patcher builds a strategic merge patch.
type patcher struct {
	object diff.ObjectChange
	patch  map[string]any
}

// change writes one change into the patch. A list whose items Kustomize cannot
// tell apart is written as a whole.
func (p patcher) change(ch diff.Change) {
	into := p.patch
	for i := range ch.Path[:len(ch.Path)-1] {
		step, next := ch.Path[i], ch.Path[i+1]
		if !next.Item {
			into = memberOf(into, step)
			continue
		}
		list := ch.Path[:i+1]
		key := p.mergeKey(list)
		if key == nil {
			into[step.Key], _ = diff.Follow(p.object.After.Fields, list)
			return
		}
		item := p.itemOf(into, step.Key, key, ch.Path[:i+2])
		switch {
		case i+2 == len(ch.Path): // the item as a whole
			p.wholeItem(item, ch)
			return
		case i+3 == len(ch.Path) && slices.Contains(key, ch.Path[i+2].Key):
			// By another key it is another item: the old one goes.
			item["$patch"] = "delete"
			new, _ := diff.Follow(p.object.After.Fields, ch.Path[:i+2])
			into[step.Key] = append(into[step.Key].([]any), new)
			return
		}
		into = item
	}
	last := ch.Path[len(ch.Path)-1]
	into[last.Key] = ch.After // null takes the field away
}

// memberOf goes down one step; an item of a list is where it already stands.
func memberOf(into map[string]any, s manifest.Step) map[string]any {
	if s.Item {
		return into
	}
	inner, _ := into[s.Key].(map[string]any)
	if inner == nil {
		inner = map[string]any{}
		into[s.Key] = inner
	}
	return inner
}

// builtIn are the API groups whose merge keys Kustomize knows.
var builtIn = []string{"", "apps", "batch", "policy", "autoscaling", "networking.k8s.io", "rbac.authorization.k8s.io"}

// mergeKeys are the keys by which Kubernetes merges lists, by their last name.
var mergeKeys = map[string][]string{
	"containers": {"name"}, "initContainers": {"name"}, "env": {"name"}, "volumes": {"name"}, "imagePullSecrets": {"name"},
	"volumeMounts": {"mountPath"}, "hostAliases": {"ip"}, "topologySpreadConstraints": {"topologyKey", "whenUnsatisfiable"},
}

func (p patcher) mergeKey(list manifest.Path) []string {
	if !slices.Contains(builtIn, p.object.Object.Group) {
		return nil
	}
	last := list[len(list)-1].Key
	if last == "ports" && p.object.Kind() == "Service" {
		return []string{"port", "protocol"}
	}
	if _, isWorkload := manifest.PodSpec(p.object.Kind()); last == "ports" && isWorkload {
		return []string{"containerPort", "protocol"}
	}
	return mergeKeys[last]
}

// itemOf finds or makes the item of a list in the patch, by its merge key.
func (p patcher) itemOf(into map[string]any, list string, key []string, path manifest.Path) map[string]any {
	item := map[string]any{}
	for _, side := range []*diff.Object{p.object.Before, p.object.After} {
		if found, there := diff.Follow(side.Fields, path); there {
			for _, k := range key {
				if v := manifest.Get(found, k); v != nil {
					item[k] = v
				}
			}
			break
		}
	}
	items, _ := into[list].([]any)
	for _, other := range items {
		if m := other.(map[string]any); isSubset(item, m) {
			return m
		}
	}
	into[list] = append(items, item)
	return item
}

func isSubset(small, large map[string]any) bool {
	for k, v := range small {
		if large[k] != v {
			return false
		}
	}
	return true
}

func (p patcher) wholeItem(item map[string]any, ch diff.Change) {
	if ch.After == nil {
		item["$patch"] = "delete"
		return
	}
	if m, isMap := ch.After.(map[string]any); isMap {
		maps.Copy(item, m)
	}
}

// manifestText is an object or patch as a file that people go on with.
func manifestText(fields map[string]any) []byte {
	return []byte(strings.Join(report.YAML(fields), "\n") + "\n")
}

func componentText(resources, patches manifest.List) []byte {
	doc := manifest.Map{{Key: "apiVersion", Value: "kustomize.config.k8s.io/v1alpha1"}, {Key: "kind", Value: "Component"}}
	if len(resources) > 0 {
		doc = append(doc, manifest.Entry{Key: "resources", Value: resources})
	}
	if len(patches) > 0 {
		doc = append(doc, manifest.Entry{Key: "patches", Value: patches})
	}
	return []byte(strings.TrimPrefix(string(manifest.Encode(doc)), manifest.Header))
}
