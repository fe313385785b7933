package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// TestBench measures the built command on stack prod beside the real Kustomize
// on the same overlay, and prints the ratio. It asserts nothing about time.
// `make bench` runs it.
func TestBench(t *testing.T) {
	if os.Getenv("GENERATOR_BENCH") == "" {
		t.Skip("a benchmark; run `make bench`")
	}
	binary := filepath.Join(t.TempDir(), "generator")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	kustomize := installKustomize(t, kustomizeVersions[0])
	ours := measure(t, binary, "--root", "..", "--stack", "prod")
	theirs := measure(t, kustomize, "build", "../overlays/prod")
	fmt.Printf("%-28s %8s %8s %8s %8s\n", "", "min", "median", "max", "peak")
	fmt.Println(ours.row("generator --stack prod"))
	fmt.Println(theirs.row("kustomize build overlays/prod"))
	fmt.Printf("ratio of medians %.2f\n", float64(ours.median())/float64(theirs.median()))
}

type sample struct {
	times []time.Duration
	peak  int64 // bytes
}

// measure runs a command 3 times to warm up and 25 times to count.
func measure(t *testing.T, name string, args ...string) sample {
	t.Helper()
	var s sample
	for i := range 28 {
		cmd := exec.Command(name, args...)
		start := time.Now()
		if err := cmd.Run(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if i < 3 {
			continue
		}
		s.times = append(s.times, time.Since(start))
		s.peak = max(s.peak, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss<<10)
	}
	slices.Sort(s.times)
	return s
}

func (s sample) median() time.Duration { return s.times[len(s.times)/2] }

func (s sample) row(name string) string {
	ms := func(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000) }
	return fmt.Sprintf("%-28s %8s %8s %8s %5d MB", name, ms(s.times[0]), ms(s.median()), ms(s.times[len(s.times)-1]), s.peak>>20)
}
