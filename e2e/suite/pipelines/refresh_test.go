package pipelines

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// secret is the value of a sensitive output.
const secret = "correct-horse-battery-staple"

const refreshBranch = "metaflow/refresh"

// TestRefresh lets Terraform move, again and again. The states are real files of the local backend; nothing was applied.
func TestRefresh(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, at host) {
		s := &states{t: t, folder: t.TempDir()}
		o := newOrigin(t, func(folder string) { examples(t, folder, s.folder) })
		s.from = o.author
		for _, name := range stackNames {
			s.write(name, 0, nil)
		}
		story := &refreshes{t: t, at: at, o: o, states: s}
		for _, chapter := range []struct {
			name string
			tell func()
		}{
			{"nothing moved", story.nothing},
			{"one stack moved", story.one},
			{"a second one moved", story.second},
			{"nothing more moved", story.again},
			{"a state cannot be read", story.broken},
			{"somebody committed to the branch", story.somebody},
			{"it was merged, and more moved", story.merged},
			{"it moved back", story.back},
		} {
			t.Run(chapter.name, func(t *testing.T) {
				story.t, story.o.t, story.states.t = t, t, t
				chapter.tell()
			})
		}
	})
}

var stackNames = []string{"prod", "research", "staging"}

type refreshes struct {
	t      *testing.T
	at     host
	o      *origin
	states *states
}

// run runs the pipeline, and asserts that the secret got nowhere.
func (s *refreshes) run(fails bool) *run {
	s.t.Helper()
	r := refresh(s.t, s.at, s.o)
	if (len(r.failed) > 0) != fails {
		s.t.Errorf("failed steps: %q", r.failed)
	}
	hasNot(s.t, r.log, secret)
	for _, p := range s.at.api().pulls {
		hasNot(s.t, p.title+p.body, secret)
	}
	if len(s.at.api().refused) > 0 {
		s.t.Errorf("refused: %q", s.at.api().refused)
	}
	for _, branch := range strings.Fields(git(s.t, s.o.folder, "for-each-ref", "--format=%(objectname)")) {
		hasNot(s.t, git(s.t, s.o.folder, "log", "-p", branch, "--", "terraform/stacks", "overlays"), secret)
	}
	if r.artefact != "" {
		_ = filepath.WalkDir(r.artefact, func(p string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				hasNot(s.t, read(s.t, p), secret, token)
			}
			return err
		})
	}
	return r
}

func (s *refreshes) nothing() {
	r := s.run(false)
	has(s.t, r.log, "nothing moved")
	s.branchHas()
	s.pulls(0)
}

func (s *refreshes) one() {
	s.at.api().once = []int{500}
	s.states.write("prod", 1, map[string]string{"psql-metaflow-prod.": "psql-metaflow-prod-2."})
	s.run(false)
	s.branchHas("prod")
	has(s.t, git(s.t, s.o.folder, "show", refreshBranch+":terraform/stacks/prod/outputs.json"), "administrator_password")
	p := s.pulls(1)
	has(s.t, p.title, "prod")
	has(s.t, p.body, marker, "MF_METADATA_DB_HOST")
}

func (s *refreshes) second() {
	// Another tenant is what nearly all objects tell of.
	s.states.write("staging", 1, map[string]string{"psql-metaflow-staging.": "psql-metaflow-staging-2.", "fd959e53-4c40-4c38-bf91-2400835a2e22": "00000000-0000-0000-0000-0000000000aa"})
	before := s.pulls(1).number
	s.run(false)
	s.branchHas("prod", "staging")
	p := s.pulls(1)
	if p.number != before || !strings.Contains(p.title, "prod, staging") {
		s.t.Errorf("pull request %d: %s", p.number, p.title)
	}
	limited(s.t, "description", p.body, s.at.descriptionLimit())
	has(s.t, p.body, s.at.link())
	if s.at.descriptionLimit() == 4000 {
		has(s.t, p.body, "**Shortened**")
	}
}

func (s *refreshes) again() {
	before := git(s.t, s.o.folder, "rev-parse", refreshBranch)
	r := s.run(false)
	has(s.t, r.log, "has this already")
	s.pulls(1)
	if git(s.t, s.o.folder, "rev-parse", refreshBranch) != before {
		s.t.Error("the branch was pushed again")
	}
}

func (s *refreshes) broken() {
	write(s.t, s.states.file("research"), "{")
	s.states.write("prod", 2, map[string]string{"psql-metaflow-prod.": "psql-metaflow-prod-3."})
	r := s.run(true)
	has(s.t, r.log, "not read: research")
	s.branchHas("prod", "staging")
	has(s.t, s.pulls(1).body, "**Not read**: 1 of the stacks", s.at.link())
	s.states.write("research", 0, nil)
}

func (s *refreshes) somebody() {
	before := git(s.t, s.o.folder, "rev-parse", refreshBranch)
	git(s.t, s.o.author, "fetch", "--quiet", "origin", refreshBranch)
	git(s.t, s.o.author, "checkout", "--quiet", "-B", "mine", "FETCH_HEAD")
	write(s.t, filepath.Join(s.o.author, "NOTES.md"), "A note.\n")
	s.o.commit("a note")
	git(s.t, s.o.author, "push", "--quiet", "origin", "HEAD:refs/heads/"+refreshBranch)
	theirs := git(s.t, s.o.folder, "rev-parse", refreshBranch)
	s.states.write("prod", 3, map[string]string{"psql-metaflow-prod.": "psql-metaflow-prod-4."})
	r := s.run(true)
	has(s.t, r.log, "somebody committed to "+refreshBranch)
	if now := git(s.t, s.o.folder, "rev-parse", refreshBranch); now != theirs {
		s.t.Errorf("their commit is gone: %s", now)
	}
	git(s.t, s.o.folder, "update-ref", "refs/heads/"+refreshBranch, before)
}

func (s *refreshes) merged() {
	git(s.t, s.o.author, "checkout", "--quiet", "main")
	git(s.t, s.o.author, "fetch", "--quiet", "origin", refreshBranch)
	git(s.t, s.o.author, "merge", "--quiet", "--ff-only", "FETCH_HEAD")
	git(s.t, s.o.author, "push", "--quiet", "origin", "main")
	s.at.api().pulls[0].state = "merged"
	s.run(false)
	s.branchHas("prod")
	s.pulls(1)
}

// back is what it is when somebody records by hand what the pull request is about.
func (s *refreshes) back() {
	git(s.t, s.o.author, "fetch", "--quiet", "origin", refreshBranch)
	git(s.t, s.o.author, "checkout", "--quiet", "FETCH_HEAD", "--", ".")
	s.o.commit("by hand")
	git(s.t, s.o.author, "push", "--quiet", "origin", "main")
	r := s.run(false)
	has(s.t, r.log, "nothing moved", "is closed")
	s.pulls(0)
}

// pulls asserts how many pull requests are open, and returns the first.
func (s *refreshes) pulls(n int) *pullRequest {
	s.t.Helper()
	open := s.at.api().open()
	if len(open) != n {
		s.t.Fatalf("%d pull requests are open, want %d", len(open), n)
	}
	if n == 0 {
		return nil
	}
	if p := open[0]; p.head != refreshBranch || p.base != "main" {
		s.t.Errorf("pull request from %s into %s", p.head, p.base)
	}
	return open[0]
}

// branchHas asserts that the branch is one commit on main, with what was recorded and generated for these stacks.
func (s *refreshes) branchHas(stacks ...string) {
	s.t.Helper()
	if len(stacks) == 0 {
		if refs := git(s.t, s.o.folder, "for-each-ref", "refs/heads/metaflow"); refs != "" {
			s.t.Errorf("there is a branch: %s", refs)
		}
		return
	}
	if n := git(s.t, s.o.folder, "rev-list", "--count", "main.."+refreshBranch); n != "1" {
		s.t.Errorf("the branch has %s commits", n)
	}
	seen := map[string]bool{}
	for _, p := range strings.Fields(git(s.t, s.o.folder, "diff", "--name-only", "main", refreshBranch)) {
		parts := strings.Split(p, "/")
		name := parts[1]
		if parts[0] == "terraform" {
			name = parts[2]
			seen[name] = true
		}
		if !slices.Contains(stacks, name) || parts[0] != "overlays" && !strings.HasSuffix(p, "/outputs.json") {
			s.t.Errorf("the branch changes %s", p)
		}
	}
	if len(seen) != len(stacks) {
		s.t.Errorf("outputs of %v are recorded, want %v", seen, stacks)
	}
}
