package untrusted

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shared is what is made once for all tests.
var shared struct {
	folder   string
	programs map[string]string // by the name of the build
	git      string
	strace   string // "" where it cannot be used
	goCaches []string
	score    score
}

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	folder, err := os.MkdirTemp("", "metaflow-gitops-untrusted-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	shared.folder = folder
	if err := errors.Join(findPrograms(), isolateGit(folder), buildAll(folder), makeRepository(filepath.Join(folder, "repository")), layOutBase(folder)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	shared.score.print(os.Stdout)
	return code
}

// findPrograms finds git, the caches of Go, and strace where the machine has and permits it.
func findPrograms() error {
	var err error
	if shared.git, err = exec.LookPath("git"); err != nil {
		return fmt.Errorf("finding git: %w", err)
	}
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		return fmt.Errorf("asking Go for its folders: %w", err)
	}
	shared.goCaches = strings.Fields(string(out))
	strace, err := exec.LookPath("strace")
	if err == nil {
		if out, failed := exec.Command(strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=execve", "-o", "/dev/null", "true").CombinedOutput(); failed == nil {
			shared.strace = strace
		} else {
			err = fmt.Errorf("%w: %s", failed, out)
		}
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "NO STRACE (%v): programs are seen by name alone, and connections only to the addresses of the attacks\n", err)
	}
	return nil
}

// isolateGit keeps what this machine says of git out of the tests.
func isolateGit(folder string) error {
	config := filepath.Join(folder, "gitconfig")
	text := "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n"
	return errors.Join(os.WriteFile(config, []byte(text), 0o644), os.Setenv("GIT_CONFIG_GLOBAL", config), os.Setenv("GIT_CONFIG_NOSYSTEM", "1"),
		os.Unsetenv("GIT_DIR"), os.Unsetenv("GIT_WORK_TREE"), os.Unsetenv("GIT_INDEX_FILE"))
}
