package cluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// Parse reads the objects of a YAML text.
func Parse(text []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	for doc := range strings.SplitSeq("\n"+string(text), "\n---\n") {
		fields := map[string]any{}
		if err := yaml.UnmarshalStrict([]byte(doc), &fields); err != nil {
			return nil, fmt.Errorf("parsing YAML: %w", err)
		}
		if len(fields) > 0 {
			objects = append(objects, &unstructured.Unstructured{Object: fields})
		}
	}
	return objects, nil
}

// ParseFolder reads the objects of all YAML files of a folder.
func ParseFolder(folder string) ([]*unstructured.Unstructured, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("reading %s: there are no YAML files", folder)
	}
	var objects []*unstructured.Unstructured
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		found, err := Parse(data)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f, err)
		}
		objects = append(objects, found...)
	}
	return objects, nil
}

// ApplyFolder applies the CRDs of a folder, and waits until the API server
// serves them. What else is in the folder is left out: Kustomize's own files.
func (c *Cluster) ApplyFolder(ctx context.Context, folder string) error {
	objects, err := ParseFolder(folder)
	if err != nil {
		return err
	}
	var definitions []*unstructured.Unstructured
	for _, o := range objects {
		if o.GetKind() == "CustomResourceDefinition" {
			definitions = append(definitions, o)
		}
	}
	return c.Define(ctx, definitions...)
}

// Define applies CRDs, and waits until the API server serves them.
func (c *Cluster) Define(ctx context.Context, definitions ...*unstructured.Unstructured) error {
	if err := c.Apply(ctx, "e2e", definitions...); err != nil {
		return err
	}
	for _, d := range definitions {
		err := Eventually(ctx, time.Minute, d.GetName()+" is served", func(ctx context.Context) (bool, string, error) {
			now, err := c.Get(ctx, d)
			if err != nil || Condition(now, "Established") != "True" {
				return false, fmt.Sprint("it is not established: ", err), nil
			}
			// Discovery knows of it only a moment later.
			_, err = c.mapping(defined(d))
			return err == nil, fmt.Sprint(err), nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// defined is the kind that a CRD defines, in its first version.
func defined(d *unstructured.Unstructured) schema.GroupVersionKind {
	group, _, _ := unstructured.NestedString(d.Object, "spec", "group")
	kind, _, _ := unstructured.NestedString(d.Object, "spec", "names", "kind")
	versions, _, _ := unstructured.NestedSlice(d.Object, "spec", "versions")
	for _, v := range versions {
		if v := v.(map[string]any); v["served"] == true {
			return schema.GroupVersionKind{Group: group, Version: fmt.Sprint(v["name"]), Kind: kind}
		}
	}
	panic("cluster: a CRD that serves no version: " + d.GetName())
}

// MakeFolder makes a folder of the cluster's own.
func (c *Cluster) MakeFolder(name string) (string, error) {
	if err := os.MkdirAll(c.path(name), 0o755); err != nil {
		return "", fmt.Errorf("making a folder: %w", err)
	}
	return c.path(name), nil
}
