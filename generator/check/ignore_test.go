package check

import "testing"

// TestIgnoring holds the patterns to what Flux makes of them.
func TestIgnoring(t *testing.T) {
	const service = "overlays/prod/services/ui.yaml"
	for _, c := range []struct {
		name, file, text string
		path             string
		line             int // that leaves the path out; 0 is none
	}{
		{"nothing", ".sourceignore", "", service, 0},
		{"comment and empty lines", ".sourceignore", "# overlays\n\n  \n", service, 0},
		{"folder", ".sourceignore", "#\n/overlays/\n", service, 2},
		{"folder of this name is a file", ".sourceignore", "ui.yaml/\n", service, 0},
		{"name anywhere", ".sourceignore", "services\n", service, 1},
		{"folder anywhere", ".sourceignore", "services/\n", service, 1},
		{"extension", ".sourceignore", "*.yaml\n", service, 1},
		{"another extension", ".sourceignore", "*.yml\n", service, 0},
		{"from the root", ".sourceignore", "/services/\n", service, 0},
		{"slash within", ".sourceignore", "prod/services\n", service, 0},
		{"star is one folder", ".sourceignore", "/overlays/*/services/\n", service, 1},
		{"star is no two folders", ".sourceignore", "/overlays/*/ui.yaml\n", service, 0},
		{"two stars in front", ".sourceignore", "**/services/ui.yaml\n", service, 1},
		{"two stars within", ".sourceignore", "/overlays/**/ui.yaml\n", service, 1},
		{"two stars for no folder", ".sourceignore", "/overlays/prod/**/services\n", service, 1},
		{"two stars at the end", ".sourceignore", "/overlays/**\n", service, 1},
		{"kept", ".sourceignore", "/*\n!/overlays/\n", service, 0},
		{"kept too early", ".sourceignore", "!/overlays/\n/*\n", service, 2},
		{"kept in an ignored folder", ".sourceignore", "/overlays/\n!" + service + "\n", service, 0},
		{"spaces at the end", ".sourceignore", "services/   \n", service, 1},
		{"line ends of Windows", ".sourceignore", "services/\r\n", service, 1},
		{"broken class", ".sourceignore", "[\n", service, 0},
		{"in its own folder", "overlays/.sourceignore", "/prod/\n", service, 1},
		{"not beyond its folder", "base/.sourceignore", "services/\n", service, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := 0
			if l := ignoring(ignoreLines(c.file, []byte(c.text)), c.path); l != nil {
				got = l.number
			}
			if got != c.line {
				t.Errorf("line %d leaves it out, not line %d", got, c.line)
			}
		})
	}
}
