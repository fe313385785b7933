package sync

import (
	"context"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/judge"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// vandalise changes one object by hand and deletes two.
func (s *site) vandalise(t *testing.T, stack judge.Stack) {
	t.Helper()
	d := object(t, stack, "Deployment metaflow/ui-static")
	_, err := s.Resource("apps/v1", "Deployment", d.GetNamespace()).Patch(shared.ctx, d.GetName(), types.JSONPatchType,
		[]byte(`[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"example.com/by-hand:v1"}]`), v1.PatchOptions{FieldManager: "kubectl-edit"})
	must(t, err)
	for _, name := range []string{"NetworkPolicy metaflow/default-deny", "ServiceAccount metaflow-jobs/task-default"} {
		o := object(t, stack, name)
		r, err := s.Of(o)
		must(t, err)
		must(t, r.Delete(shared.ctx, o.GetName(), v1.DeleteOptions{}))
	}
}

// heals expects the cluster to hold a stack again.
func (s *site) heals(t *testing.T, stack string) {
	t.Helper()
	manager, tracking := s.Owner()
	for _, o := range stackNamed(t, s.repository.Folder, stack).Rendered {
		must(t, cluster.Eventually(shared.ctx, time.Minute, judge.Name(o)+" is as rendered", func(ctx context.Context) (bool, string, error) {
			difference, err := s.Differs(ctx, o, manager, tracking)
			return difference == "" && err == nil, difference, nil
		}))
	}
}
