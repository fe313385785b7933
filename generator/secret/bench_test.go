package secret

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkRepository searches the files that a run over the examples searches, and
// tells how much of the processor that takes for each of the three stacks.
func BenchmarkRepository(b *testing.B) {
	var files [][]byte
	size := 0
	for _, folder := range []string{"base", "clusters", "overlays", "terraform/stacks"} {
		err := filepath.WalkDir(filepath.Join("../..", folder), func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := os.ReadFile(p)
			files, size = append(files, data), size+len(data)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	known := new(Known)
	b.SetBytes(int64(size))
	start := processor(b)
	for b.Loop() {
		for _, data := range files {
			known.Search(data)
		}
	}
	b.ReportMetric(float64((processor(b)-start).Microseconds())/float64(b.N)/3, "µs-CPU/stack")
}

// processor is the time of the processor that this process has taken.
func processor(b testing.TB) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
