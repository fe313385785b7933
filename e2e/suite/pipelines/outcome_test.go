package pipelines

import (
	"os"
	"path/filepath"
	"strings"
)

// shown is what the page of the run shows of the review.
func (r *run) shown() string {
	r.t.Helper()
	if file := r.env["GITHUB_STEP_SUMMARY"]; file != "" {
		return read(r.t, file)
	}
	const command = "##vso[task.uploadsummary]"
	for _, line := range strings.Split(r.log, "\n") {
		if file, ok := strings.CutPrefix(line, command); ok {
			return read(r.t, file)
		}
	}
	r.t.Error("no summary was uploaded")
	return ""
}

// theComment asserts that there is one comment of ours, the oldest, and returns it.
func (r *run) theComment() *comment {
	r.t.Helper()
	own := r.at.api().own()
	if len(own) != 1 {
		r.t.Fatalf("there are %d comments", len(own))
	}
	for _, c := range r.at.api().comments {
		if c.author == own[0].author && c.id < own[0].id {
			r.t.Error("it is not the oldest that is left")
		}
		if c.author == somebody && strings.Contains(c.body, "###") {
			r.t.Error("a comment of somebody else was overwritten")
		}
	}
	return own[0]
}

// attached asserts that the review is attached as it was made: all of it, or, if there is no generator, the verdict alone.
func (r *run) attached() {
	r.t.Helper()
	built := !strings.Contains(r.log, "cannot be built")
	for name, want := range map[string]bool{"verdict.json": true, "comment.md": true, "review.html": built, "review.json": built} {
		info, err := os.Stat(filepath.Join(r.artefact, name))
		if there := err == nil && info.Size() > 0; there != want {
			r.t.Errorf("%s is attached: %t", name, there)
		}
	}
}

// secretive asserts that the token is nowhere, and that no line of the log is a command but our own.
func (r *run) secretive() {
	r.t.Helper()
	hasNot(r.t, r.log, token)
	for _, c := range r.at.api().comments {
		hasNot(r.t, c.body, token)
	}
	for _, line := range strings.Split(r.log, "\n") {
		ours := strings.HasPrefix(line, "##vso[task.logissue type=") || strings.HasPrefix(line, "##vso[task.uploadsummary]") ||
			strings.HasPrefix(line, "::error ") || strings.HasPrefix(line, "::warning::")
		if strings.Count(line, "##vso[") > 1 || !ours && (strings.Contains(line, "##vso[") || strings.HasPrefix(strings.TrimSpace(line), "::")) {
			r.t.Errorf("the platform would obey %q", line)
		}
	}
}
