package fence

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"sigs.k8s.io/yaml"
)

// definitions refuses a file of definitions that are parts of themselves:
// Kustomize would follow them until the process has no stack left.
func (w *walk) definitions(in document, at, s string) {
	var all map[string]any
	if yaml.Unmarshal(w.files[path.Join(in.folder, s)], &all) != nil {
		return // which Kustomize reports
	}
	refs := map[string][]string{}
	for name, definition := range all {
		refs[name] = refsIn(definition, nil)
	}
	done := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		if leadsBack(name, refs, done, map[string]bool{}) {
			w.refuseText(in, at, s, "Definition of itself", fmt.Sprintf("In %q the definition %q refers to itself by its $ref, and Kustomize would follow it without end. Leave the file out of crds: it is needed only for references by name.", s, name))
			return
		}
	}
}

// refsIn lists what a definition refers to.
func refsIn(v any, found []string) []string {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			if ref, is := member.(string); is && key == "$ref" {
				found = append(found, ref)
			}
			found = refsIn(member, found)
		}
	case []any:
		for _, item := range v {
			found = refsIn(item, found)
		}
	}
	return found
}

// leadsBack reports whether a definition leads to one that is on the way to it.
func leadsBack(name string, refs map[string][]string, done, way map[string]bool) bool {
	if way[name] || done[name] {
		return way[name]
	}
	way[name] = true
	for _, ref := range refs[name] {
		if leadsBack(ref, refs, done, way) {
			return true
		}
	}
	delete(way, name)
	done[name] = true
	return false
}
