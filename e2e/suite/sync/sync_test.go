package sync

import (
	"context"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"example.com/metaflow-gitops/e2e/lib/judge"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// syncer is an engine, as far as the tests of both have something in common.
type syncer interface {
	// Root makes the object that an administrator makes once for a cluster.
	Root(ctx context.Context, folder string) error
	// Look makes the engine look at the repository, as a webhook would.
	Look(ctx context.Context) error
	// Synced waits until that many of its objects for stacks are in sync.
	Synced(ctx context.Context, revision string, wanted int, within time.Duration) error
	// State says how its objects for stacks stand, for the message of a failure.
	State(ctx context.Context) string
	// Owner says how the engine marks what it applied.
	Owner() (manager string, tracking []string)
}

// site is a cluster with an engine on it that syncs a repository.
type site struct {
	*cluster.Cluster
	syncer
	repository *engine.Repository
	git        *engine.GitServer
	name       string // of the engine, in the report
	folder     string // below clusters/
}

// limit is how long one sync may take at the most; the usual is far less.
const limit = 5 * time.Minute

// push commits, pushes and waits until everything is in sync; it gives how long
// that took from the push on.
func (s *site) push(t *testing.T, message string, wanted int) time.Duration {
	t.Helper()
	revision, err := s.repository.Push(message)
	must(t, err)
	start := time.Now()
	must(t, s.Look(shared.ctx))
	must(t, s.Synced(shared.ctx, revision, wanted, limit))
	return time.Since(start)
}

// begin brings the repository to the cluster for the first time, and gives how
// long that took from the root object on.
func (s *site) begin(t *testing.T, wanted int) time.Duration {
	t.Helper()
	revision, err := s.repository.Push("first")
	must(t, err)
	start := time.Now()
	must(t, s.Root(shared.ctx, s.folder))
	must(t, s.Synced(shared.ctx, revision, wanted, limit))
	return time.Since(start)
}

// first is a beginning that is reported.
func (s *site) first(t *testing.T, wanted int) {
	t.Helper()
	shared.report.sawFirst(s.name, s.begin(t, wanted))
}

// holds expects the cluster to hold exactly what is rendered for a stack.
func (s *site) holds(t *testing.T, stack string) {
	t.Helper()
	manager, tracking := s.Owner()
	for _, o := range stackNamed(t, s.repository.Folder, stack).Rendered {
		difference, err := s.Differs(shared.ctx, o, manager, tracking)
		must(t, err)
		if difference != "" {
			t.Errorf("%s: %s", judge.Name(o), difference)
		}
	}
}

// gone expects an object to be deleted within a while.
func (s *site) gone(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	must(t, cluster.Eventually(shared.ctx, limit, judge.Name(o)+" is gone", func(ctx context.Context) (bool, string, error) {
		if _, err := s.Get(ctx, o); errors.IsNotFound(err) {
			return true, "", nil
		}
		return false, "it is still there; " + s.State(ctx), nil
	}))
}

// there expects an object to be in the cluster, and not about to go.
func (s *site) there(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	now, err := s.Get(shared.ctx, o)
	if err != nil || now.GetDeletionTimestamp() != nil {
		t.Errorf("%s should be there: %v", judge.Name(o), err)
	}
}

// object finds one of a stack's rendered objects by its name, such as
// "Deployment metaflow/ui-static".
func object(t *testing.T, s judge.Stack, name string) *unstructured.Unstructured {
	t.Helper()
	for _, o := range s.Rendered {
		if judge.Name(o) == name {
			return o
		}
	}
	t.Fatalf("stack %s has no %s", s.Name, name)
	return nil
}

// moveDatabase changes an output of a stack, and generates.
func (s *site) moveDatabase(t *testing.T, stack, from, to string) {
	t.Helper()
	must(t, s.repository.Replace("terraform/stacks/"+stack+"/outputs.json", `"`+from+".", `"`+to+"."))
	_, err := s.repository.Generate("--stack", stack)
	must(t, err)
}

// databaseHost is the one that the metadata service runs with.
func (s *site) databaseHost(t *testing.T, stack string) string {
	t.Helper()
	d, err := s.Get(shared.ctx, object(t, stackNamed(t, s.repository.Folder, stack), "Deployment metaflow/metadata-service"))
	must(t, err)
	containers, _, _ := unstructured.NestedSlice(d.Object, "spec", "template", "spec", "containers")
	for _, item := range containers[0].(map[string]any)["env"].([]any) {
		if e := item.(map[string]any); e["name"] == "MF_METADATA_DB_HOST" {
			host, _, _ := strings.Cut(e["value"].(string), ".")
			return host
		}
	}
	t.Fatal("the metadata service has no database")
	return ""
}
