package sync

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"example.com/metaflow-gitops/e2e/lib/judge"
)

// fluxSite is a site of Flux.
type fluxSite struct {
	site
	flux *engine.Flux
}

// newFlux starts a cluster with Flux, and a repository that it will sync.
func newFlux(t *testing.T, layout engine.Layout, folder string, nodes int) *fluxSite {
	t.Helper()
	git, repository := newRepository(t)
	return newFluxOf(t, layout, folder, git, repository, nodes)
}

// newFluxOf is one that syncs a repository which is there already.
func newFluxOf(t *testing.T, layout engine.Layout, folder string, git *engine.GitServer, repository *engine.Repository, nodes int) *fluxSite {
	t.Helper()
	c := newCluster(t, nodes)
	flux, err := engine.StartFlux(shared.ctx, c, git, shared.cache, layout)
	must(t, err)
	return &fluxSite{site: site{Cluster: c, syncer: flux, repository: repository, git: git, name: "Flux, by " + layout.Name, folder: folder}, flux: flux}
}

// TestFlux follows a stack through its life on a cluster that `flux bootstrap`
// gave its root object.
func TestFlux(t *testing.T) {
	t.Parallel()
	s := newFlux(t, engine.Bootstrap(), "aks-metaflow-prod", 1)
	bootstrapped(t, s)
	steps := fluxSteps(t, s, "prod")
	s.first(t, steps)
	s.holds(t, "prod")
	t.Run("ten changes", func(t *testing.T) { s.changes(t, "prod", steps, 10) })
	t.Run("a part that goes is pruned", func(t *testing.T) { s.prunes(t, "prod", steps) })
	t.Run("a broken commit", func(t *testing.T) { fluxKeepsLastGood(t, s, steps) })
	t.Run("drift", func(t *testing.T) { fluxCorrectsDrift(t, s) })
}

// TestFluxExtension does the same on a cluster with AKS's Flux extension, which
// is locked down.
func TestFluxExtension(t *testing.T) {
	t.Parallel()
	s := newFlux(t, engine.Extension(), "aks-metaflow-staging", 1)
	must(t, s.repository.Write("terraform/stacks/staging/stack.hcl", read(t, s.repository.Path("terraform/stacks/staging/stack.hcl"))+"\nsync {\n  preset = \"aks-flux-extension\"\n}\n"))
	_, err := s.repository.Generate("--stack", "staging")
	must(t, err)
	steps := fluxSteps(t, s, "staging")
	s.first(t, steps)
	s.holds(t, "staging")
	t.Run("three changes", func(t *testing.T) { s.changes(t, "staging", steps, 3) })
	t.Run("a part that goes is pruned", func(t *testing.T) { s.prunes(t, "staging", steps) })
}

// bootstrapped commits what `flux bootstrap` commits beside the stacks, but for
// the controllers' own manifests: the generator must let it be, and Flux must
// take it.
func bootstrapped(t *testing.T, s *fluxSite) {
	t.Helper()
	folder := "clusters/" + s.folder + "/flux-system/"
	must(t, s.repository.Write(folder+"kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - gotk-sync.yaml\n"))
	must(t, s.repository.Write(folder+"gotk-sync.yaml", fmt.Sprintf(`apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 1m0s
  ref:
    branch: main
  url: %s
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 10m0s
  retryInterval: 10s
  path: ./clusters/%s
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
`, s.git.URL(engine.Name), s.folder)))
	_, err := s.repository.Generate("--check")
	must(t, err)
}

// fluxSteps counts the Kustomizations of a stack.
func fluxSteps(t *testing.T, s *fluxSite, stack string) int {
	t.Helper()
	return len(stackNamed(t, s.repository.Folder, stack).Sync)
}

// changes lets the database move some times, and measures each.
func (s *site) changes(t *testing.T, stack string, wanted, times int) {
	from := "psql-metaflow-" + stack
	for i := range times {
		to := fmt.Sprintf("psql-metaflow-%s-%d", stack, i+2)
		s.moveDatabase(t, stack, from, to)
		shared.report.sawChange(s.name, s.push(t, "move the database", wanted))
		if host := s.databaseHost(t, stack); host != to {
			t.Errorf("the metadata service uses %s, not %s", host, to)
		}
		from = to
	}
	s.holds(t, stack)
}

// prunes makes a stack private: its routes and its proxies go, its namespaces
// stay.
func (s *site) prunes(t *testing.T, stack string, wanted int) {
	before := stackNamed(t, s.repository.Folder, stack)
	file := "terraform/stacks/" + stack + "/stack.hcl"
	text, _, found := strings.Cut(read(t, s.repository.Path(file)), "expose {")
	if !found {
		t.Fatal("the stack is private already")
	}
	text = withoutBlock(text, `service "auth-proxy" {`)
	if strings.Contains(read(t, s.repository.Path(file)), "aks-flux-extension") {
		text += "\nsync {\n  preset = \"aks-flux-extension\"\n}\n"
	}
	must(t, s.repository.Write(file, text))
	_, err := s.repository.Generate("--stack", stack)
	must(t, err)
	after := stackNamed(t, s.repository.Folder, stack)
	s.push(t, "make it private", wanted-len(before.Sync)+len(after.Sync))
	kept := map[string]bool{}
	for _, o := range after.Rendered {
		kept[judge.Name(o)] = true
	}
	for _, o := range before.Rendered {
		switch {
		case o.GetKind() == "Namespace":
			s.there(t, o)
		case !kept[judge.Name(o)]:
			s.gone(t, o)
		}
	}
	s.holds(t, stack)
}

// fluxKeepsLastGood pushes an overlay that does not build, and then one that
// the API server refuses.
func fluxKeepsLastGood(t *testing.T, s *fluxSite, steps int) {
	steps = fluxSteps(t, s, "prod")
	host := s.databaseHost(t, "prod")
	for _, c := range []struct{ name, from, to, says string }{
		{"does not build", "kind: Kustomization", "kind: Kustomization\nno-such-field: true", "no-such-field"},
		{"is refused", "- path: ui-static.yaml", "- path: ui-static.yaml\n  - target:\n      kind: Deployment\n      name: metadata-service\n    patch: |\n      - op: add\n        path: /spec/replicas\n        value: -1", "spec.replicas"},
	} {
		_, err := s.repository.Push("before the break")
		must(t, err)
		must(t, s.repository.Replace("overlays/prod/services/kustomization.yaml", c.from, c.to))
		_, err = s.repository.Push("break: " + c.name)
		must(t, err)
		must(t, s.flux.Look(shared.ctx))
		must(t, cluster.Eventually(shared.ctx, limit, "Flux tells the error", func(ctx context.Context) (bool, string, error) {
			k, err := s.flux.Kustomization(ctx, "prod-foundation")
			if err != nil {
				return false, "", err
			}
			services, err := s.flux.Kustomization(ctx, "prod-services")
			if err != nil {
				return false, "", err
			}
			told := cluster.ConditionMessage(k, "Ready") + "\n" + cluster.ConditionMessage(services, "Ready")
			return strings.Contains(told, c.says), told, nil
		}))
		if now := s.databaseHost(t, "prod"); now != host {
			t.Errorf("the last good state did not stay: the database is %s, not %s", now, host)
		}
		must(t, s.repository.Revert())
		s.push(t, "after the break", steps)
		s.holds(t, "prod")
	}
}

// fluxCorrectsDrift edits objects by hand.
func fluxCorrectsDrift(t *testing.T, s *fluxSite) {
	stack := stackNamed(t, s.repository.Folder, "prod")
	s.vandalise(t, stack)
	start := time.Now()
	must(t, s.flux.ReconcileAll(shared.ctx))
	s.heals(t, "prod")
	t.Logf("drift corrected %s after Flux looked", seconds(time.Since(start)))
}
