package programs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Definitions are the CRDs of one module: files that it ships, or ones that
// controller-gen makes of its Go types.
type Definitions struct {
	Name   string
	module string
	folder string // of the module, with slashes
	types  string // the package whose types are defined, instead of a folder
	set    string
}

// The definitions that the suite can have.
var (
	FluxSources        = Definitions{Name: "flux-sources", module: SourceController.Package, folder: "config/crd/bases", set: "kubernetes"}
	FluxKustomizations = Definitions{Name: "flux-kustomizations", module: KustomizeController.Package, folder: "config/crd/bases", set: "kubernetes"}
	ArgoCDObjects      = Definitions{Name: "argocd-objects", module: ArgoCD.Module, folder: "manifests/crds", set: "argocd"}
	GatewayAPI         = Definitions{Name: "gateway-api", module: "sigs.k8s.io/gateway-api", folder: "config/crd/standard", set: "crds"}
	HelmReleases       = Definitions{Name: "helm-releases", types: "github.com/fluxcd/helm-controller/api/v2", set: "crds"}
)

// AllDefinitions are all of them.
func AllDefinitions() []Definitions {
	return []Definitions{FluxSources, FluxKustomizations, ArgoCDObjects, GatewayAPI, HelmReleases}
}

// Define returns a folder with the CRDs, which it makes when the cache lacks
// it. Once it is there, neither network nor module is needed.
func (c Cache) Define(ctx context.Context, d Definitions) (string, error) {
	key, err := c.key(d.set, d.module, d.folder, d.types)
	if err != nil {
		return "", err
	}
	folder := filepath.Join(c.Folder, d.Name+"-"+key)
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	if err := os.MkdirAll(c.Folder, 0o755); err != nil {
		return "", fmt.Errorf("making the cache's folder: %w", err)
	}
	fmt.Fprintf(c.Log, "taking the definitions of %s\n", d.Name)
	if err := c.take(ctx, d, folder+".new"); err != nil {
		return "", fmt.Errorf("taking the definitions of %s: %w", d.Name, err)
	}
	return folder, os.Rename(folder+".new", folder)
}

func (c Cache) take(ctx context.Context, d Definitions, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if d.types != "" {
		_, err := c.goes(ctx, d.set, "tool", "controller-gen", "crd", "paths="+d.types, "output:crd:dir="+to)
		return err
	}
	if _, err := c.goes(ctx, d.set, "mod", "download", d.module); err != nil {
		return err
	}
	module, err := c.goes(ctx, d.set, "list", "-m", "-f", "{{.Dir}}", d.module)
	if err != nil {
		return err
	}
	return os.CopyFS(to, os.DirFS(filepath.Join(module, filepath.FromSlash(d.folder))))
}
