package pipelines

import (
	"errors"
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

// isolateGit keeps what this machine says of git out of the tests, and git from tidying up beside them.
func isolateGit(folder string) error {
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		if err := os.Unsetenv(name); err != nil {
			return err
		}
	}
	config := filepath.Join(folder, "gitconfig")
	text := "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[init]\n\tdefaultBranch = main\n"
	return errors.Join(os.WriteFile(config, []byte(text), 0o644), os.Setenv("GIT_CONFIG_GLOBAL", config), os.Setenv("GIT_CONFIG_NOSYSTEM", "1"))
}

func testMain(m *testing.M) int {
	folder, err := os.MkdirTemp("", "metaflow-gitops-pipelines-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	if err := isolateGit(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	generator = filepath.Join(folder, "generator")
	// As the pipelines do, so that these take it from the cache.
	build := exec.Command("env", "CGO_ENABLED=0", "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s", "-o", generator, "./generator")
	build.Dir = "../../.."
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
