package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)\s]*)?\)`)

// TestLinks follows every relative link of every page.
func TestLinks(t *testing.T) {
	followed := 0
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(p) != ".md" || strings.Contains(p, "/overlays/") {
			return err
		}
		for _, m := range link.FindAllStringSubmatch(string(read(t, p)), -1) {
			followed++
			if _, err := os.Stat(filepath.Join(filepath.Dir(p), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", p, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if followed < 20 {
		t.Errorf("only %d links were followed", followed)
	}
}

// TestHelpNamesEveryFlag holds the hand-written help to the flags that exist.
func TestHelpNamesEveryFlag(t *testing.T) {
	documented := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^  --([a-z]+)|, --([a-z]+)$`).FindAllStringSubmatch(helpText, -1) {
		documented[m[1]+m[2]] = true
	}
	for name := range documented {
		if _, err := parseOptions([]string{"--" + name + "=x"}); err != nil && strings.Contains(err.Error(), "unknown flag") {
			t.Errorf("help.txt has --%s, which does not exist", name)
		}
	}
	for _, name := range []string{"stack", "check", "refresh", "timeout", "outputs", "force", "root", "format", "diff", "against", "explain", "plan", "adopt", "output", "limit", "link", "help", "version"} {
		if !documented[name] {
			t.Errorf("help.txt says nothing of --%s", name)
		}
	}
}
