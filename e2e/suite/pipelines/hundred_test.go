package pipelines

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/stacks"
)

// TestHundredStacks changes a hundred stacks at once: by an edit of base/ that all share, and by databases that moved, to
// another place for each, so that no two stacks change in the same way.
func TestHundredStacks(t *testing.T) {
	t.Parallel()
	names := stacks.Names(stacks.Options{Count: 100})
	start := time.Now()
	o := newOrigin(t, func(folder string) { hundred(t, folder) })
	took(t, "making the repository", start)

	o.branch()
	for _, p := range []string{"metadata-service", "ui-backend", "ui-static"} {
		o.replace("base/"+p+"/deployment.yaml", "timeoutSeconds: 5", "timeoutSeconds: 7")
	}
	for _, name := range names {
		o.replace("terraform/stacks/"+name+"/outputs.json", domain, "-2"+domain)
	}
	start = time.Now()
	o.generate()
	head := o.push()
	took(t, "generating and pushing", start)

	onEach(t, func(t *testing.T, at host) {
		start := time.Now()
		r := begin(t, at, o, head)
		r.edited = map[string]string{"REVIEW_STAGES": names[0] + ":" + names[1]}
		r.run(at.steps(t, "review"))
		took(t, "the review", start)
		r.attached()
		if len(r.failed) > 0 {
			t.Errorf("failed: %q", r.failed)
		}
		body := r.theComment().body
		has(t, body, "**Nothing blocks this.**", "100 stacks: 100 changed", "**Shortened**", at.link())
		limited(t, "comment", body, at.commentLimit())
	})
}

// domain begins that of a database server, in whichever cloud.
const domain = ".postgres.database."

// hundred fills a folder with a repository of a hundred stacks.
func hundred(t *testing.T, folder string) {
	program(t, folder)
	files, err := stacks.Files(stacks.Options{Count: 100})
	if err != nil {
		t.Fatal(err)
	}
	for p, data := range files {
		write(t, filepath.Join(folder, p), string(data))
	}
	if out, err := exec.Command(generator, "--root", folder).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
