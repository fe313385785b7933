package standin

import (
	"context"
	"embed"
	"fmt"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/programs"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

//go:embed crds/*.yaml
var ours embed.FS

// Define gives a cluster the definitions that AKS's add-ons and the engines'
// further controllers bring, and minimal ones of our own of what cannot be had.
func Define(ctx context.Context, c *cluster.Cluster, cache programs.Cache) error {
	for _, d := range []programs.Definitions{programs.GatewayAPI, programs.HelmReleases} {
		folder, err := cache.Define(ctx, d)
		if err != nil {
			return err
		}
		if err := c.ApplyFolder(ctx, folder); err != nil {
			return err
		}
	}
	definitions, err := ourDefinitions()
	if err != nil {
		return err
	}
	return c.Define(ctx, definitions...)
}

func ourDefinitions() ([]*unstructured.Unstructured, error) {
	files, err := ours.ReadDir("crds")
	if err != nil {
		return nil, err
	}
	var all []*unstructured.Unstructured
	for _, f := range files {
		data, err := ours.ReadFile("crds/" + f.Name())
		if err != nil {
			return nil, err
		}
		found, err := cluster.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Name(), err)
		}
		all = append(all, found...)
	}
	return all, nil
}
