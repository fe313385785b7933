package pipelines

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestVerdict says what blocks and what does not, of documents that the pipelines' real runs do not come to.
func TestVerdict(t *testing.T) {
	const fine, same = `{"diagnostics": [], "changes": []}`, `{"diagnostics": [], "stacks": [{"name": "a", "state": "unchanged"}]}`
	for _, c := range []struct {
		name, check, review, stages string
		broken                      []string
		blocked                     bool
		title                       string // of the first place, where it counts
	}{
		{name: "nothing", check: fine, review: same, stages: same},
		{name: "a warning", check: `{"diagnostics": [{"severity": "warning", "summary": "s", "detail": "d"}], "changes": []}`, review: same},
		{name: "an error of --check alone", check: `{"diagnostics": [{"severity": "error", "summary": "s", "detail": "d"}], "changes": []}`, review: same, blocked: true},
		{name: "an error with an id", check: `{"diagnostics": [{"id": "objects/no-namespace", "severity": "error", "summary": "s", "detail": "d"}], "changes": []}`, review: same, blocked: true, title: "s (objects/no-namespace)"},
		{name: "an id that is none", check: `{"diagnostics": [{"id": "a](b)/c", "severity": "error", "summary": "s", "detail": "d"}], "changes": []}`, review: same, blocked: true, title: "s"},
		{name: "an error of --diff alone", check: fine, review: `{"diagnostics": [{"severity": "error", "summary": "s", "detail": "d"}], "stacks": []}`, blocked: true},
		{name: "a risk", check: fine, review: `{"diagnostics": [], "stacks": [{"name": "a", "state": "changed", "risks": [{"topic": "Data"}], "objects": []}]}`},
		{name: "a removed stack", check: fine, review: `{"diagnostics": [], "stacks": [{"name": "a", "state": "removed"}]}`},
		{name: "an older side that cannot be read", check: fine, review: `{"diagnostics": [], "stacks": [{"name": "a", "state": "failed", "failures": [{"side": "before", "message": "m"}]}]}`},
		{name: "a newer side that cannot be rendered", check: fine, review: `{"diagnostics": [], "stacks": [{"name": "a", "state": "failed", "failures": [{"side": "after", "message": "m"}]}]}`, blocked: true},
		{name: "a leftover file", check: `{"diagnostics": [], "changes": [{"path": "p", "finding": "left over"}]}`, review: same, blocked: true},
		{name: "differing stages", check: fine, review: same, stages: `{"diagnostics": [], "stacks": [{"name": "a", "state": "changed", "objects": []}]}`},
		{name: "stages without a cause", check: fine, review: same, stages: same + `{"diagnostics": [], "stacks": [{"name": "a", "state": "changed", "findings": ["f"]}]}`, blocked: true},
		{name: "stages that are not there", check: fine, review: same, stages: `{"diagnostics": [{"severity": "error", "summary": "s", "detail": "d"}], "stacks": ["a"], "changes": []}`, blocked: true},
		{name: "no documents, and no word of why", blocked: true},
		{name: "no document of --check", review: same, blocked: true},
		{name: "no documents", broken: []string{"it could not be run"}, blocked: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			args := []string{"-n", "-f", "../../../.ci/lib/verdict.jq"}
			for name, text := range map[string]string{"check": c.check, "review": c.review, "stages": c.stages, "judge": ""} {
				file := filepath.Join(folder, name)
				write(t, file, text)
				args = append(args, "--slurpfile", name, file)
			}
			out, err := exec.Command("jq", append(append(args, "--args"), c.broken...)...).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			var verdict struct {
				Blocked bool
				Reasons []string
				Places  []struct{ Title string }
			}
			if err := json.Unmarshal(out, &verdict); err != nil {
				t.Fatal(err)
			}
			if verdict.Blocked != c.blocked || verdict.Blocked != (len(verdict.Reasons) > 0) {
				t.Errorf("blocked %t, because of %q", verdict.Blocked, verdict.Reasons)
			}
			if c.title != "" && verdict.Places[0].Title != c.title {
				t.Errorf("the title is %q, not %q", verdict.Places[0].Title, c.title)
			}
		})
	}
}
