package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "example.com/metaflow-gitops/generator"

// flow is the order of the packages: each imports only those before it.
var flow = []string{"sanitize", "limit", "tree", "manifest", "fact", "metaflow", "catalogue", "diag", "secret", "tfoutput", "state", "revision", "stack", "plan", "fence", "render", "build", "images", "check/secrets", "load", "reach/reachtest", "reach", "check/checktest", "check/finding", "check/cluster", "check/exposure/oauth2proxy", "check/exposure", "check/schema/openapi", "check/schema/make", "check/schema", "check/apiserver", "check/support", "check/objects", "check/components", "check/identity", "check/access", "check/charts", "check/sync", "check", "report/picture",
	"diff", "cause", "report", "report/text", "report/markdown", "report/html", "adopt", "write"}

// TestFlow holds the import graph to the straight line read, plan, render,
// check, review, write.
func TestFlow(t *testing.T) {
	for _, line := range goList(t, "{{.ImportPath}} {{join .Imports \" \"}}", "./...") {
		paths := strings.Fields(line)
		pkg := strings.TrimPrefix(strings.TrimPrefix(paths[0], module), "/")
		own := slices.Index(flow, pkg)
		if pkg != "" && own < 0 {
			t.Errorf("package %q has no place in the flow", pkg)
			continue
		}
		for _, imported := range paths[1:] {
			name, inside := strings.CutPrefix(imported, module+"/")
			if inside && pkg != "" && slices.Index(flow, name) >= own {
				t.Errorf("%s imports %s, which comes after it in %v", pkg, name, flow)
			}
		}
	}
}

// banned is what the program must not link, with the reason.
var banned = map[string]string{
	"k8s.io/client-go":    "the generator never talks to a cluster",
	"k8s.io/apimachinery": "objects are plain values; the types would triple the program",
	"testing":             "test code stays out of the program",
	"github.com/rogpeppe/go-internal/testscript":    "test code stays out of the program",
	"github.com/Azure/azure-sdk-for-go/sdk/storage": "its client links Apache Arrow, for the sake of two requests",
}

// pure are the packages that must not touch the disk, whatever they import.
var pure = []string{"sanitize", "limit", "tree", "manifest", "fact", "metaflow", "catalogue", "diag", "secret", "tfoutput", "stack", "plan", "images", "reach", "check/finding", "check/cluster", "check/secrets", "check/exposure/oauth2proxy", "check/exposure", "check/schema/openapi", "check/schema", "check/apiserver", "check/support", "check/objects", "check/components", "check/identity", "check/access", "check/charts", "check/sync", "check", "report/picture",
	"diff", "cause", "report", "report/text", "report/markdown", "report/html", "adopt"}

// TestBannedImports holds what the program links.
func TestBannedImports(t *testing.T) {
	for _, path := range goList(t, "{{.ImportPath}}", "-deps", ".") {
		for ban, why := range banned {
			if path == ban || strings.HasPrefix(path, ban+"/") {
				t.Errorf("the program links %s: %s", path, why)
			}
		}
	}
	for _, name := range pure {
		for _, line := range goList(t, "{{join .Imports \" \"}}", "./"+name) {
			for _, imported := range strings.Fields(line) {
				if imported == "os" || strings.HasPrefix(imported, "net/http") {
					t.Errorf("%s imports %s; input and output are only at the two ends", name, imported)
				}
			}
		}
	}
}

func goList(t *testing.T, format string, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-f", format}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
