package sync

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
)

// entry is the file by which the cluster of the tests below comes to its stack.
const entry = "clusters/aks-metaflow-staging/staging.yaml"

// onlyWhatItLists makes the folder of the cluster say itself what is in it.
const onlyWhatItLists = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: flux-system
configMapGenerator:
  - name: team
    literals: [contact=platform@example.com]
`

// A syncMutant is a mistake on the way from git to the cluster: an edit of the
// entry point by hand, or of what people keep beside it.
type syncMutant struct {
	name, file string
	from, to   string // without from, the file is new
	status     int    // of --check
	says       string // --check, of the file
	would      func(*testing.T, *fluxSite)
}

// TestMutants makes mistakes that the generator's proofs refuse, and shows what
// each would have done to the cluster. Before that, --check finds each.
func TestMutants(t *testing.T) {
	t.Parallel()
	s := newFlux(t, engine.Bootstrap(), "aks-metaflow-staging", 1)
	s.begin(t, fluxSteps(t, s, "staging"))
	for _, m := range []syncMutant{
		{"a dependency in a circle", entry, "spec:\n  interval", "spec:\n  dependsOn:\n    - name: staging-exposure\n  interval", 2, "edited by hand", waitForEver},
		{"a wrong path", entry, "path: ./overlays/staging", "path: ./overlays/prod", 2, "edited by hand", bringAnotherStack},
		{"an object that is never reached", entry, "notin (1)", "notin (7)", 2, "edited by hand", deleteWorkloads},
		{"prune off", entry, "prune: true", "prune: false", 2, "edited by hand", leaveTheOld},
		{"a list without the stack", "clusters/aks-metaflow-staging/kustomization.yaml", "", onlyWhatItLists, 1, "Stack is never synced", deleteWorkloads},
		{"an artifact without a folder", ".sourceignore", "/docs/\n", "services/\n", 1, "File never reaches the cluster", failToBuild},
	} {
		t.Run(m.name, func(t *testing.T) {
			restore := m.apply(t, s)
			defer func() { // also after a failure, which is of this mistake alone
				must(t, restore())
				s.mend(t, fluxSteps(t, s, "staging"))
				s.holds(t, "staging")
			}()
			var exit *exec.ExitError
			if out, err := s.repository.Generate("--check"); !errors.As(err, &exit) || exit.ExitCode() != m.status || !strings.Contains(out, m.file) || !strings.Contains(out, m.says) {
				t.Errorf("--check does not find it: %v\n%s", err, out)
			}
			_, err := s.repository.Push("break: " + m.name)
			must(t, err)
			must(t, s.Look(shared.ctx))
			m.would(t, s)
		})
	}
}

// apply makes the mistake, and tells how to undo it.
func (m syncMutant) apply(t *testing.T, s *fluxSite) (restore func() error) {
	t.Helper()
	if m.from == "" {
		must(t, s.repository.Write(m.file, m.to))
		return func() error { return os.Remove(s.repository.Path(m.file)) }
	}
	text := read(t, s.repository.Path(m.file))
	must(t, s.repository.Replace(m.file, m.from, m.to))
	return func() error { return s.repository.Write(m.file, text) }
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
func waitForEver(t *testing.T, s *fluxSite) { s.tells(t, "dependency") }

// tells waits until Flux says a word of the first Kustomization.
func (s *fluxSite) tells(t *testing.T, word string) {
	t.Helper()
	must(t, cluster.Eventually(shared.ctx, limit, "Flux tells of "+word, func(ctx context.Context) (bool, string, error) {
		k, err := s.flux.Kustomization(ctx, "staging-foundation")
		if err != nil {
			return false, "", err
		}
		told := cluster.ConditionMessage(k, "Ready")
		return strings.Contains(told, word), told, nil
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

// failToBuild: Flux finds nothing where the overlay says that something is. What
// the cluster has stays.
func failToBuild(t *testing.T, s *fluxSite) {
	s.tells(t, "services")
	s.databaseHost(t, "staging") // which fails without the services
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
