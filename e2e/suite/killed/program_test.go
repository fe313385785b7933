package killed

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// built is where the command is built, once for all tests.
var built = filepath.Join(os.TempDir(), fmt.Sprintf("metaflow-gitops-killed-%d", os.Getpid()))

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(built)
	os.Exit(code)
}

// program is the generator: the one of GENERATOR, or of this repository.
var program = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("GENERATOR"); given != "" {
		return filepath.Abs(given)
	}
	name := filepath.Join(built, "generator")
	cmd := exec.Command("go", "build", "-o", name, "./generator")
	cmd.Dir = "../../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the generator: %w\n%s", err, out)
	}
	return name, nil
})

// outcome is how a run ended.
type outcome struct {
	status int // -1 of a run that was killed
	stdout string
	stderr string
	took   time.Duration
}

// start begins a run; what it gives waits for its end.
func start(t *testing.T, root string, args ...string) (*exec.Cmd, func() outcome) {
	t.Helper()
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, append([]string{"--root", root}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, func() outcome {
		err := cmd.Wait()
		if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String(), time.Since(begun)}
	}
}

func generate(t *testing.T, root string, args ...string) outcome {
	t.Helper()
	_, wait := start(t, root, args...)
	return wait()
}

// mustGenerate is for runs that nothing disturbs.
func mustGenerate(t *testing.T, root string, args ...string) outcome {
	t.Helper()
	o := generate(t, root, args...)
	if o.status != 0 {
		t.Fatalf("an undisturbed run with %v ended with %d:\n%s", args, o.status, o.stderr)
	}
	return o
}
