package render

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// selection is the target of a statement, ready to select.
type selection struct {
	target  wanted
	rejects []wanted
}

// wanted is a selector with its expressions parsed.
type wanted struct {
	*types.Selector
	names *types.SelectorRegex
}

// selection parses the target of a statement. One that cannot be parsed selects all:
// Kustomize reports it.
func (s Statement) selection() selection {
	parsed := selection{target: parseSelector(s.Target)}
	for _, reject := range s.rejects {
		parsed.rejects = append(parsed.rejects, parseSelector(reject))
	}
	return parsed
}

func parseSelector(s *types.Selector) wanted {
	names, err := types.NewSelectorRegex(s)
	if err != nil {
		return wanted{&types.Selector{}, nil}
	}
	return wanted{s, names}
}

// selects reports whether a statement selects an object by one of its names.
func (r Components) selects(s selection, o manifest.Object, names []string) bool {
	return r.isWanted(s.target, o, names) && !slices.ContainsFunc(s.rejects, func(w wanted) bool { return r.isWanted(w, o, names) })
}

func (r Components) isWanted(w wanted, o manifest.Object, names []string) bool {
	if w.names == nil {
		return true
	}
	group, version := resid.ParseGroupVersion(o.APIVersion)
	return w.names.MatchGvk(resid.Gvk{Group: group, Version: version, Kind: o.Kind}) && w.names.MatchNamespace(o.Namespace) &&
		slices.ContainsFunc(names, w.names.MatchName) &&
		matches(r.earlier(o, "labels"), w.LabelSelector, (*yaml.RNode).MatchesLabelSelector, "labels") &&
		matches(r.earlier(o, "annotations"), w.AnnotationSelector, (*yaml.RNode).MatchesAnnotationSelector, "annotations")
}

// namesOf are all names that an object may have had: Kustomize ends those of generated
// objects with a hash, and kustomization files put more before or behind.
func (r Components) namesOf(o manifest.Object) []string {
	names := []string{o.Name, WithoutHash(o.Name)}
	for _, a := range r.affixes() {
		for _, name := range names {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(name, a.prefix), a.suffix))
		}
	}
	return names
}

// affix is what a kustomization file puts before and behind names.
type affix struct{ prefix, suffix string }

// findAffixes reads what the kustomization files of the overlay put to names.
func findAffixes(files map[string][]byte, read []string) []affix {
	var all []affix
	for _, p := range read {
		if text := files[p]; bytes.Contains(text, []byte("namePrefix")) || bytes.Contains(text, []byte("nameSuffix")) {
			root := parseNode(text)
			all = append(all, affix{textOf(member(root, "namePrefix")), textOf(member(root, "nameSuffix"))})
		}
	}
	return all
}

// earlier are the labels or annotations of an object without those that the overlay adds
// after all components.
func (r Components) earlier(o manifest.Object, field string) map[string]string {
	all := manifest.TextMap(o.Fields, "metadata", field)
	if field == "labels" {
		for _, key := range r.lateLabels() {
			delete(all, key)
		}
	}
	return all
}

// lateLabels are those that the overlay itself gives to all objects.
func (r Components) lateLabels() []string {
	var keys []string
	for _, f := range r.overlay.Files {
		if f.Path != konfig.DefaultKustomizationFileName() {
			continue
		}
		labels, _ := f.Documents[0].Get("labels").(manifest.List)
		for _, item := range labels {
			m, _ := item.(manifest.Map)
			pairs, _ := m.Get("pairs").(manifest.Map)
			for _, e := range pairs {
				keys = append(keys, e.Key)
			}
		}
	}
	return keys
}

// matches reports whether a selector, as text, means an object with labels or
// annotations.
func matches(all map[string]string, selector string, is func(*yaml.RNode, string) (bool, error), field string) bool {
	if selector == "" {
		return true
	}
	text, err := json.Marshal(map[string]any{"metadata": map[string]any{field: all}})
	if err != nil {
		return false
	}
	n, err := yaml.Parse(string(text))
	if err != nil {
		return false
	}
	found, err := is(n, selector)
	return err != nil || found
}
