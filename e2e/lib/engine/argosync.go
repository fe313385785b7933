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

const argoAPI = "argoproj.io/v1alpha1"

// Owner is who applies objects for Argo CD, as managed fields name it, and what
// Argo CD adds to each object to know it again.
func (a *ArgoCD) Owner() (manager string, tracking []string) {
	return "argocd-controller", []string{"argocd.argoproj.io/tracking-id"}
}

// Root makes the root Application of docs/sync.md, which applies the folder of
// a cluster.
func (a *ArgoCD) Root(ctx context.Context, folder string) error {
	objects, err := cluster.Parse([]byte(fmt.Sprintf(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: cluster-%[1]s
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://%[2]s/%[3]s
    targetRevision: main
    path: clusters/%[1]s
  destination:
    server: https://kubernetes.default.svc
    namespace: argocd
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
      allowEmpty: true
`, folder, Host, Name)))
	if err != nil {
		return err
	}
	return a.Cluster.Apply(ctx, "e2e", objects...)
}

// Applications are the resource of Argo CD's own objects.
func (a *ArgoCD) applications() cluster.Objects {
	return a.Cluster.Resource(argoAPI, "Application", "argocd")
}

// Look makes Argo CD look at the repository now, as a webhook of the git
// server would.
func (a *ArgoCD) Look(ctx context.Context) error {
	list, err := a.applications().List(ctx, v1.ListOptions{})
	if err != nil {
		return fmt.Errorf("listing Applications: %w", err)
	}
	for _, app := range list.Items {
		_, err := a.applications().Patch(ctx, app.GetName(), types.MergePatchType, []byte(`{"metadata":{"annotations":{"argocd.argoproj.io/refresh":"normal"}}}`), v1.PatchOptions{})
		if err != nil {
			return fmt.Errorf("refreshing Application %s: %w", app.GetName(), err)
		}
	}
	return nil
}

// Settled waits until Argo CD has looked at an Application since this was
// called, and so knows of a change to it.
func (a *ArgoCD) Settled(ctx context.Context, name string) error {
	if err := a.Look(ctx); err != nil {
		return err
	}
	return cluster.Eventually(ctx, time.Minute, "Argo CD has looked at Application "+name, func(ctx context.Context) (bool, string, error) {
		app, err := a.Application(ctx, name)
		if err != nil {
			return false, err.Error(), nil
		}
		_, waits := app.GetAnnotations()["argocd.argoproj.io/refresh"]
		return !waits, "it has not", nil
	})
}

// Synced waits until all Applications are Synced and Healthy at a revision,
// and the stacks' own are there: as many as are wanted, the root's aside. The
// root knows of a new stack's Application only once it has synced, so this
// refreshes what appears.
func (a *ArgoCD) Synced(ctx context.Context, revision string, wanted int, within time.Duration) error {
	refreshed := time.Time{}
	return cluster.Eventually(ctx, within, "all Applications are Synced and Healthy at "+revision[:7], func(ctx context.Context) (bool, string, error) {
		list, err := a.applications().List(ctx, v1.ListOptions{})
		if err != nil {
			return false, err.Error(), nil
		}
		var late []string
		for _, app := range list.Items {
			if state := argoState(&app, revision); state != "" {
				late = append(late, app.GetName()+": "+state)
			}
		}
		if len(list.Items) != wanted+1 {
			late = append(late, fmt.Sprintf("%d Applications, not %d", len(list.Items), wanted+1))
		}
		if len(late) > 0 && time.Since(refreshed) > 2*time.Second {
			refreshed = time.Now()
			if err := a.Look(ctx); err != nil {
				return false, err.Error(), nil
			}
		}
		return len(late) == 0, strings.Join(late, "; "), nil
	})
}

// State says where every Application stands.
func (a *ArgoCD) State(ctx context.Context) string {
	list, err := a.applications().List(ctx, v1.ListOptions{})
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, app := range list.Items {
		sync, _, _ := unstructured.NestedString(app.Object, "status", "sync", "status")
		revision, _, _ := unstructured.NestedString(app.Object, "status", "sync", "revision")
		health, _, _ := unstructured.NestedString(app.Object, "status", "health", "status")
		all = append(all, fmt.Sprintf("%s: %s and %s at %q", app.GetName(), sync, health, revision))
	}
	return strings.Join(all, "; ")
}

// argoState says what an Application still lacks; "" is nothing.
func argoState(app *unstructured.Unstructured, revision string) string {
	text := func(path ...string) string {
		s, _, _ := unstructured.NestedString(app.Object, append([]string{"status"}, path...)...)
		return s
	}
	at, sync, health, phase := text("sync", "revision"), text("sync", "status"), text("health", "status"), text("operationState", "phase")
	if at == revision && sync == "Synced" && health == "Healthy" && phase != "Running" {
		return ""
	}
	return fmt.Sprintf("%s and %s at %q, %s %s%s", sync, health, at, phase, text("operationState", "message"), argoTroubles(app))
}

// argoTroubles names the objects that an Application waits for.
func argoTroubles(app *unstructured.Unstructured) string {
	resources, _, _ := unstructured.NestedSlice(app.Object, "status", "resources")
	var names []string
	for _, item := range resources {
		r, _ := item.(map[string]any)
		health, _, _ := unstructured.NestedString(r, "health", "status")
		if r["status"] != "Synced" || health != "" && health != "Healthy" {
			names = append(names, fmt.Sprintf("%v %v is %v %s", r["kind"], r["name"], r["status"], health))
		}
	}
	return strings.Join(append([]string{""}, names...), ", ")
}

// Application reads a stack's.
func (a *ArgoCD) Application(ctx context.Context, name string) (*unstructured.Unstructured, error) {
	return a.applications().Get(ctx, name, v1.GetOptions{})
}

// SyncStatus is what Argo CD says of an Application: Synced, OutOfSync, Unknown.
func SyncStatus(app *unstructured.Unstructured) string {
	status, _, _ := unstructured.NestedString(app.Object, "status", "sync", "status")
	return status
}
