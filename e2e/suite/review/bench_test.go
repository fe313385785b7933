package review

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gonvenience/ytbx"
	"github.com/homeport/dyff/pkg/dyff"
)

// benchStacks is how many stacks the benchmark changes at once.
const benchStacks = 100

// TestBench measures a review of a change of 100 stacks beside dyff on the same
// manifests, and prints ratios. It asserts nothing about time. The command also
// renders every stack anew, proves it, names causes and risks, and prints; the
// comparison alone does what dyff does here: it reads and compares, and prints
// nothing. `make bench` runs it.
func TestBench(t *testing.T) {
	if os.Getenv("GENERATOR_BENCH") == "" {
		t.Skip("a benchmark; run `make bench`")
	}
	r := newManyStacks(t, benchStacks)
	before := manifests(t, r.folder)
	r.replace("base/ui-static/deployment.yaml", "timeoutSeconds: 5", "timeoutSeconds: 7")
	command := func(args ...string) time.Duration { return median(func() { r.differs(args...) }) }
	rows := []row{
		{"generator --check", command("--check")},
		{"generator --diff", command("--diff", "HEAD", "--format", "json", "--output", os.DevNull)},
		{"generator --diff, as a page", command("--diff", "HEAD", "--format", "html", "--output", filepath.Join(t.TempDir(), "page.html"))},
	}
	run(t, r.folder, r.program, "--root", r.folder)
	after := manifests(t, r.folder)
	rows = append(rows, comparisons(t, before, after)...)
	theirs := median(func() { compareAll(t, before, after) })
	fmt.Printf("diff of a change in %d stacks, %d manifests\n", benchStacks, len(before))
	for _, row := range append(rows, row{"dyff, in this process", theirs}) {
		fmt.Printf("%-30s %8.2f s, ratio to dyff %6.2f\n", row.name, row.took.Seconds(), row.took.Seconds()/theirs.Seconds())
	}
}

type row struct {
	name string
	took time.Duration
}

// comparisons are how long the generator's own comparison takes, by its
// benchmark.
func comparisons(t *testing.T, before, after map[string]string) []row {
	t.Helper()
	folder := t.TempDir()
	for side, files := range map[string]map[string]string{"before": before, "after": after} {
		for p, text := range files {
			_, below, _ := strings.Cut(p, "/overlays/")
			to := filepath.Join(folder, side, "overlays", below)
			if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkCompare$", "-benchtime", "5x", "./generator/diff")
	cmd.Dir, cmd.Env = filepath.Join("..", "..", ".."), append(os.Environ(), "MANIFESTS="+folder)
	out, err := cmd.CombinedOutput()
	found := regexp.MustCompile(`BenchmarkCompare/(\w+)\S*\s+5\s+(\d+) ns/op`).FindAllSubmatch(out, -1)
	if err != nil || len(found) != 2 {
		t.Fatalf("running the benchmark: %v\n%s", err, out)
	}
	var rows []row
	for _, f := range found {
		took, err := time.ParseDuration(string(f[2]) + "ns")
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row{"its comparison alone, " + string(f[1]), took})
	}
	return rows
}

// newManyStacks is a repository of invented stacks.
func newManyStacks(t *testing.T, n int) *repository {
	t.Helper()
	r := newRepository(t)
	r.folder = filepath.Join(t.TempDir(), "stacks")
	run(t, "../../..", "make", "--no-print-directory", "stacks", fmt.Sprintf("N=%d", n), "DIR="+r.folder)
	r.git("init", "--quiet")
	r.commit("first")
	return r
}

func (r *repository) differs(args ...string) {
	err := exec.Command(r.program, append([]string{"--root", r.folder}, args...)...).Run()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 2 {
		r.t.Fatalf("the review was to find differences: %v", err)
	}
}

// median of five runs, after one to warm up.
func median(do func()) time.Duration {
	var times []time.Duration
	for range 6 {
		start := time.Now()
		do()
		times = append(times, time.Since(start))
	}
	times = times[1:]
	slices.Sort(times)
	return times[len(times)/2]
}

// manifests are the rendered objects of all stacks, by path.
func manifests(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(filepath.Join(folder, "overlays"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(filepath.Dir(p)) != "rendered" || filepath.Ext(p) != ".yaml" {
			return err
		}
		data, err := os.ReadFile(p)
		files[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// compareAll compares stack by stack, as one would call dyff.
func compareAll(t *testing.T, before, after map[string]string) {
	t.Helper()
	newer := joined(after)
	for stack, text := range joined(before) {
		from, err := ytbx.LoadYAMLDocuments([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		to, err := ytbx.LoadYAMLDocuments([]byte(newer[stack]))
		if err != nil {
			t.Fatal(err)
		}
		report, err := dyff.CompareInputFiles(ytbx.InputFile{Documents: from}, ytbx.InputFile{Documents: to})
		if err != nil || len(report.Diffs) == 0 {
			t.Fatal(len(report.Diffs), err)
		}
	}
}

func joined(files map[string]string) map[string]string {
	all := map[string]string{}
	for _, p := range slices.Sorted(maps.Keys(files)) {
		all[filepath.Dir(p)] += "---\n" + strings.TrimPrefix(files[p], "---\n")
	}
	return all
}
