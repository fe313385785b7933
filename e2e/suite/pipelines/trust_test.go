package pipelines

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// workflows are all of GitHub Actions.
func workflows(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../../.github/workflows/*")
	if err != nil || len(names) < 3 {
		t.Fatalf("workflows: %q, %v", names, err)
	}
	for i, name := range names {
		names[i] = strings.TrimPrefix(name, "../../../")
	}
	return names
}

// TestPins holds every action to a full commit, with the tag behind it, and to one commit everywhere.
func TestPins(t *testing.T) {
	pin := regexp.MustCompile(`^[a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	pins := map[string]string{}
	for _, p := range workflows(t) {
		for line := range strings.SplitSeq(read(t, filepath.Join("../../..", p)), "\n") {
			_, used, uses := strings.Cut(line, "uses:")
			if !uses {
				continue
			}
			used = strings.TrimSpace(used)
			name, _, _ := strings.Cut(used, "@")
			if !pin.MatchString(used) || pins[name] != "" && pins[name] != used {
				t.Errorf("%s uses %q, and elsewhere it is %q", p, used, pins[name])
			}
			pins[name] = used
		}
	}
	if len(pins) < 5 {
		t.Errorf("there are only these: %v", pins)
	}
}

// TestCredentials holds every job to what it may have: no checkout leaves credentials where a tree is looked at, no job but the
// refresh has a secret, and no job but those of reviews and of the refresh may do more than read.
func TestCredentials(t *testing.T) {
	for _, p := range workflows(t) {
		refresh := strings.HasSuffix(p, "/refresh.yml")
		if text := read(t, filepath.Join("../../..", p)); strings.Contains(text, "secrets") != refresh {
			t.Errorf("%s has secrets: %t", p, !refresh)
		}
		var w workflow
		load(t, p, &w)
		if got := w.Permissions.strings(); len(got) != 1 || got["contents"] != "read" {
			t.Errorf("%s as a whole may %v", p, got)
		}
		for name, job := range w.Jobs {
			if strings.HasSuffix(p, "/check.yml") && job.Permissions != nil {
				t.Errorf("the job %s of %s may %v", name, p, job.Permissions)
			}
			for _, s := range job.Steps {
				if strings.HasPrefix(s.Uses, "actions/checkout@") && (s.With["persist-credentials"] != false || s.With["token"] != nil) {
					t.Errorf("the job %s of %s leaves credentials in .git", name, p)
				}
			}
		}
	}
	for p, steps := range files {
		for _, s := range steps(t, p) {
			if strings.HasPrefix(s.uses, "checkout") && s.with["persist-credentials"] != "false" {
				t.Errorf("%s leaves credentials in .git", p)
			}
			for name, value := range s.env {
				secret := strings.Contains(strings.ToLower(value), "token") || strings.Contains(value, "secrets.")
				if secret && s.name != "comment" && s.name != "refresh" {
					t.Errorf("%s: step %q has %s", p, s.name, name)
				}
			}
		}
	}
}

// TestGo holds the pipelines to a patch release of the Go that go.mod names, which no file of a pull request chooses, and keeps what
// jobs with a pull request's code have cached from those that judge or have secrets.
func TestGo(t *testing.T) {
	minor := regexp.MustCompile(`\ngo (\d+\.\d+)`).FindStringSubmatch(read(t, "../../../go.mod"))[1]
	for _, p := range workflows(t) {
		var w workflow
		load(t, p, &w)
		for _, job := range w.Jobs {
			for _, s := range job.Steps {
				if !strings.HasPrefix(s.Uses, "actions/setup-go@") {
					continue
				}
				if s.With["go-version"] != minor+".x" || s.With["check-latest"] != true || s.With["go-version-file"] != nil {
					t.Errorf("%s has Go by %v", p, s.With)
				}
				if !strings.HasSuffix(p, "/check.yml") && s.With["cache"] != false {
					t.Errorf("%s has a cache", p)
				}
			}
		}
	}
	for p, steps := range files {
		for _, s := range steps(t, p) {
			if v := s.with["version"]; s.uses == "GoTool@0" && !regexp.MustCompile(`^`+regexp.QuoteMeta(minor)+`\.[1-9]\d*$`).MatchString(v) {
				t.Errorf("%s has Go %s", p, v)
			}
		}
	}
}

// TestJudge holds the pipelines of reviews to running the base's scripts alone, and what is told as a change of the judge to what
// CODEOWNERS gives an owner.
func TestJudge(t *testing.T) {
	for _, p := range []string{".github/workflows/review.yml", ".azuredevops/review.yml"} {
		for _, s := range files[p](t, p) {
			script := strings.ReplaceAll(s.script, "$AGENT_TEMPDIRECTORY", "$RUNNER_TEMP")
			switch s.name {
			case "review":
				hasNot(t, strings.TrimPrefix(script, `"$RUNNER_TEMP/judge/.ci/review" .`), "/")
			case "comment":
				hasNot(t, strings.TrimPrefix(script, `"$RUNNER_TEMP/judge/.ci/comment"`), "/")
			case "judge":
				has(t, script, "git archive", "HEAD^1")
			case "":
			default:
				if s.script != "" {
					t.Errorf("%s: what does step %q run?", p, s.name)
				}
			}
			if s.name == "" && s.script != "" {
				t.Errorf("%s has a script without a name", p)
			}
		}
	}
	owned := read(t, "../../../.github/CODEOWNERS")
	list := regexp.MustCompile(`(?s)judging=\((.*?)\)\n`).FindStringSubmatch(read(t, "../../../.ci/lib/base.bash"))[1]
	for _, name := range append(strings.Fields(list), "e2e") {
		name = strings.TrimPrefix(strings.Trim(name, "'"), ":(glob)**/")
		if !regexp.MustCompile(`(?m)^(\*\*)?/` + regexp.QuoteMeta(name) + `/? +@`).MatchString(owned) {
			t.Errorf("%s has no owner", name)
		}
	}
}
