package sync

import (
	"os/exec"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/judge"
	"example.com/metaflow-gitops/e2e/lib/programs"
)

// TestAPI lets the API server judge every stack of the repository.
func TestAPI(t *testing.T) {
	t.Run("generator", func(t *testing.T) { isAsGenerated(t, shared.root) })
	for _, s := range allStacks(t, shared.root) {
		t.Run(s.Name, func(t *testing.T) {
			for _, f := range judged(t, s) {
				t.Error(f)
			}
		})
	}
}

// isAsGenerated expects that what is judged is what the generator makes of the
// inputs, and that its own proofs find nothing: what they refuse never reaches
// an API server.
func isAsGenerated(t *testing.T, root string) {
	t.Helper()
	if out, err := exec.Command(shared.generator, "--check", "--root", root).CombinedOutput(); err != nil {
		t.Errorf("generator --check: %v\n%s", err, out)
	}
}

func judged(t *testing.T, s judge.Stack) []judge.Finding {
	t.Helper()
	c := newCluster(t, 1)
	defineEngines(t, c)
	findings, err := judge.Judge(shared.ctx, c, s)
	must(t, err)
	return findings
}

// defineEngines gives a cluster the definitions of both engines without the
// engines.
func defineEngines(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	for _, d := range []programs.Definitions{programs.FluxSources, programs.FluxKustomizations, programs.ArgoCDObjects} {
		folder, err := shared.cache.Define(shared.ctx, d)
		must(t, err)
		must(t, c.ApplyFolder(shared.ctx, folder))
	}
	// Where Flux's own objects are, an engine would have made the namespace.
	namespaces, err := cluster.Parse([]byte("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: flux-system\n"))
	must(t, err)
	must(t, c.Apply(shared.ctx, "e2e", namespaces...))
}

// TestAPIFindsWhatIsBroken breaks base/ on purpose, by what only a cluster can know,
// generates, and expects the judgement to name the object.
func TestAPIFindsWhatIsBroken(t *testing.T) {
	for _, c := range []struct{ name, file, from, to, object, says string }{
		{"pods that no node takes", "base/ui-static/deployment.yaml", "kubernetes.io/os: linux", "nowhere: \"true\"", "Service metaflow/ui-static", "finds no ready pod"},
		{"address of no Service", "base/ui-static/service.yaml", "spec:\n", "spec:\n  clusterIP: 192.0.2.7\n", "Service metaflow/ui-static", "failed to allocate IP"},
		{"privileged pod", "base/ui-backend/deployment.yaml", "allowPrivilegeEscalation: false", "privileged: true", "Deployment metaflow/ui-backend", "violates PodSecurity"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, r := newRepository(t)
			must(t, r.Replace(c.file, c.from, c.to))
			_, err := r.Generate("--stack", "staging")
			must(t, err)
			findings := judged(t, stackNamed(t, r.Folder, "staging"))
			for _, f := range findings {
				if f.Object == c.object && strings.Contains(f.Says, c.says) {
					return
				}
			}
			t.Errorf("want a finding of %s with %q, found %v", c.object, c.says, findings)
		})
	}
}
