package killed

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/stacks"
)

// template is a repository in which a change was made, and what an undisturbed
// run makes of it.
type template struct {
	change  change
	stacks  int
	folder  string
	origin  string // a copy from before the change
	args    []string
	changed tree // before the run
	want    tree // after it
	// took is how long a whole run was, and wrote how long from its first change
	// on disk to its end.
	took, wrote time.Duration
}

func (p *template) String() string { return fmt.Sprintf("%d stacks, %s", p.stacks, p.change.name) }

// templates are made when they are asked for, and kept.
type templates struct {
	t     *testing.T
	clean map[int]string
	made  map[string]*template
}

func newTemplates(t *testing.T) *templates {
	return &templates{t, map[int]string{}, map[string]*template{}}
}

// of gives the template of a change to a repository of so many stacks.
func (all *templates) of(c change, count int) *template {
	all.t.Helper()
	key := fmt.Sprint(count, c.name)
	if all.made[key] == nil {
		all.made[key] = newTemplate(all.t, c, count, all.repository(count))
	}
	return all.made[key]
}

// repository has so many stacks, and all that is generated of them.
func (all *templates) repository(count int) string {
	t := all.t
	t.Helper()
	if all.clean[count] != "" {
		return all.clean[count]
	}
	root := t.TempDir()
	all.clean[count] = root
	copyTree(t, "../../../base", filepath.Join(root, "base"))
	files, err := stacks.Files(stacks.Options{Count: count})
	if err != nil {
		t.Fatal(err)
	}
	if count <= 3 { // those of this repository say more
		files = map[string][]byte{}
		for _, folder := range find(t, "../../..", "terraform/stacks/*")[:count] {
			copyTree(t, folder, filepath.Join(root, "terraform/stacks", filepath.Base(folder)))
		}
	}
	for p, data := range files {
		put(t, filepath.Join(root, p), string(data))
	}
	mustGenerate(t, root)
	return root
}

func newTemplate(t *testing.T, c change, count int, clean string) *template {
	t.Helper()
	p := &template{change: c, stacks: count, folder: filepath.Join(t.TempDir(), "root")}
	copyTree(t, clean, p.folder)
	if c.before != nil {
		c.before(t, p.folder)
		mustGenerate(t, p.folder)
	}
	p.origin = filepath.Join(t.TempDir(), "root")
	copyTree(t, p.folder, p.origin)
	c.make(t, p.folder)
	if c.args != nil {
		p.args = c.args(t, p.folder, t.TempDir())
	}
	p.changed = treeOf(t, p.folder)
	p.measure(t)
	return p
}

// measure lets a run do its work undisturbed.
func (p *template) measure(t *testing.T) {
	t.Helper()
	root := p.copy(t)
	w := watch(root)
	_, wait := start(t, root, p.args...)
	w.untilFirst(time.Minute)
	first := time.Now()
	o := wait()
	if o.status != 0 {
		t.Fatalf("%s: an undisturbed run ended with %d:\n%s", p, o.status, o.stderr)
	}
	p.took, p.wrote = o.took, time.Since(first)
	p.want = treeOf(t, root)
	if len(p.changed.differences(p.want)) == 0 {
		t.Fatalf("%s: the run changes nothing", p)
	}
	done(t, root)
}

func (p *template) copy(t *testing.T) string {
	t.Helper()
	root, err := os.MkdirTemp("", "killed-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { done(t, root) })
	copyTree(t, p.folder, root)
	return root
}

func done(t *testing.T, root string) {
	if err := os.RemoveAll(root); err != nil {
		t.Error(err)
	}
}

// takeBack undoes the change, but not what the generator did since.
func (p *template) takeBack(t *testing.T, root string) {
	t.Helper()
	for _, folder := range []string{"base", "terraform"} {
		done(t, filepath.Join(root, folder))
		copyTree(t, filepath.Join(p.origin, folder), filepath.Join(root, folder))
	}
}

// expect holds a repository to what an undisturbed run gives.
func (p *template) expect(t *testing.T, root string, want tree) {
	t.Helper()
	now := treeOf(t, root)
	if differ := now.differences(want); len(differ) > 0 {
		t.Errorf("%s: not as an undisturbed run leaves it are %v", p, differ)
	}
	if left := now.leftovers(); len(left) > 0 {
		t.Errorf("%s: left are %v", p, left)
	}
}
