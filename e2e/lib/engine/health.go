package engine

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/programs"
)

// healthy waits until all addresses answer 200.
func healthy(ctx context.Context, c *cluster.Cluster, what string, urls ...string) error {
	return cluster.Eventually(ctx, time.Minute, what, func(ctx context.Context) (bool, string, error) {
		if err := c.Dead(); err != nil {
			return false, "", err
		}
		for _, url := range urls {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
			if err != nil {
				return false, "", err
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				return false, err.Error(), nil
			}
			response.Body.Close()
			if response.StatusCode != http.StatusOK {
				return false, fmt.Sprint(url, " says ", response.Status), nil
			}
		}
		return true, "", nil
	})
}

// define gives a cluster the CRDs of an engine.
func define(ctx context.Context, c *cluster.Cluster, cache programs.Cache, wanted ...programs.Definitions) error {
	for _, d := range wanted {
		folder, err := cache.Define(ctx, d)
		if err != nil {
			return err
		}
		if err := c.ApplyFolder(ctx, folder); err != nil {
			return err
		}
	}
	return nil
}

func freePorts(count int) ([]int, error) {
	var ports []int
	for range count {
		p, err := cluster.FreePort()
		if err != nil {
			return nil, err
		}
		ports = append(ports, p)
	}
	return ports, nil
}
