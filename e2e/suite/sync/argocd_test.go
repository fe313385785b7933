package sync

import (
	"context"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// argoSite is a site of Argo CD.
type argoSite struct {
	site
	argo *engine.ArgoCD
}

// newArgoCD starts a cluster with Argo CD, and a repository that it will sync.
func newArgoCD(t *testing.T, folder string) *argoSite {
	t.Helper()
	git, repository := newRepository(t)
	return newArgoCDOf(t, folder, git, repository)
}

// newArgoCDOf is one that syncs a repository which is there already.
func newArgoCDOf(t *testing.T, folder string, git *engine.GitServer, repository *engine.Repository) *argoSite {
	t.Helper()
	c := newCluster(t, 1)
	argo, err := engine.StartArgoCD(shared.ctx, c, git, shared.cache)
	must(t, err)
	return &argoSite{site: site{Cluster: c, syncer: argo, repository: repository, git: git, name: "Argo CD", folder: folder}, argo: argo}
}

// TestArgoCD follows a stack through its life on a cluster with Argo CD.
func TestArgoCD(t *testing.T) {
	t.Parallel()
	s := newArgoCD(t, "aks-metaflow-research")
	s.first(t, 1)
	s.holds(t, "research")
	t.Run("ten changes", func(t *testing.T) { s.changes(t, "research", 1, 10) })
	t.Run("what AKS writes stays", func(t *testing.T) { argoLetsAKSWrite(t, s) })
	t.Run("drift", func(t *testing.T) { argoHealsItself(t, s) })
	t.Run("a part that goes is pruned", func(t *testing.T) { s.prunes(t, "research", 1) })
	t.Run("a broken commit", func(t *testing.T) { argoKeepsLastGood(t, s) })
}

// argoLetsAKSWrite writes the one field that AKS's application routing writes:
// the name of the certificate's Secret in the listener of the Gateway.
func argoLetsAKSWrite(t *testing.T, s *argoSite) {
	gateway := object(t, stackNamed(t, s.repository.Folder, "research"), "Gateway metaflow-gateway/metaflow")
	_, err := s.Resource(gateway.GetAPIVersion(), "Gateway", gateway.GetNamespace()).Patch(shared.ctx, gateway.GetName(), types.JSONPatchType,
		[]byte(`[{"op":"add","path":"/spec/listeners/0/tls/certificateRefs","value":[{"name":"kv-gw-cert-metaflow"}]}]`), v1.PatchOptions{FieldManager: "aks-app-routing-operator"})
	must(t, err)
	must(t, s.Look(shared.ctx))
	// Long enough for a self-heal, had there been one.
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		app, err := s.argo.Application(shared.ctx, "metaflow-research")
		must(t, err)
		if status := engine.SyncStatus(app); status != "Synced" {
			t.Fatalf("the Application is %s", status)
		}
		time.Sleep(200 * time.Millisecond)
	}
	now, err := s.Get(shared.ctx, gateway)
	must(t, err)
	if !mentions(now.Object["spec"], "kv-gw-cert-metaflow") {
		t.Error("what AKS wrote was taken back")
	}
}

// argoHealsItself edits objects by hand, and does not ask Argo CD for anything.
func argoHealsItself(t *testing.T, s *argoSite) {
	s.vandalise(t, stackNamed(t, s.repository.Folder, "research"))
	start := time.Now()
	s.heals(t, "research")
	t.Logf("drift corrected in %s", seconds(time.Since(start)))
}

// argoKeepsLastGood pushes an overlay that does not build.
func argoKeepsLastGood(t *testing.T, s *argoSite) {
	host := s.databaseHost(t, "research")
	must(t, s.repository.Replace("overlays/research/services/kustomization.yaml", "kind: Kustomization", "kind: Kustomization\nno-such-field: true"))
	_, err := s.repository.Push("break")
	must(t, err)
	must(t, s.Look(shared.ctx))
	must(t, cluster.Eventually(shared.ctx, limit, "Argo CD tells the error", func(ctx context.Context) (bool, string, error) {
		app, err := s.argo.Application(ctx, "metaflow-research")
		if err != nil {
			return false, "", err
		}
		return mentionsPart(app.Object["status"], "no-such-field"), engine.SyncStatus(app), nil
	}))
	if now := s.databaseHost(t, "research"); now != host {
		t.Errorf("the last good state did not stay: the database is %s, not %s", now, host)
	}
	must(t, s.repository.Revert())
	s.push(t, "after the break", 1)
	s.holds(t, "research")
}
