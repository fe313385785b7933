package sync

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"example.com/metaflow-gitops/e2e/lib/programs"
)

// suite is what all tests share, and change nothing of.
type suite struct {
	ctx       context.Context // ends with an interrupt
	root      string          // of the repository that is tested
	cache     programs.Cache
	programs  map[string]programs.Built
	generator string
	report    *report
}

// shared is set once, before any test runs.
var shared suite

func TestMain(m *testing.M) {
	if os.Getenv("METAFLOW_E2E") == "" {
		fmt.Println("skipped: the suite runs with `make e2e`")
		return
	}
	os.Exit(main(m))
}

func main(m *testing.M) int {
	folder, err := os.MkdirTemp("", "metaflow-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	if err := prepare(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if status, isolated := cluster.Isolate(); isolated {
		return status
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	shared.ctx = ctx
	start := time.Now()
	status := m.Run()
	shared.report.print(os.Stdout, time.Since(start))
	return status
}

// prepare builds what the tests need: first outside, where there is a network,
// and then, from the caches, inside.
func prepare(folder string) error {
	shared.root = os.Getenv("ROOT")
	if shared.root == "" {
		shared.root = filepath.Join("..", "..", "..")
	}
	start := time.Now()
	err := findTools() // before everything is built for nothing
	if err != nil {
		return err
	}
	if shared.root, err = filepath.Abs(shared.root); err != nil {
		return err
	}
	if shared.cache, err = programs.Open("../..", os.Stderr); err != nil {
		return err
	}
	if shared.programs, err = shared.cache.Build(context.Background(), wanted()...); err != nil {
		return err
	}
	if err := markBuilt(shared.programs); err != nil {
		return err
	}
	for _, d := range programs.AllDefinitions() {
		if _, err := shared.cache.Define(context.Background(), d); err != nil {
			return err
		}
	}
	shared.report = newReport(shared.programs)
	shared.generator = filepath.Join(folder, "generator")
	build := exec.Command("go", "build", "-o", shared.generator, "./generator")
	build.Dir = filepath.Join("..", "..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the generator: %w\n%s", err, out)
	}
	if took := time.Since(start); took > time.Minute {
		fmt.Fprintf(os.Stderr, "everything is built, in %s\n", took.Round(time.Second))
	}
	return nil
}

func findTools() error {
	if os.Getenv("METAFLOW_E2E") == "api" {
		return nil
	}
	_, err := engine.FindRedis()
	return err
}

// builtOutside names the programs that were built before the suite went inside,
// where all of them are found in the cache.
const builtOutside = "METAFLOW_E2E_BUILT"

func markBuilt(all map[string]programs.Built) error {
	names := strings.Fields(os.Getenv(builtOutside))
	for name, b := range all {
		switch {
		case slices.Contains(names, name):
			b.Cached = false
			all[name] = b
		case !b.Cached:
			names = append(names, name)
		}
	}
	return os.Setenv(builtOutside, strings.Join(names, " "))
}

// wanted are all programs, or those of the API server's judgement alone.
func wanted() []programs.Program {
	if os.Getenv("METAFLOW_E2E") == "api" {
		return programs.ControlPlane()
	}
	return programs.All()
}
