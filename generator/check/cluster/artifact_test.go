package cluster

import (
	"strings"
	"testing"
)

// TestArtifact leaves out what stacks need, in the ways of a .sourceignore.
func TestArtifact(t *testing.T) {
	const base, prod, staging = "base/ui/service.yaml", "overlays/prod/services/ui.yaml", "overlays/staging/services/ui.yaml"
	for _, c := range []struct {
		name    string
		ignores map[string]string
		place   string // of the finding, with its line; "" is no finding
		detail  string
	}{
		{"no file", nil, "", ""},
		{"what nobody reads", map[string]string{".sourceignore": "/docs/\n/overlays/*/rendered/\n"}, "", ""},
		{"allow-list", map[string]string{".sourceignore": "/*\n!/base/\n!/overlays/\n"}, "", ""},
		{"allow-list that forgets", map[string]string{".sourceignore": "# all\n/*\n!/base/\n"}, ".sourceignore:2", prod + " of stack \"prod\" to the cluster, nor one more file that a stack needs, as \"/*\" leaves it out"},
		{"two stars match nothing for Flux", map[string]string{".sourceignore": "/**\n"}, "", ""},
		{"one stack", map[string]string{".sourceignore": "/overlays/staging/\r\n"}, ".sourceignore:1", staging + ` of stack "staging" to the cluster, as "/overlays/staging/" leaves it out`},
		{"name anywhere", map[string]string{".sourceignore": "*.md\n\nservices\n"}, ".sourceignore:3", "nor one more file"},
		{"inner file", map[string]string{"base/.sourceignore": "/ui/\n"}, "base/.sourceignore:1", base},
		{"inner file takes back", map[string]string{".sourceignore": "*.yaml\n!/overlays/\n", "base/.sourceignore": "!*.yaml\n"}, "", ""},
		{"inner file is nearer, whatever its name", map[string]string{"base/.sourceignore": "*.yaml\n", "base/-ui/.sourceignore": "!*\n", "base/ui/.sourceignore": "!*\n"}, "", ""},
		{"git's own", map[string]string{".sourceignore": "!.git/\n"}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ignores := map[string][]byte{}
			for p, text := range c.ignores {
				ignores[p] = []byte(text)
			}
			diags := NewArtifact(ignores).Check(map[string][]string{"prod": {base, prod}, "staging": {staging}})
			expect(t, diags, c.place, "File never reaches the cluster", c.detail)
		})
	}
}

// TestArtifactDefaults holds what Flux leaves out where no file says anything,
// and git's own files, which it always leaves out.
func TestArtifactDefaults(t *testing.T) {
	needed := map[string][]string{"prod": {"base/mine/logo.png"}}
	expect(t, NewArtifact(nil).Check(needed), "base/mine/logo.png:1", "File never reaches the cluster", "every file of such a name. Rename it")
	some := map[string][]byte{".sourceignore": []byte("/docs/")}
	expect(t, NewArtifact(some).Check(needed), "", "", "")
	if NewArtifact(some).without("base/.gitignore") == nil {
		t.Error("it has a file of git's own")
	}
	if NewArtifact(map[string][]byte{".sourceignore": []byte("# " + strings.Repeat("a", 70) + "\n")}).without("a.zip") == nil {
		t.Error("a comment counts as a pattern")
	}
}
