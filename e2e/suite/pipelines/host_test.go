package pipelines

import (
	"path/filepath"
	"testing"
)

// host is a platform: what it sets for a run, and a stand-in for its API.
type host interface {
	name() string
	// api is what the stand-in keeps.
	api() *records
	// steps are those of one of the platform's pipelines.
	steps(t *testing.T, pipeline string) []step
	// variables are what the platform sets for a run of a pull request whose head is given, or, without one, of main.
	variables(t *testing.T, folder, head string) map[string]string
	// expressions that the YAML files may use, in a run with these variables.
	expressions(variables map[string]string) map[string]string
	// bashFlags are those with which the platform calls bash.
	bashFlags() []string
	// commentLimit and descriptionLimit are numbers of characters.
	commentLimit() int
	descriptionLimit() int
	// newWorkspace is where a run checks out.
	newWorkspace(t *testing.T) string
	// us is who the pipelines are to the platform.
	us() string
	// link is where a run shows what was attached to it.
	link() string
}

// token is the secret that must turn up nowhere.
const token = "ghs-token-that-nobody-may-see"

// onEach runs a test on each platform.
func onEach(t *testing.T, test func(t *testing.T, at host)) {
	t.Helper()
	for _, at := range []host{newGitHub(t), newAzureDevOps(t)} {
		t.Run(at.name(), func(t *testing.T) {
			t.Parallel()
			test(t, at)
		})
	}
}

// begin prepares a run of what is pushed to a pull request, whose head is given.
func begin(t *testing.T, at host, o *origin, head string) *run {
	t.Helper()
	at.api().heads[7] = head
	return &run{t: t, at: at, origin: o, ref: "refs/pull/7/merge", workspace: at.newWorkspace(t), env: at.variables(t, t.TempDir(), head)}
}

// refresh runs the scheduled pipeline on main.
func refresh(t *testing.T, at host, o *origin) *run {
	t.Helper()
	r := &run{t: t, at: at, origin: o, ref: "refs/heads/main", workspace: at.newWorkspace(t), env: at.variables(t, t.TempDir(), "")}
	r.run(at.steps(t, "refresh"))
	r.secretive()
	return r
}

func summaryIn(folder string) string { return filepath.Join(folder, "summary.md") }
