package sync

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"example.com/metaflow-gitops/e2e/lib/judge"
	"example.com/metaflow-gitops/e2e/lib/standin"
)

// newCluster starts a cluster that has what AKS's add-ons bring, and stops it
// with the test. The logs of a test that failed are kept.
func newCluster(t *testing.T, nodes int) *cluster.Cluster {
	t.Helper()
	folder, err := os.MkdirTemp("", "metaflow-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	c, err := cluster.Start(shared.ctx, cluster.Options{Programs: shared.programs, Folder: folder, Nodes: nodes})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		shared.report.saw(c)
		c.Stop()
		if t.Failed() {
			t.Logf("the cluster's logs are in %s", filepath.Join(folder, "log"))
			return
		}
		_ = os.RemoveAll(folder)
	})
	if err := standin.Define(shared.ctx, c, shared.cache); err != nil {
		t.Fatal(err)
	}
	go standin.Play(t.Context(), c.Client)
	t.Logf("a control plane is ready after %s", seconds(time.Since(start)))
	return c
}

// newRepository makes a repository like this one, on a git server of its own.
func newRepository(t *testing.T) (*engine.GitServer, *engine.Repository) {
	t.Helper()
	folder := t.TempDir()
	git, err := engine.StartGitServer(filepath.Join(folder, "git"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(git.Stop)
	r, err := engine.NewRepository(git, filepath.Join(folder, "work"), shared.root, shared.generator)
	if err != nil {
		t.Fatal(err)
	}
	must(t, r.WithoutCharts())
	return git, r
}

func allStacks(t *testing.T, root string) []judge.Stack {
	t.Helper()
	all, err := judge.Stacks(root)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func stackNamed(t *testing.T, root, name string) judge.Stack {
	t.Helper()
	s, err := judge.ReadStack(root, name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// must ends the test when something that has to work did not.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
