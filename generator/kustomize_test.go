package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// kustomizeVersions are the newest Kustomize and the oldest one that a
// supported engine ships: Argo CD 3.2 has 5.7.0, Flux 2.7.5 builds with the
// library of 5.7.1.
var kustomizeVersions = []string{"v5.8.2", "v5.7.0"}

// TestKustomizeBuildsWhatIsRendered runs the real Kustomize over the committed
// overlays: rendered/ holds the same objects, field for field, and what the
// Flux Kustomizations keep of them is all of them, each once.
func TestKustomizeBuildsWhatIsRendered(t *testing.T) {
	for _, version := range kustomizeVersions {
		kustomize := installKustomize(t, version)
		for _, stack := range stackNames(t) {
			t.Run(version+"/"+stack, func(t *testing.T) {
				built := objectsByID(t, buildWith(t, kustomize, "..", stack))
				compareObjects(t, built, renderedObjects(t, stack))
				fluxBuildsEachOnce(t, kustomize, stack, built)
			})
		}
	}
}

func installKustomize(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("go", "install", "sigs.k8s.io/kustomize/kustomize/v5@"+version)
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("installing Kustomize %s: %v\n%s", version, err, out)
	}
	return filepath.Join(dir, "kustomize")
}

func stackNames(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../terraform/stacks/*/stack.hcl")
	if err != nil || len(found) == 0 {
		t.Fatalf("no stacks: %v", err)
	}
	var names []string
	for _, p := range found {
		names = append(names, filepath.Base(filepath.Dir(p)))
	}
	return names
}

func buildWith(t *testing.T, kustomize, root, stack string) []byte {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(kustomize, "build", filepath.Join(root, "overlays", stack))
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("kustomize build %s: %v\n%s", stack, err, &stderr)
	}
	return out
}

func objectsByID(t *testing.T, text []byte) map[string]any {
	t.Helper()
	objects := map[string]any{}
	for doc := range bytes.SplitSeq(text, []byte("\n---\n")) {
		var o map[string]any
		if err := yaml.Unmarshal(doc, &o); err != nil {
			t.Fatal(err)
		}
		if o == nil {
			continue // a build that keeps nothing
		}
		md := o["metadata"].(map[string]any)
		id := fmt.Sprint(o["apiVersion"], " ", o["kind"], " ", md["namespace"], "/", md["name"])
		if objects[id] != nil {
			t.Errorf("%s stands twice", id)
		}
		objects[id] = o
	}
	return objects
}

func renderedObjects(t *testing.T, stack string) map[string]any {
	t.Helper()
	files, err := filepath.Glob("../overlays/" + stack + "/rendered/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string]any{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for id, o := range objectsByID(t, data) {
			objects[id] = o
		}
	}
	if len(objects) != len(files) {
		t.Errorf("%d files in rendered/ hold %d objects", len(files), len(objects))
	}
	return objects
}

func compareObjects(t *testing.T, built, rendered map[string]any) {
	t.Helper()
	for id, o := range built {
		if !reflect.DeepEqual(o, rendered[id]) {
			t.Errorf("%s is built as\n%v\nbut rendered as\n%v", id, o, rendered[id])
		}
	}
	for id := range rendered {
		if built[id] == nil {
			t.Errorf("%s is rendered but not built", id)
		}
	}
}

// fluxBuildsEachOnce does what kustomize-controller does with spec.patches: it
// adds them to the kustomization file of the path.
func fluxBuildsEachOnce(t *testing.T, kustomize, stack string, all map[string]any) {
	t.Helper()
	syncs, err := filepath.Glob("../clusters/*/" + stack + ".yaml")
	if err != nil || len(syncs) != 1 {
		t.Fatalf("sync files of %s: %v %v", stack, syncs, err)
	}
	text, err := os.ReadFile(syncs[0])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "kustomize.toolkit.fluxcd.io") {
		return
	}
	seen := map[string]any{}
	for _, sync := range objectsByID(t, text) {
		patches := sync.(map[string]any)["spec"].(map[string]any)["patches"]
		for id, o := range objectsByID(t, buildPatched(t, kustomize, stack, patches)) {
			if seen[id] != nil {
				t.Errorf("two Flux Kustomizations build %s", id)
			}
			seen[id] = o
		}
	}
	compareObjects(t, seen, all)
}

func buildPatched(t *testing.T, kustomize, stack string, patches any) []byte {
	t.Helper()
	root := t.TempDir()
	if err := copyRepository("..", root); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "overlays", stack, "kustomization.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	more, err := yaml.Marshal(map[string]any{"patches": patches})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(text, more...), 0o644); err != nil {
		t.Fatal(err)
	}
	return buildWith(t, kustomize, root, stack)
}
