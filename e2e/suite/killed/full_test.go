//go:build linux

package killed

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

const inside = "KILLED_TEST_INSIDE"

// TestFullDisk lets runs find too little room on a disk of their own, in a mount
// namespace.
func TestFullDisk(t *testing.T) {
	if os.Getenv(inside) == "" {
		again(t)
		return
	}
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Fatal(err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	all, runs, failures := newTemplates(t), 0, 0
	sizes := []int{0, 4, 24}
	if number(t, "KILLS", 40) > 40 {
		sizes = []int{0, 4, 12, 24, 40, 64}
	}
	for _, c := range changes {
		if c.least > 1 {
			continue
		}
		p := all.of(c, 1)
		for _, free := range sizes {
			runs++
			failures += p.fill(t, disk, free<<10)
		}
	}
	t.Logf("%d of %d runs found the disk full", failures, runs)
	if failures*2 < runs {
		t.Error("too few runs found the disk full")
	}
}

// again runs the test in a namespace in which it may mount.
func again(t *testing.T) {
	t.Helper()
	if _, err := program(); err != nil {
		t.Fatal(err)
	}
	enter := []string{"--mount"}
	if os.Getuid() != 0 {
		enter = []string{"--mount", "--map-root-user"}
	}
	if out, err := exec.Command("unshare", append(enter, "mount", "-t", "tmpfs", "tmpfs", t.TempDir())...).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: this machine lets nobody mount a disk: %v: %s", err, out)
	}
	name, _ := program()
	cmd := exec.Command("unshare", append(enter, os.Args[0], "-test.run=^TestFullDisk$", "-test.v")...)
	cmd.Env = append(os.Environ(), inside+"=1", "GENERATOR="+name)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

// temporary is a name that says nothing to people, and isAdopting what a run says
// when it fails before its first change.
var (
	temporary  = regexp.MustCompile(`\.writing-[0-9a-f]{32}`)
	isAdopting = regexp.MustCompile(`error: (writing the journal|adopting)`)
)

// fill leaves so much of the disk, and tells how many runs failed for it.
func (p *template) fill(t *testing.T, disk string, free int) (failed int) {
	t.Helper()
	root, filler := filepath.Join(disk, "root"), filepath.Join(disk, "filler")
	defer done(t, root)
	copyTree(t, p.folder, root)
	fillUp(t, disk, filler, free)
	first := generate(t, root, p.args...)
	now := treeOf(t, root)
	if first.status != 0 {
		failed = 1
		if first.status != 1 || !strings.Contains(first.stderr, "no space left on device") || !strings.Contains(first.stderr, `"`) || temporary.MatchString(first.stderr) {
			t.Errorf("%s, %d bytes free: the run ended with %d:\n%s", p, free, first.status, first.stderr)
		}
		if left := now.leftovers(); len(left) > 0 {
			t.Errorf("%s, %d bytes free: left are %v", p, free, left)
		}
		if differ := now.differences(p.changed); isAdopting.MatchString(first.stderr) && len(differ) > 0 {
			t.Errorf("%s, %d bytes free: nothing was adopted, but these differ: %v", p, free, differ)
		}
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	p.expectDone(t, root, generate(t, root, p.args...), p.want)
	return failed
}

func fillUp(t *testing.T, disk, filler string, free int) {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(disk, &s); err != nil {
		t.Fatal(err)
	}
	size := int64(s.Bavail)*s.Bsize - int64(free)
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(make([]byte, max(size, 0))); err != nil {
		t.Fatal(err)
	}
}
