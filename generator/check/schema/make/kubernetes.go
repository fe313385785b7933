package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
	"example.com/metaflow-gitops/generator/manifest"
)

// documentName is the name of the OpenAPI document of one API version.
var documentName = regexp.MustCompile(`^apis?__(?:(.+)__)?(v[0-9]+((?:alpha|beta)[0-9]+)?)_openapi\.json$`)

// kubernetes adds the kinds of one version of Kubernetes.
func (m *maker) kubernetes(v kubernetesVersion, number int, rules *rules) error {
	folder, err := v.folder()
	if err != nil {
		return err
	}
	enums, err := readEnums(filepath.Join(folder, "pkg/generated/openapi/zz_generated.openapi.go"))
	if err != nil {
		return err
	}
	documents := filepath.Join(folder, "api/openapi-spec/v3")
	entries, err := os.ReadDir(documents)
	if err != nil {
		return err
	}
	var apis []api
	all := map[string]map[string]any{}
	for _, e := range entries {
		name := documentName.FindStringSubmatch(e.Name())
		if name == nil {
			continue
		}
		a, err := readAPI(filepath.Join(documents, e.Name()))
		if err != nil {
			return err
		}
		a.off = name[3] != "" // which nobody gets who does not ask for it
		apis = append(apis, a)
		if !a.off {
			maps.Copy(all, a.definitions)
		}
	}
	if err := enums.into(all); err != nil {
		return err
	}
	all["io.k8s.apimachinery.pkg.api.resource.Quantity"] = map[string]any{"x-type": "quantity"}
	rules.into(all)
	m.newest = &openapi.Compiler{Native: true, Definitions: all}
	for _, a := range apis {
		m.addAPI(a, v, number)
	}
	return nil
}

func (m *maker) addAPI(a api, v kubernetesVersion, number int) {
	for _, k := range a.kinds() {
		root := openapi.Root{APIVersion: k.apiVersion, Kind: k.kind, Versions: 1 << number, Cluster: k.cluster, Off: a.off, Source: "Kubernetes"}
		if !a.off {
			root.Schema = openapi.To(m.newest.Definition(k.definition))
		}
		m.builder.Add(root)
	}
}

// An api is what one version of an API group serves.
type api struct {
	off         bool
	definitions map[string]map[string]any
	paths       map[string]map[string]any
}

func readAPI(path string) (api, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return api{}, err
	}
	var doc struct {
		Paths      map[string]map[string]any
		Components struct{ Schemas map[string]map[string]any }
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil {
		return api{}, fmt.Errorf("reading %s: %w", path, err)
	}
	return api{definitions: doc.Components.Schemas, paths: doc.Paths}, nil
}

// An apiKind is a kind that can be made.
type apiKind struct {
	apiVersion, kind string
	cluster          bool
	definition       string
}

// kinds are the kinds that a client can make, each by the path it does so at.
func (a api) kinds() []apiKind {
	var all []apiKind
	for _, path := range slices.Sorted(maps.Keys(a.paths)) {
		post := manifest.Fields(a.paths[path], "post")
		if post == nil || strings.Contains(path, "{name}") {
			continue
		}
		k := apiKind{kind: manifest.Text(post, "x-kubernetes-group-version-kind", "kind"), cluster: !strings.Contains(path, "{namespace}")}
		k.apiVersion = strings.TrimPrefix(manifest.Text(post, "x-kubernetes-group-version-kind", "group")+"/"+manifest.Text(post, "x-kubernetes-group-version-kind", "version"), "/")
		k.definition = strings.TrimPrefix(manifest.Text(bodyOf(post), "$ref"), "#/components/schemas/")
		if k.definition == "" {
			panic("make: no definition for what is posted at " + path)
		}
		all = append(all, k)
	}
	return all
}

// bodyOf is the schema of what is posted, which is the same in every encoding.
func bodyOf(post map[string]any) any {
	content := manifest.Fields(post, "requestBody", "content")
	for _, form := range slices.Sorted(maps.Keys(content)) {
		return manifest.Get(content[form], "schema")
	}
	return nil
}
