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

//go:embed custom.yaml
var customText []byte

// custom adds to the schema of a custom resource what its definition says in CEL, as
// far as custom.yaml retells it.
func custom(kind string, schema map[string]any) error {
	all, err := decode(customText)
	for key, rule := range all {
		for _, name := range strings.Fields(key) {
			of, path, _ := strings.Cut(name, "/")
			if at := schemaAt(schema, path); of == kind && at != nil {
				merge(at, rule.(map[string]any))
			}
		}
	}
	return err
}

// schemaAt is the schema at a path of fields, where [] is for the items of a list.
func schemaAt(schema map[string]any, path string) map[string]any {
	for _, step := range strings.Split(strings.ReplaceAll(path, "[]", ".[]"), ".") {
		if step == "[]" {
			schema = manifest.Fields(schema, "items")
		} else {
			schema = manifest.Fields(schema, "properties", step)
		}
	}
	return schema
}

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
	for _, key := range slices.Sorted(maps.Keys(r.all)) {
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
	switch {
	case strings.HasPrefix(short, "meta."):
		return "io.k8s.apimachinery.pkg.apis." + short
	case strings.HasPrefix(short, "apiextensions."):
		return "io.k8s.apiextensions-apiserver.pkg.apis." + short
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
