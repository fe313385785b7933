package suite

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/cluster"
	"example.com/metaflow-gitops/e2e/engine"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestMutants edits the entry points of a stack by hand in ways that the
// generator's proofs refuse, and shows what each would have done to the
// cluster. Before that, --check finds each.
func TestMutants(t *testing.T) {
	t.Parallel()
	s := newFlux(t, engine.Bootstrap(), "aks-metaflow-staging", 1)
	s.begin(t, fluxSteps(t, s, "staging"))
	for _, m := range []struct {
		name, from, to string
		would          func(*testing.T, *fluxSite)
	}{
		{"a dependency in a circle", "spec:\n  interval", "spec:\n  dependsOn:\n    - name: staging-exposure\n  interval", waitForEver},
		{"a wrong path", "path: ./overlays/staging", "path: ./overlays/prod", bringAnotherStack},
		{"an object that is never reached", "notin (1)", "notin (7)", deleteWorkloads},
		{"prune off", "prune: true", "prune: false", leaveTheOld},
	} {
		t.Run(m.name, func(t *testing.T) {
			file := "clusters/aks-metaflow-staging/staging.yaml"
			text := read(t, s.repository.Path(file))
			must(t, s.repository.Replace(file, m.from, m.to))
			var exit *exec.ExitError
			if out, err := s.repository.Generate("--check"); !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(out, file) {
				t.Errorf("--check does not find it: %v\n%s", err, out)
			}
			_, err := s.repository.Push("break: " + m.name)
			must(t, err)
			must(t, s.Look(shared.ctx))
			m.would(t, s)
			must(t, s.repository.Write(file, text))
			s.mend(t, fluxSteps(t, s, "staging"))
			s.holds(t, "staging")
		})
	}
}

// mend pushes what is right again, and makes every Kustomization look: one
// circle keeps Flux from telling any Kustomization of the source that there is
// a new revision.
func (s *fluxSite) mend(t *testing.T, wanted int) {
	t.Helper()
	revision, err := s.repository.Push("mend")
	must(t, err)
	must(t, s.Look(shared.ctx))
	must(t, s.flux.Fetched(shared.ctx, revision))
	must(t, s.flux.ReconcileAll(shared.ctx))
	must(t, s.Synced(shared.ctx, revision, wanted, limit))
}

// waitForEver: Kustomizations that wait for each other are never Ready again.
func waitForEver(t *testing.T, s *fluxSite) {
	must(t, cluster.Eventually(shared.ctx, limit, "Flux waits for a dependency", func(ctx context.Context) (bool, string, error) {
		k, err := s.flux.Kustomization(ctx, "staging-foundation")
		if err != nil {
			return false, "", err
		}
		told := cluster.ConditionMessage(k, "Ready")
		return strings.Contains(told, "dependency"), told, nil
	}))
}

// bringAnotherStack: the database of prod, on the cluster of staging.
func bringAnotherStack(t *testing.T, s *fluxSite) {
	must(t, cluster.Eventually(shared.ctx, limit, "the services use another stack's database", func(context.Context) (bool, string, error) {
		host := s.databaseHost(t, "staging")
		return host == "psql-metaflow-prod", host, nil
	}))
}

// deleteWorkloads: what no Kustomization holds any more is pruned.
func deleteWorkloads(t *testing.T, s *fluxSite) {
	s.gone(t, object(t, stackNamed(t, s.repository.Folder, "staging"), "Deployment metaflow/ui-static"))
}

// leaveTheOld: an object that leaves git stays in the cluster.
func leaveTheOld(t *testing.T, s *fluxSite) {
	o := object(t, stackNamed(t, s.repository.Folder, "staging"), "NetworkPolicy metaflow/allow-dns")
	policies := "base/network-policies/services/kustomization.yaml"
	text := read(t, s.repository.Path(policies))
	must(t, s.repository.Replace(policies, "  - ../allow-dns\n", ""))
	revision, err := s.repository.Push("drop a policy")
	must(t, err)
	must(t, s.Look(shared.ctx))
	must(t, s.Synced(shared.ctx, revision, fluxSteps(t, s, "staging"), limit))
	time.Sleep(time.Second)
	if _, err := s.Resource("networking.k8s.io/v1", "NetworkPolicy", "metaflow").Get(shared.ctx, o.GetName(), v1.GetOptions{}); err != nil {
		t.Errorf("it was pruned after all: %v", err)
	}
	must(t, s.repository.Write(policies, text))
}
