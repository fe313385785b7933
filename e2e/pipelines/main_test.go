package pipelines

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// generator is the command, built once, for what authors do. The pipelines build their own.
var generator string

// caches are the folders of Go's own: what was built, and modules.
var caches []string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	folder, err := os.MkdirTemp("", "metaflow-gitops-pipelines-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	generator = filepath.Join(folder, "generator")
	// As the pipelines do, so that these take it from the cache.
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s", "-o", generator, "./generator")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the generator: %v\n%s", err, out)
		return 1
	}
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		fmt.Fprintf(os.Stderr, "asking Go for its folders: %v\n", err)
		return 1
	}
	caches = strings.Fields(string(out))
	return m.Run()
}
