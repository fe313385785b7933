package engine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// Versions of Flux's API.
const (
	sourceAPI    = "source.toolkit.fluxcd.io/v1"
	kustomizeAPI = "kustomize.toolkit.fluxcd.io/v1"
)

// Owner is who applies objects for Flux, as managed fields name it, and what
// Flux adds to each object to know it again.
func (f *Flux) Owner() (manager string, tracking []string) {
	return "kustomize-controller", []string{"kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"}
}

// Root makes what an administrator makes once for a cluster: the source, and
// the Kustomization that applies the folder of a cluster.
func (f *Flux) Root(ctx context.Context, folder string) error {
	account := ""
	if f.Account != "" {
		account = fmt.Sprintf("\n  serviceAccountName: %s", f.Account)
	}
	objects, err := cluster.Parse([]byte(fmt.Sprintf(`
apiVersion: v1
kind: Namespace
metadata:
  name: %[1]s
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: flux-applier
  namespace: %[1]s
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: flux-applier
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - kind: ServiceAccount
    name: flux-applier
    namespace: %[1]s
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: %[2]s
  namespace: %[1]s
spec:
  interval: 1m
  url: %[3]s
  ref:
    branch: main
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: %[4]s
  namespace: %[1]s
spec:
  interval: 10m
  retryInterval: 10s
  path: ./clusters/%[5]s
  prune: true
  sourceRef:
    kind: GitRepository
    name: %[2]s%[6]s
`, f.Namespace, f.Layout.Source, f.Git.URL(Name), f.Layout.Root, folder, account)))
	if err != nil {
		return err
	}
	return f.Cluster.Apply(ctx, "e2e", objects...)
}

// Look makes Flux look at the repository now rather than at the next
// interval, as a webhook of the git server would.
func (f *Flux) Look(ctx context.Context) error {
	return f.touch(ctx, sourceAPI, "GitRepository", f.Layout.Source)
}

// Fetched waits until the source has a revision.
func (f *Flux) Fetched(ctx context.Context, revision string) error {
	return cluster.Eventually(ctx, time.Minute, "the source is at "+revision[:7], func(ctx context.Context) (bool, string, error) {
		g, err := f.Cluster.Resource(sourceAPI, "GitRepository", f.Namespace).Get(ctx, f.Layout.Source, v1.GetOptions{})
		if err != nil {
			return false, err.Error(), nil
		}
		at, _, _ := unstructured.NestedString(g.Object, "status", "artifact", "revision")
		return strings.HasSuffix(at, revision), "it is at " + at, nil
	})
}

// ReconcileAll makes Flux compare every Kustomization with the cluster now.
func (f *Flux) ReconcileAll(ctx context.Context) error {
	list, err := f.Cluster.Resource(kustomizeAPI, "Kustomization", f.Namespace).List(ctx, v1.ListOptions{})
	if err != nil {
		return fmt.Errorf("listing Kustomizations: %w", err)
	}
	for _, k := range list.Items {
		if err := f.touch(ctx, kustomizeAPI, "Kustomization", k.GetName()); err != nil {
			return err
		}
	}
	return nil
}

func (f *Flux) touch(ctx context.Context, apiVersion, kind, name string) error {
	patch := fmt.Sprintf(`{"metadata":{"annotations":{"reconcile.fluxcd.io/requestedAt":%q}}}`, time.Now().Format(time.RFC3339Nano))
	_, err := f.Cluster.Resource(apiVersion, kind, f.Namespace).Patch(ctx, name, types.MergePatchType, []byte(patch), v1.PatchOptions{})
	if err != nil {
		return fmt.Errorf("asking for the reconciliation of %s %s: %w", kind, name, err)
	}
	return nil
}

// Synced waits until all Kustomizations are Ready at a revision, and the
// stacks' own are there: as many as are wanted, the root's aside.
func (f *Flux) Synced(ctx context.Context, revision string, wanted int, within time.Duration) error {
	return cluster.Eventually(ctx, within, "all Kustomizations are Ready at "+revision[:7], func(ctx context.Context) (bool, string, error) {
		list, err := f.Cluster.Resource(kustomizeAPI, "Kustomization", f.Namespace).List(ctx, v1.ListOptions{})
		if err != nil {
			return false, err.Error(), nil
		}
		var late []string
		for _, k := range list.Items {
			if state := fluxState(&k, revision); state != "" {
				late = append(late, k.GetName()+": "+state)
			}
		}
		if len(list.Items) != wanted+1 {
			late = append(late, fmt.Sprintf("%d Kustomizations, not %d", len(list.Items), wanted+1))
		}
		return len(late) == 0, strings.Join(late, "; "), nil
	})
}

// State says where every Kustomization stands.
func (f *Flux) State(ctx context.Context) string {
	list, err := f.Cluster.Resource(kustomizeAPI, "Kustomization", f.Namespace).List(ctx, v1.ListOptions{})
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, k := range list.Items {
		applied, _, _ := unstructured.NestedString(k.Object, "status", "lastAppliedRevision")
		all = append(all, fmt.Sprintf("%s: at %q (%s)", k.GetName(), applied, cluster.ConditionMessage(&k, "Ready")))
	}
	return strings.Join(all, "; ")
}

// fluxState says what a Kustomization still lacks; "" is nothing.
func fluxState(k *unstructured.Unstructured, revision string) string {
	applied, _, _ := unstructured.NestedString(k.Object, "status", "lastAppliedRevision")
	seen, _, _ := unstructured.NestedInt64(k.Object, "status", "observedGeneration")
	switch {
	case !strings.HasSuffix(applied, revision):
		return fmt.Sprintf("at %q (%s)", applied, cluster.ConditionMessage(k, "Ready"))
	case cluster.Condition(k, "Ready") != "True" || seen != k.GetGeneration():
		return cluster.ConditionMessage(k, "Ready")
	}
	return ""
}

// Kustomization reads one of a stack's.
func (f *Flux) Kustomization(ctx context.Context, name string) (*unstructured.Unstructured, error) {
	return f.Cluster.Resource(kustomizeAPI, "Kustomization", f.Namespace).Get(ctx, name, v1.GetOptions{})
}

// Suspend does what `flux suspend kustomization` does.
func (f *Flux) Suspend(ctx context.Context, names ...string) error {
	for _, name := range names {
		_, err := f.Cluster.Resource(kustomizeAPI, "Kustomization", f.Namespace).Patch(ctx, name, types.MergePatchType, []byte(`{"spec":{"suspend":true}}`), v1.PatchOptions{})
		if err != nil {
			return fmt.Errorf("suspending Kustomization %s: %w", name, err)
		}
	}
	return nil
}
