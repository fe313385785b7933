package diff

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tree"
)

// ID says which object something is about.
type ID struct {
	Group     string `json:"group,omitempty"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
	// Cluster is the folder under clusters/ that a sync object is in; "" for
	// the objects of the overlay.
	Cluster string `json:"cluster,omitempty"`
}

// String names the object as people do: Kind namespace/name.
func (id ID) String() string {
	text := id.Kind + " "
	if id.Namespace != "" {
		text += id.Namespace + "/"
	}
	text += id.Name
	if id.Cluster != "" {
		text += " (clusters/" + id.Cluster + ")"
	}
	return text
}

// Object is one API object on one side of the comparison.
type Object struct {
	ID
	// File is the path of its manifest from the root.
	File string
	// Fields are plain JSON values: maps, lists, strings, json.Number, bool.
	Fields map[string]any
}

// Objects reads the objects of a stack's files: those rendered, and its sync
// objects. Other files are skipped.
func Objects(files map[string][]byte) ([]Object, error) {
	var all []Object
	for _, p := range slices.Sorted(maps.Keys(files)) {
		if !HasObjects(p) {
			continue
		}
		found, err := parseManifest(p, files[p])
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", p, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// HasObjects reports whether a generated file is one that a cluster gets: one of
// overlays/STACK/rendered/, or a stack's file under clusters/.
func HasObjects(p string) bool {
	steps := strings.Split(p, "/")
	isRendered := len(steps) == 4 && steps[0] == tree.Overlays && steps[2] == "rendered"
	isSync := len(steps) == 3 && steps[0] == tree.Clusters
	return path.Ext(p) == ".yaml" && (isRendered || isSync)
}

func parseManifest(p string, data []byte) ([]Object, error) {
	if len(data) > limit.Manifest {
		return nil, fmt.Errorf("it has %d bytes, and at most %d are read", len(data), limit.Manifest)
	}
	if err := limit.Shape(data); err != nil {
		return nil, err
	}
	var all []Object
	for _, d := range manifest.Documents(data) {
		read, err := d.Object()
		if err != nil {
			return nil, err
		}
		if len(read.Fields) == 0 {
			continue
		}
		o := Object{Identify(read), p, read.Fields}
		if cluster, inside := strings.CutPrefix(p, tree.Clusters+"/"); inside {
			o.Cluster = path.Dir(cluster)
		}
		if o.Kind == "" || o.Name == "" {
			return nil, fmt.Errorf("an object without kind or name")
		}
		all = append(all, o)
	}
	return all, nil
}

// Identify says which object something is.
func Identify(o manifest.Object) ID {
	return ID{Group: o.Group(), Kind: o.Kind, Namespace: o.Namespace, Name: o.Name}
}
