package cluster

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"time"

	"example.com/metaflow-gitops/e2e/lib/programs"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

//go:embed stages.yaml
var stages []byte

// startNodes starts kwok, and makes the nodes that it plays.
func (c *Cluster) startNodes(ctx context.Context, count int) error {
	if err := os.WriteFile(c.path("stages.yaml"), stages, 0o644); err != nil {
		return fmt.Errorf("writing the stages: %w", err)
	}
	start := time.Now()
	kwok, err := c.Run("kwok", c.program(programs.Kwok), nil, "--kubeconfig="+c.Kubeconfig(), "--config="+c.path("stages.yaml"),
		"--manage-all-nodes=true", "--server-address=127.0.0.1:0", "--node-ip=127.0.0.1", "--cidr=10.244.0.0/16")
	if err != nil {
		return err
	}
	// It may end as it starts: it fills a map from two goroutines.
	go kwok.keep()
	for i := range count {
		if _, err := c.Resource("v1", "Node", "").Create(ctx, fakeNode(i), v1.CreateOptions{}); err != nil {
			return fmt.Errorf("making a node: %w", err)
		}
	}
	defer c.timed("kwok", start)
	return Eventually(ctx, time.Minute, "all nodes are Ready", func(ctx context.Context) (bool, string, error) {
		list, err := c.Resource("v1", "Node", "").List(ctx, v1.ListOptions{})
		if err != nil {
			return false, err.Error(), nil
		}
		ready := 0
		for _, n := range list.Items {
			if Condition(&n, "Ready") == "True" {
				ready++
			}
		}
		return ready == count, fmt.Sprintf("%d of %d are", ready, count), nil
	})
}

func fakeNode(i int) *unstructured.Unstructured {
	name := fmt.Sprintf("fake-%d", i)
	room := map[string]any{"cpu": "64", "memory": "512Gi", "ephemeral-storage": "4Ti", "pods": "500"}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Node",
		"metadata": map[string]any{
			"name":        name,
			"annotations": map[string]any{"kwok.x-k8s.io/node": "fake"},
			"labels": map[string]any{
				"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
				"topology.kubernetes.io/zone": fmt.Sprintf("zone-%d", i%3+1),
			},
		},
		"status": map[string]any{"allocatable": room, "capacity": room},
	}}
}
