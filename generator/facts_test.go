package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOverlaysDifferInFactsOnly makes staging decide as prod does, puts prod's
// facts in the place of staging's, and expects prod's overlay, outside of
// rendered/, to the byte.
func TestOverlaysDifferInFactsOnly(t *testing.T) {
	root := t.TempDir()
	if err := copyRepository("..", root); err != nil {
		t.Fatal(err)
	}
	stacks := filepath.Join(root, "terraform/stacks")
	prod, staging := factsOf(t, filepath.Join(stacks, "prod/outputs.json")), factsOf(t, filepath.Join(stacks, "staging/outputs.json"))
	decisions := read(t, filepath.Join(stacks, "prod/stack.hcl"))
	if err := os.WriteFile(filepath.Join(stacks, "staging/stack.hcl"), decisions, 0o644); err != nil {
		t.Fatal(err)
	}
	withMirror(t, filepath.Join(stacks, "staging/outputs.json"), prod["image_registry"])
	// Pools are made of this number, which would be replaced in other numbers, too.
	const connections = "database.max_connections"
	replaceIn(t, filepath.Join(stacks, "staging/outputs.json"), `"max_connections": `+staging[connections], `"max_connections": `+prod[connections])
	staging[connections] = prod[connections]
	var out, errs strings.Builder
	if status := run([]string{"--root", root}, stdio{os.Stdin, &out, &errs}); status != 0 {
		t.Fatalf("status %d\n%s", status, errs.String())
	}
	replace := replacerOf(staging, prod)
	compared := 0
	for p, text := range overlayFiles(t, filepath.Join(root, "overlays/staging")) {
		want := read(t, filepath.Join(root, "overlays/prod", p))
		if got := replace.Replace(string(text)); got != string(want) {
			t.Errorf("%s differs in more than facts:\n%s\nwant\n%s", p, got, want)
		}
		compared++
	}
	if compared < 15 {
		t.Errorf("only %d files were compared", compared)
	}
}

// factsOf flattens the recorded outputs: path to value.
func factsOf(t *testing.T, path string) map[string]string {
	t.Helper()
	var doc struct {
		Outputs map[string]struct{ Value any }
	}
	if err := json.Unmarshal(read(t, path), &doc); err != nil {
		t.Fatal(err)
	}
	facts := map[string]string{}
	for name, o := range doc.Outputs {
		flatten(facts, name, o.Value)
	}
	return facts
}

func flatten(facts map[string]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			flatten(facts, path+"."+k, item)
		}
	case []any:
		for i, item := range v {
			flatten(facts, fmt.Sprint(path, ".", i), item)
		}
	default:
		facts[path] = fmt.Sprint(v)
	}
}

// withMirror adds the one output that staging does not have.
func withMirror(t *testing.T, path, registry string) {
	t.Helper()
	replaceIn(t, path, `"outputs": {`, fmt.Sprintf(`"outputs": {"image_registry": {"sensitive": false, "type": "string", "value": %q},`, registry))
}

func replaceIn(t *testing.T, path, old, fresh string) {
	t.Helper()
	text := bytes.Replace(read(t, path), []byte(old), []byte(fresh), 1)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// replacerOf puts the facts of one stack in the place of the other's, the
// longest first, so that no fact is replaced within another.
func replacerOf(from, to map[string]string) *strings.Replacer {
	var pairs [][2]string
	for path, old := range from {
		if to[path] != old {
			pairs = append(pairs, [2]string{old, to[path]}, [2]string{inBase64(old), inBase64(to[path])})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return len(b[0]) - len(a[0]) })
	var list []string
	for _, p := range pairs {
		list = append(list, p[0], p[1])
	}
	return strings.NewReplacer(list...)
}

func inBase64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func overlayFiles(t *testing.T, overlay string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	for _, pattern := range []string{"*.yaml", "services/*.yaml", "jobs/*.yaml", "gateway/*.yaml", "argo/*.yaml", "policy/*.yaml", "client/*"} {
		paths, err := filepath.Glob(filepath.Join(overlay, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			rel, err := filepath.Rel(overlay, p)
			if err != nil {
				t.Fatal(err)
			}
			found[rel] = read(t, p)
		}
	}
	return found
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
