package main

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

//go:embed rules.yaml
var rulesText []byte

// rules are what the API server demands of Kubernetes' own types by code of its own,
// beyond its OpenAPI documents. rules.yaml tells its form.
type rules struct {
	all  map[string]any
	used map[string]bool
}

func readRules() (*rules, error) {
	all, err := decode(rulesText)
	return &rules{all, map[string]bool{}}, err
}

// into puts the rules into the definitions that they are for.
func (r *rules) into(definitions map[string]map[string]any) {
	for key := range r.all {
		for _, name := range strings.Fields(key) {
			if d, has := definitions[fullName(name)]; has {
				r.used[key] = true
				merge(d, manifest.Fields(r.all, key))
			}
		}
	}
}

// fullName is the name of a definition that a rule calls GROUP.VERSION.NAME.
func fullName(short string) string {
	if strings.HasPrefix(short, "meta.") {
		return "io.k8s.apimachinery.pkg.apis." + short
	}
	return "io.k8s.api." + short
}

func (r *rules) unused() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(r.all)), func(key string) bool { return r.used[key] })
}

// merge adds a rule to a schema: lists grow, "optional" takes from what is required,
// and what is said of a property is added to it.
func merge(schema, rule map[string]any) {
	for _, key := range slices.Sorted(maps.Keys(rule)) {
		v := rule[key]
		switch key {
		case "optional":
			schema["required"] = slices.DeleteFunc(manifest.Items(schema, "required"), func(name any) bool { return slices.Contains(manifest.Texts(v), name.(string)) })
		case "required", "x-unions", "x-kubernetes-validations":
			schema[key] = append(manifest.Items(schema, key), v.([]any)...)
		case "properties":
			properties := manifest.Fields(schema, "properties")
			for name, what := range v.(map[string]any) {
				if own, has := properties[name].(map[string]any); has {
					merge(own, what.(map[string]any))
				}
			}
		case "items", "additionalProperties":
			if own := manifest.Fields(schema, key); own != nil {
				merge(own, v.(map[string]any))
			}
		case "narrow": // a schema that is a reference: what it is here, and not elsewhere
			schema["x-narrow"] = v
		default:
			schema[key] = v
		}
	}
}
