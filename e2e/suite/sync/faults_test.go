package sync

import (
	"context"
	"fmt"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// quick lets a failed sync be tried again soon, which people would not want.
const quick = "\nsync {\n  retry_interval = \"5s\"\n  timeout        = \"30s\"\n}\n"

// TestFluxFaults kills whatever takes part in a sync, in the middle of one.
func TestFluxFaults(t *testing.T) {
	t.Parallel()
	s := newFlux(t, engine.Bootstrap(), "aks-metaflow-staging", 1)
	hcl := "terraform/stacks/staging/stack.hcl"
	must(t, s.repository.Write(hcl, read(t, s.repository.Path(hcl))+quick))
	_, err := s.repository.Generate("--stack", "staging")
	must(t, err)
	steps := fluxSteps(t, s, "staging")
	s.begin(t, steps)
	s.faults(t, "staging", steps, "source-controller", "kustomize-controller", "kube-apiserver", "kube-controller-manager")
	t.Run("a namespace without room", func(t *testing.T) { s.fillsQuota(t, "staging", steps) })
}

// TestArgoFaults does the same to Argo CD.
func TestArgoFaults(t *testing.T) {
	t.Parallel()
	s := newArgoCD(t, "aks-metaflow-research")
	s.begin(t, 1)
	s.faults(t, "research", 1, "argocd-repo-server", "argocd-application-controller", "redis", "kube-apiserver")
	t.Run("a namespace without room", func(t *testing.T) { s.fillsQuota(t, "research", 1) })
}

// faults lets the database move once for each process, which is killed half a
// second after the push and started again three seconds later; and once for
// the git server.
func (s *site) faults(t *testing.T, stack string, wanted int, victims ...string) {
	from := "psql-metaflow-" + stack
	for i, name := range append(victims, "git") {
		t.Run(name+" is killed", func(t *testing.T) {
			to := fmt.Sprintf("psql-metaflow-%s-fault-%d", stack, i)
			s.moveDatabase(t, stack, from, to)
			from = to
			revision, err := s.repository.Push("move the database")
			must(t, err)
			must(t, s.Look(shared.ctx))
			time.Sleep(500 * time.Millisecond)
			start := time.Now()
			s.kill(t, name)
			must(t, s.revive(shared.ctx))
			must(t, s.Look(shared.ctx))
			must(t, s.Synced(shared.ctx, revision, wanted, limit))
			s.holds(t, stack)
			t.Logf("in sync %s after %s was killed, 3 s of them without it", seconds(time.Since(start)), name)
		})
	}
}

func (s *site) kill(t *testing.T, name string) {
	t.Helper()
	if name == "git" {
		s.git.Kill()
		time.Sleep(3 * time.Second)
		must(t, s.git.Start())
		return
	}
	p := s.Process(name)
	p.Kill()
	time.Sleep(3 * time.Second)
	must(t, p.Start())
}

// revive starts again what has ended since, as a kubelet would: some
// controllers give up when they lose the API server.
func (s *site) revive(ctx context.Context) error {
	if err := s.WaitForAPI(ctx); err != nil {
		return err
	}
	for _, p := range s.Processes() {
		if !p.Alive() {
			if err := p.Start(); err != nil {
				return err
			}
		}
	}
	return nil
}

// fillsQuota leaves no room for a rolling update: the old pods go on, the error
// is told, and once there is room the new ones come.
func (s *site) fillsQuota(t *testing.T, stack string, wanted int) {
	pods, err := s.Resource("v1", "Pod", "metaflow").List(shared.ctx, v1.ListOptions{})
	must(t, err)
	quota := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "ResourceQuota", "metadata": map[string]any{"name": "full", "namespace": "metaflow"},
		"spec": map[string]any{"hard": map[string]any{"pods": fmt.Sprint(len(pods.Items))}},
	}}
	must(t, s.Apply(shared.ctx, "somebody", quota))
	host := s.databaseHost(t, stack)
	s.moveDatabase(t, stack, host, host+"-q")
	revision, err := s.repository.Push("move the database")
	must(t, err)
	must(t, s.Look(shared.ctx))
	must(t, cluster.Eventually(shared.ctx, limit, "the update is refused for want of room", func(ctx context.Context) (bool, string, error) {
		d, err := s.Resource("apps/v1", "Deployment", "metaflow").Get(ctx, "metadata-service", v1.GetOptions{})
		if err != nil {
			return false, err.Error(), nil
		}
		available, _, _ := unstructured.NestedInt64(d.Object, "status", "availableReplicas")
		if available < 1 {
			return false, "", fmt.Errorf("the old pods did not stay")
		}
		return cluster.Condition(d, "ReplicaFailure") == "True", "not yet", nil
	}))
	must(t, s.Resource("v1", "ResourceQuota", "metaflow").Delete(shared.ctx, "full", v1.DeleteOptions{}))
	must(t, s.Synced(shared.ctx, revision, wanted, limit))
	s.holds(t, stack)
}
