package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/programs"
)

// Layout is how Flux got onto a cluster.
type Layout struct {
	Name string
	// Source names the GitRepository, and its namespace.
	Source, Namespace string
	// Root is the Kustomization that applies the cluster's folder.
	Root string
	// Account applies everything, where it is not the controller itself.
	Account string
	// Flags are further ones of kustomize-controller, such as those of a
	// multi-tenant installation.
	Flags []string
}

// Bootstrap is what `flux bootstrap` makes.
func Bootstrap() Layout {
	return Layout{Name: "flux bootstrap", Source: "flux-system", Namespace: "flux-system", Root: "flux-system"}
}

// Extension is what AKS's Flux extension makes of a configuration named
// cluster-config, multi-tenant as it is by default.
func Extension() Layout {
	return Layout{
		Name: "AKS's Flux extension", Source: "cluster-config", Namespace: "cluster-config", Root: "cluster-config-stacks", Account: "flux-applier",
		Flags: []string{"--no-cross-namespace-refs=true", "--no-remote-bases=true", "--default-service-account=flux-applier"},
	}
}

// Flux is Flux's source-controller and kustomize-controller, on a cluster.
type Flux struct {
	Layout
	Cluster *cluster.Cluster
	Git     *GitServer
	Source  *cluster.Process
	Apply   *cluster.Process
}

// StartFlux installs Flux's CRDs from its modules and starts its controllers.
// Nothing is synced before Root is called.
func StartFlux(ctx context.Context, c *cluster.Cluster, git *GitServer, cache programs.Cache, layout Layout) (*Flux, error) {
	if err := define(ctx, c, cache, programs.FluxSources, programs.FluxKustomizations); err != nil {
		return nil, err
	}
	f := &Flux{Layout: layout, Cluster: c, Git: git}
	start := time.Now()
	if err := f.startControllers(ctx, cache); err != nil {
		return nil, err
	}
	c.Took["kustomize-controller"] = time.Since(start)
	return f, nil
}

func (f *Flux) startControllers(ctx context.Context, cache programs.Cache) error {
	built, err := cache.Build(ctx, programs.SourceController, programs.KustomizeController)
	if err != nil {
		return err
	}
	ports, err := freePorts(5)
	if err != nil {
		return err
	}
	storage := fmt.Sprintf("127.0.0.1:%d", ports[0])
	env := []string{"RUNTIME_NAMESPACE=flux-system", "KUBECONFIG=" + f.Cluster.Kubeconfig()}
	common := func(metrics, health int) []string {
		return []string{"--events-addr=", "--enable-leader-election=false", "--log-level=info",
			fmt.Sprintf("--metrics-addr=127.0.0.1:%d", metrics), fmt.Sprintf("--health-addr=127.0.0.1:%d", health)}
	}
	artifacts, err := f.Cluster.MakeFolder("artifacts")
	if err != nil {
		return err
	}
	if f.Source, err = f.Cluster.Run("source-controller", built["source-controller"].Path, env, append(common(ports[1], ports[2]),
		"--storage-path="+artifacts, "--storage-addr="+storage, "--storage-adv-addr="+storage)...); err != nil {
		return err
	}
	if f.Apply, err = f.Cluster.Run("kustomize-controller", built["kustomize-controller"].Path, env, slices.Concat(common(ports[3], ports[4]), f.Flags,
		// Half a minute is long for a test that waits for every step.
		[]string{"--requeue-dependency=2s"})...); err != nil {
		return err
	}
	return healthy(ctx, f.Cluster, "Flux's controllers are ready", fmt.Sprintf("http://127.0.0.1:%d/readyz", ports[2]), fmt.Sprintf("http://127.0.0.1:%d/readyz", ports[4]))
}
