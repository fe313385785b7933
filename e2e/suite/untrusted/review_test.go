package untrusted

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// builder stands in for go in a review: what the base revision builds to is the same for each attack, so it is built once.
const builder = `#!/bin/sh
for argument; do
  [ "$previous" != -o ] || into=$argument
  previous=$argument
done
[ -e "%[1]s" ] || { "%[2]s" "$@" && cp "$into" "%[1]s.$$" && mv "%[1]s.$$" "%[1]s"; } || exit
cp "%[1]s" "$into"
`

// layOutBase lays out the base revision, whose scripts and generator judge the attacks.
func layOutBase(folder string) error {
	if err := copyTrees(filepath.Join(folder, "base"), ".ci", "generator", "go.mod", "go.sum"); err != nil {
		return err
	}
	real, err := exec.LookPath("go")
	if err != nil {
		return fmt.Errorf("finding go: %w", err)
	}
	if err := os.Mkdir(filepath.Join(folder, "builder"), 0o755); err != nil {
		return err
	}
	script := fmt.Appendf(nil, builder, filepath.Join(folder, "built"), real)
	return os.WriteFile(filepath.Join(folder, "builder", "go"), script, 0o755)
}

// TestReview lets the base revision's .ci/review judge each attack: the pull request is blocked, at the attack's line, and what
// the generator starts is what it may start.
func TestReview(t *testing.T) {
	watch(t).review() // which builds the generator, in its own time
	for i, a := range load(t, "attacks") {
		if !isWhole(i) {
			continue
		}
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			w := watch(t)
			a.plant(w.tree, w.sensors.words(w.tree))
			w.tree.commit()
			r, verdict := w.review()
			w.harmless(r, ".ci/review", []string{"of an attack"})
			if r.status != 1 && !a.survives() {
				t.Errorf("exit status %d: not blocked\n%s", r.status, r.told())
			}
			if places := a.places(t); !a.survives() && !verdict.names(places) {
				t.Errorf("not blocked at %v, but %v\n%s", places, verdict, r.told())
			}
			shared.score.add(".ci/review", 1, r.status == 1, len(r.tried) > 0)
		})
	}
}

// TestReviewOfNothing shows that .ci/review passes what is not attacked, and that the watchers are there: they see git.
func TestReviewOfNothing(t *testing.T) {
	w := watch(t)
	r, verdict := w.review()
	if r.status != 0 || verdict.Blocked || len(r.tried) > 0 {
		t.Errorf("exit status %d, %v, and tried %v\n%s", r.status, verdict, r.tried, r.told())
	}
	calls := 0
	w.reviewing(func(c call) bool { calls++; return true })
	if calls < 4 {
		t.Errorf("nobody saw git, which the generator calls at least four times")
	}
}

// verdict is what .ci/review leaves for machines.
type verdict struct {
	Blocked bool
	Reasons []string
	Places  []struct {
		File  string
		Line  int
		Title string
		Says  string
	}
}

func (v verdict) names(places []place) bool {
	for _, at := range v.Places {
		if slices.ContainsFunc(places, func(p place) bool {
			return at.File == p.file && (p.line == 0 || at.Line == p.line) || at.File == "" && p.line == 0 && strings.Contains(at.Says, p.file)
		}) {
			return true
		}
	}
	return false
}

func (w watched) review() (ran, verdict) {
	w.t.Helper()
	revision := "main"
	if out, err := gitCommand(w.tree.folder, "rev-parse", "main").Output(); err == nil {
		revision = strings.TrimSpace(string(out))
	}
	return w.reviewing(func(c call) bool { return isAllowed(c, w.tree.folder, revision) })
}

// reviewing runs .ci/review of the base revision on the tree. Only what the generator does there is judged.
func (w watched) reviewing(judge func(call) bool) (ran, verdict) {
	w.t.Helper()
	folder := w.t.TempDir()
	w.sensors.obey()
	programs := filepath.Join(folder, "programs")
	if err := os.Mkdir(programs, 0o755); err != nil {
		w.t.Fatal(err)
	}
	w.sensors.report(programs, slices.DeleteFunc(slices.Clone(wanted), func(name string) bool { return slices.Contains(shells, name) }))
	env := append(w.sensors.env()[1:], "PATH="+strings.Join([]string{filepath.Join(shared.folder, "builder"), programs, os.Getenv("PATH")}, ":"),
		"GOCACHE="+shared.goCaches[0], "GOMODCACHE="+shared.goCaches[1], "GOPROXY=off", "REVIEW_BASE=main", "REVIEW_FOLDER="+folder)
	ofGenerator := func(c call) bool { return c.by != "generator" && filepath.Base(c.argv[0]) == "git" || judge(c) }
	before := w.tree.manifest()
	r := w.run(env, reviewPatience, ofGenerator, "bash", filepath.Join(shared.folder, "base/.ci/review"), w.tree.folder)
	r.wrote = w.tree.manifest().changed(before)
	var v verdict
	data, err := os.ReadFile(filepath.Join(folder, "verdict.json"))
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		w.t.Errorf("there is no verdict: %v", err)
	}
	return r, v
}

// reviewPatience is for the first review, which builds the generator.
const reviewPatience = 5 * time.Minute

// shells are programs that .ci/review itself needs, and that are no reporters there.
var shells = []string{"sh", "bash", "python3", "getent"}
