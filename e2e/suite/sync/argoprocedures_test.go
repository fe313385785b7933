package sync

import (
	"testing"

	"example.com/metaflow-gitops/e2e/lib/judge"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

func TestArgoRetire(t *testing.T) {
	t.Parallel()
	s := newArgoCD(t, "aks-metaflow-research")
	s.begin(t, 1)
	s.runTask(t)
	before := s.retire(t, "research")
	s.push(t, "retire the stack", 0)
	s.retired(t, before)

	t.Run("a new stack in the old namespaces", func(t *testing.T) {
		for _, o := range before.Rendered {
			if o.GetKind() == "Namespace" {
				s.untrack(t, o.GetAPIVersion(), o.GetKind(), "", o.GetName())
			}
		}
		must(t, s.repository.Revert())
		s.push(t, "bring it back", 1)
		s.holds(t, "research")
		s.taskRuns(t)
	})
}

func TestArgoRename(t *testing.T) {
	t.Parallel()
	s := newArgoCD(t, "aks-metaflow-research")
	s.begin(t, 1)
	s.runTask(t)
	before := s.identities(t)
	old := stackNamed(t, s.repository.Folder, "research")
	s.rename(t, "research", "science")
	s.letGo(t, old)
	revision := s.merge(t, "rename the stack")
	must(t, s.Synced(shared.ctx, revision, 1, limit))
	s.holds(t, "science")
	s.sameObjects(t, before)
	s.taskRuns(t)
}

func TestArgoMove(t *testing.T) {
	t.Parallel()
	from := newArgoCD(t, "aks-metaflow-research")
	from.begin(t, 1)
	from.runTask(t)
	before, identities := stackNamed(t, from.repository.Folder, "research"), from.identities(t)

	to := newArgoCDOf(t, "aks-metaflow-research-2", from.git, from.repository)
	from.moveTo(t, "research", to.folder)
	from.letGo(t, before)
	revision := from.merge(t, "move the stack")
	must(t, from.Synced(shared.ctx, revision, 0, limit))
	must(t, to.Root(shared.ctx, to.folder))
	must(t, to.Synced(shared.ctx, revision, 1, limit))
	to.holds(t, "research")
	from.sameObjects(t, identities)
	from.taskRuns(t)
	from.deleteRendered(t, before)
}

// letGo makes Argo CD forget a stack and keep its objects: what
// `argocd app set --sync-policy none` on the root does, then
// `argocd app delete --cascade=false`, then `kubectl annotate … tracking-id-`.
func (s *argoSite) letGo(t *testing.T, stack judge.Stack) {
	t.Helper()
	s.rootSyncs(t, false)
	must(t, s.argo.Settled(shared.ctx, "cluster-"+s.folder))
	name := "metaflow-" + stack.Name
	apps := s.Resource("argoproj.io/v1alpha1", "Application", "argocd")
	_, err := apps.Patch(shared.ctx, name, types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), v1.PatchOptions{})
	must(t, err)
	must(t, apps.Delete(shared.ctx, name, v1.DeleteOptions{}))
	for _, o := range stack.Rendered {
		s.untrack(t, o.GetAPIVersion(), o.GetKind(), o.GetNamespace(), o.GetName())
	}
}

// merge pushes, lets the root see it, and gives the root its policy back.
func (s *argoSite) merge(t *testing.T, message string) string {
	t.Helper()
	revision, err := s.repository.Push(message)
	must(t, err)
	must(t, s.argo.Settled(shared.ctx, "cluster-"+s.folder))
	s.rootSyncs(t, true)
	must(t, s.Look(shared.ctx))
	return revision
}

func (s *argoSite) untrack(t *testing.T, apiVersion, kind, namespace, name string) {
	t.Helper()
	_, err := s.Resource(apiVersion, kind, namespace).Patch(shared.ctx, name, types.MergePatchType, []byte(`{"metadata":{"annotations":{"argocd.argoproj.io/tracking-id":null}}}`), v1.PatchOptions{})
	must(t, err)
}

// rootSyncs turns the policy of the root Application on or off.
func (s *argoSite) rootSyncs(t *testing.T, on bool) {
	t.Helper()
	policy := `{"spec":{"syncPolicy":null}}`
	if on {
		policy = `{"spec":{"syncPolicy":{"automated":{"prune":true,"selfHeal":true,"allowEmpty":true}}}}`
	}
	_, err := s.Resource("argoproj.io/v1alpha1", "Application", "argocd").Patch(shared.ctx, "cluster-"+s.folder, types.MergePatchType, []byte(policy), v1.PatchOptions{})
	must(t, err)
}
