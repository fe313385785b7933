package render

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/yaml"
)

// Trail is the way of one object through Kustomize, as Kustomize tells it: which
// file declares it, which kustomization files worked on it, and what it was
// called meanwhile.
type Trail struct {
	// File declares the object. Of one that Kustomize generates it is the
	// kustomization file that has the generator; "" where nobody can tell.
	File string
	// Kustomizations are the files that worked on it, in their order.
	Kustomizations []string

	object manifest.Object
	base   Base
	// used are the files that Kustomize read, in order.
	used []string
	// names are all that it was called, the first one first.
	names []string
	// isMoved says that a kustomization file sets its namespace.
	isMoved bool
}

// TrailOf returns the way of a rendered object. To know it, the overlay is built
// once more with the annotations of Kustomize, and only if somebody asks.
func (r *Rendered) TrailOf(o manifest.Object) Trail {
	if r.trails == nil {
		return Trail{}
	}
	return r.trails()[identityOf(o)]
}

// identity is what tells the objects of one build apart.
type identity struct{ apiVersion, kind, namespace, name string }

func identityOf(o manifest.Object) identity {
	return identity{o.APIVersion, o.Kind, o.Namespace, o.Name}
}

// transformation is one annotation of Kustomize: what made or changed an object.
type transformation struct {
	Path         string `json:"path"`
	ConfiguredIn string `json:"configuredIn"`
	ConfiguredBy struct {
		Kind string `json:"kind"`
	} `json:"configuredBy"`
}

const (
	originAnnotation          = "config.kubernetes.io/origin"
	transformationsAnnotation = "alpha.config.kubernetes.io/transformations"
)

// trace builds the overlay with annotations. There are no trails where that
// fails, which the build without them did not.
func trace(base Base, folder string, overlay plan.Overlay) map[identity]Trail {
	files := layOut(base, folder, annotated(overlay))
	built, err := kustomize(files, folder)
	if err != nil {
		return nil
	}
	trails := map[identity]Trail{}
	for _, o := range built.objects {
		trails[identityOf(o)] = trailOf(o, folder, Base{Files: files}, built.read)
	}
	return trails
}

// annotated is an overlay whose objects tell where they come from.
func annotated(overlay plan.Overlay) plan.Overlay {
	overlay.Files = slices.Clone(overlay.Files)
	for i, f := range overlay.Files {
		if f.Path == konfig.DefaultKustomizationFileName() {
			metadata := manifest.List{types.OriginAnnotations, types.TransformerAnnotations}
			document := append(slices.Clone(f.Documents[0]), manifest.Entry{Key: "buildMetadata", Value: metadata})
			overlay.Files[i].Documents = []manifest.Map{document}
		}
	}
	return overlay
}

func trailOf(o manifest.Object, folder string, base Base, used []string) Trail {
	t := Trail{object: o, base: base, used: used}
	var declared transformation
	var worked []transformation
	read := func(annotation string, into any) {
		text, _ := o.Get("metadata", "annotations", annotation).(string)
		_ = yaml.Unmarshal([]byte(text), into) // which Kustomize wrote
	}
	read(originAnnotation, &declared)
	read(transformationsAnnotation, &worked)
	switch {
	case declared.Path != "":
		t.File = path.Join(folder, declared.Path)
	case declared.ConfiguredIn != "":
		t.File = path.Join(folder, declared.ConfiguredIn)
	}
	t.names = []string{o.Name}
	if declared.ConfiguredBy.Kind != "" {
		t.called(WithoutHash(o.Name))
	}
	for _, w := range slices.Backward(worked) {
		t.before(path.Join(folder, w.ConfiguredIn), w.ConfiguredBy.Kind)
	}
	return t
}

// before goes back over what one kustomization file did.
func (t *Trail) before(file, transformer string) {
	if len(t.Kustomizations) == 0 || t.Kustomizations[0] != file {
		t.Kustomizations = slices.Insert(t.Kustomizations, 0, file)
	}
	var k types.Kustomization
	if yaml.Unmarshal(t.base.Files[file], &k) != nil {
		return
	}
	switch name := t.names[0]; transformer {
	case "PrefixTransformer":
		t.called(strings.TrimPrefix(name, k.NamePrefix))
	case "SuffixTransformer":
		t.called(strings.TrimSuffix(name, k.NameSuffix))
	case "NamespaceTransformer":
		t.isMoved = true
	}
}

// called notes what the object was called before.
func (t *Trail) called(name string) {
	if t.names[0] != name {
		t.names = slices.Insert(t.names, 0, name)
	}
}

// generatorLine is the line of the generator that makes the object, in the
// kustomization file that declares it; 0 for none.
func (t Trail) generatorLine() int {
	if len(t.names) == 0 || !strings.HasPrefix(t.File, "base/") {
		return 0
	}
	number := 0
	for line := range bytes.Lines(t.base.Files[t.File]) {
		number++
		if strings.TrimLeft(strings.TrimSpace(string(line)), "- ") == "name: "+t.names[0] {
			return number
		}
	}
	return 0
}

// Layer reports whether a document of a file is this object or a patch of it,
// and in which order Kustomize took it: 0 is the document that declares it, and
// a greater number has the last word over a smaller one.
func (t Trail) Layer(file, apiVersion, kind, namespace, name string) (layer int, is bool) {
	isNamed := kind == t.object.Kind && apiVersion == t.object.APIVersion && slices.Contains(t.names, name)
	isHere := namespace == "" || namespace == t.object.Namespace || t.isMoved
	_, isUsed := slices.BinarySearch(t.used, file)
	if t.File == "" || !isNamed || !isHere || !isUsed {
		return 0, false
	}
	return t.layerOfFile(file)
}

// LayerOf is the layer of what a kustomization file sets.
func (t Trail) LayerOf(kustomization string) (layer int, is bool) {
	for i, k := range slices.Backward(t.Kustomizations) {
		if k == kustomization {
			return i + 1, true
		}
	}
	return 0, false
}

// kustomizationOf is the kustomization file of the folder that a file belongs
// to, which is the nearest above it; "" for none.
func (b Base) kustomizationOf(file string) string {
	for folder := path.Dir(file); folder != "."; folder = path.Dir(folder) {
		for _, name := range konfig.RecognizedKustomizationFileNames() {
			if p := path.Join(folder, name); b.Files[p] != nil {
				return p
			}
		}
	}
	return ""
}

// hashSuffix is what Kustomize appends to the names of generated objects: ten
// of the characters into which it turns hexadecimal digits.
var hashSuffix = regexp.MustCompile(`-[2456789bcdfghkmt]{10}$`)

// WithoutHash is the name of a generated object before Kustomize put a hash
// behind it.
func WithoutHash(name string) string { return hashSuffix.ReplaceAllString(name, "") }
