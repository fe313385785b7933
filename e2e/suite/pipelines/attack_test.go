package pipelines

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAttacks lets pull requests that are blocked try to change that, or to read a token, by files of their own. Each must be
// judged as it would be without them.
func TestAttacks(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, at host) {
		o := newOrigin(t, func(folder string) { examples(t, folder, t.TempDir()) })
		want := attack{}.verdict(t, at, o)
		if !want.Blocked || len(want.Places) == 0 || len(want.Judge.Changed) > 0 {
			t.Fatalf("without an attack the verdict is %+v", want)
		}
		for _, a := range attacks {
			t.Run(a.name, func(t *testing.T) {
				o.t = t
				got := a.verdict(t, at, o)
				slices.Sort(a.judge)
				if !slices.Equal(got.Judge.Changed, a.judge) || got.Judge.By != "base" {
					t.Errorf("the judge is %+v, want changes of %q", got.Judge, a.judge)
				}
				got.Judge, want.Judge = judge{}, judge{}
				if !got.Blocked || !a.faulty && (!slices.Equal(got.Reasons, want.Reasons) || !slices.Equal(got.Places, want.Places)) {
					t.Errorf("the verdict is %+v, want %+v", got, want)
				}
			})
		}
	})
}

// attack is what a pull request adds to a change that is blocked.
type attack struct {
	name string
	// change writes it. What it gets to run is to leave the marker.
	change func(o *origin, marker string)
	// judge are the files that the review tells of as those of the judge.
	judge []string
	// faulty means that the attack is an error by itself, for which the pull request is blocked before any file is compared.
	faulty bool
	// agent are variables of the machine that runs the pipeline, where the workspace is $WORKSPACE.
	agent map[string]string
	// control is a script that does what a pipeline must not, in the workspace. It shows that the attack works: it leaves the
	// marker, or, if the attack is on the verdict alone, succeeds.
	control     string
	onlyVerdict bool
}

type judge struct {
	By, Base string
	Changed  []string
}

type place struct{ File, Title, Says string }

type verdict struct {
	Blocked bool
	Reasons []string
	Places  []place
	Judge   judge
}

// verdict pushes the attack, runs the pipeline, and returns what that attached.
func (a attack) verdict(t *testing.T, at host, o *origin) verdict {
	t.Helper()
	o.branch()
	stale(o)
	marker := filepath.Join(t.TempDir(), "ran")
	if a.change != nil {
		a.change(o, marker)
	}
	r := begin(t, at, o, o.push())
	for name, value := range a.agent {
		r.env[name] = strings.ReplaceAll(value, "$WORKSPACE", r.workspace)
	}
	r.edited = map[string]string{"REVIEW_STAGES": ""}
	r.run(at.steps(t, "review"))
	r.secretive()
	r.unharmed(marker)
	a.works(r, marker)

	var v verdict
	if err := json.Unmarshal([]byte(read(t, filepath.Join(r.artefact, "verdict.json"))), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// unharmed asserts that nothing of the pull request was run, and that it is blocked, where people and the platform see it.
func (r *run) unharmed(marker string) {
	r.t.Helper()
	temp := r.at.expressions(r.env)[map[string]string{"GitHub": "runner.temp", "Azure DevOps": "Agent.TempDirectory"}[r.at.name()]]
	for _, name := range []string{marker, filepath.Join(r.workspace, "ran"), filepath.Join(temp, "ran"), filepath.Join(temp, "judge/ran")} {
		if _, err := os.Lstat(name); err == nil {
			r.t.Errorf("the attack was run, and left %s with\n%s", name, read(r.t, name))
		}
	}
	hasNot(r.t, r.log, "PWNED")
	if strings.Join(r.failed, ", ") != "review" {
		r.t.Errorf("failed steps: %q", r.failed)
	}
	own := r.at.api().own()
	if len(own) != 1 {
		r.t.Fatalf("there are %d comments", len(own))
	}
	has(r.t, own[0].body, "**This is blocked**")
	hasNot(r.t, own[0].body, "PWNED")
	for _, entry := range r.files() {
		hasNot(r.t, read(r.t, filepath.Join(r.artefact, entry)), token, "PWNED")
	}
}

// files are those that were attached.
func (r *run) files() []string {
	r.t.Helper()
	entries, err := os.ReadDir(r.artefact)
	if err != nil {
		r.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !e.Type().IsRegular() {
			r.t.Errorf("%s is attached, and no regular file", e.Name())
			continue
		}
		names = append(names, e.Name())
	}
	return names
}

// works runs the control.
func (a attack) works(r *run, marker string) {
	r.t.Helper()
	if a.control == "" {
		return
	}
	control := &run{t: r.t, at: r.at, workspace: r.workspace, env: r.env}
	succeeds := control.bash(a.control, map[string]string{"GITHUB_TOKEN": token, "SYSTEM_ACCESSTOKEN": token, "OUT": filepath.Join(r.t.TempDir(), "out")})
	_, err := os.Lstat(marker)
	if a.onlyVerdict && !succeeds || !a.onlyVerdict && err != nil {
		r.t.Errorf("the attack does not even work against a pipeline that lets it in:\n%s", control.log)
	}
}

// TestEnvironment lets an agent have secrets in its environment, and asserts that git and the generator, which starts it, get none of
// them when they work on the tree of a pull request.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, at host) {
		o := newOrigin(t, func(folder string) { examples(t, folder, t.TempDir()) })
		o.branch()
		write(t, filepath.Join(o.author, "NOTES.md"), "A note.\n")
		folder, seen := t.TempDir(), filepath.Join(t.TempDir(), "seen")
		real, err := exec.LookPath("git")
		if err != nil {
			t.Fatal(err)
		}
		script := "#!/bin/sh\n[ \"$1\" != -C ] || { echo \"git $*\"; env; } >>'" + seen + "'\nexec '" + real + "' \"$@\"\n"
		write(t, filepath.Join(folder, "git"), script)
		if err := os.Chmod(filepath.Join(folder, "git"), 0o755); err != nil {
			t.Fatal(err)
		}
		r := begin(t, at, o, o.push())
		r.env["PATH"] = folder + ":" + os.Getenv("PATH")
		for _, name := range []string{"GITHUB_TOKEN", "SYSTEM_ACCESSTOKEN", "ARM_CLIENT_SECRET", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"} {
			r.env[name] = token
		}
		r.run(at.steps(t, "review"))
		if len(r.failed) > 0 {
			t.Errorf("failed steps: %q", r.failed)
		}
		text := read(t, seen)
		has(t, text, "cat-file", "merge-base", "diff-tree")
		hasNot(t, text, token)
	})
}
