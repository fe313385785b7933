package pipelines

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rhysd/actionlint"
)

var files = map[string]func(*testing.T, string) []step{
	".github/workflows/review.yml":  githubSteps,
	".github/workflows/refresh.yml": githubSteps,
	".azuredevops/review.yml":       azureSteps,
	".azuredevops/refresh.yml":      azureSteps,
}

// TestWorkflows lets actionlint judge every workflow.
func TestWorkflows(t *testing.T) {
	names, err := filepath.Glob("../../../.github/workflows/*.yml")
	if err != nil || len(names) < 3 {
		t.Fatalf("workflows: %q, %v", names, err)
	}
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	findings, err := linter.LintFiles(names, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("%s:%d:%d: %s", f.Filepath, f.Line, f.Column, f.Message)
	}
}

// TestStandIns holds the table of what is not run to what the pipelines use, and each of it to a version.
func TestStandIns(t *testing.T) {
	used := map[string]bool{}
	for p, steps := range files {
		for _, s := range steps(t, p) {
			if s.uses == "" {
				continue
			}
			used[s.uses] = true
			if standIns[s.uses] == nil {
				t.Errorf("%s uses %s, which is not in the table", p, s.uses)
			}
			if !regexp.MustCompile(`^(checkout: self|[a-z-]+/[a-z-]+@[0-9a-f]{40}|[A-Za-z]+@\d+)$`).MatchString(s.uses) {
				t.Errorf("%s uses %s, which names no commit and no version of a task", p, s.uses)
			}
		}
	}
	for name := range standIns {
		if !used[name] {
			t.Errorf("no pipeline uses %s any more", name)
		}
	}
}

// TestRights holds the workflows to what they may do, and to when they run.
func TestRights(t *testing.T) {
	for p, want := range map[string]map[string]string{
		"review":  {"contents": "read", "pull-requests": "write"},
		"refresh": {"contents": "read", "id-token": "write"},
	} {
		var w workflow
		load(t, ".github/workflows/"+p+".yml", &w)
		if got := w.Permissions.strings(); !maps.Equal(got, map[string]string{"contents": "read"}) {
			t.Errorf("%s as a whole may %v", p, got)
		}
		for _, job := range w.Jobs {
			if got := job.Permissions.strings(); !maps.Equal(got, want) {
				t.Errorf("the job of %s may %v, want %v", p, got, want)
			}
			if (p == "refresh") != (job.If == "vars.METAFLOW_REFRESH == 'true' && github.ref == 'refs/heads/main'") {
				t.Errorf("%s runs if %q", p, job.If)
			}
			if want := map[string]string{"refresh": "metaflow-refresh"}[p]; job.Environment != want {
				t.Errorf("%s is of the environment %q, want %q", p, job.Environment, want)
			}
		}
		if w.Concurrency.Group == "" || w.Concurrency.Cancel != (p == "review") {
			t.Errorf("%s: concurrency %+v", p, w.Concurrency)
		}
	}
	var w workflow
	load(t, ".github/workflows/review.yml", &w)
	if got := fmt.Sprint(w.On); got != "map[pull_request:map[types:[opened synchronize reopened edited]]]" {
		t.Errorf("reviews run on %s", got)
	}
	var refresh azurePipeline
	load(t, ".azuredevops/refresh.yml", &refresh)
	if got := refresh.Jobs[0].Condition; got != "eq(variables['Build.SourceBranch'], 'refs/heads/main')" {
		t.Errorf("the refresh of Azure DevOps runs if %q", got)
	}
	for p := range files {
		hasNot(t, read(t, filepath.Join("../../..", p)), "pull_request_target")
	}
}
