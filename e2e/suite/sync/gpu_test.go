package sync

import (
	"context"
	"fmt"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestGPU gives the cluster a node such as AKS makes of a pool with GPUs, and looks at
// what lands there: the plugin of the component, once, and a step that asks for a GPU as
// docs/identity.md says. The node is a fake one, and so is its GPU: it is there from the
// start, as no plugin runs.
func TestGPU(t *testing.T) {
	t.Parallel()
	c := prodApplied(t)
	const name = "gpu-0"
	_, err := c.Resource("v1", "Node", "").Create(shared.ctx, gpuNode(name), v1.CreateOptions{})
	must(t, err)
	must(t, cluster.Eventually(shared.ctx, time.Minute, "the plugin runs on the node with the GPU, and on no other", func(ctx context.Context) (bool, string, error) {
		pods, err := c.Resource("v1", "Pod", "nvidia-device-plugin").List(ctx, v1.ListOptions{})
		if err != nil || len(pods.Items) != 1 {
			return false, fmt.Sprint(len(pods.Items), " pods: ", err), nil
		}
		node, _, _ := unstructured.NestedString(pods.Items[0].Object, "spec", "nodeName")
		phase, _, _ := unstructured.NestedString(pods.Items[0].Object, "status", "phase")
		return node == name && phase == "Running", fmt.Sprintf("it is %s on %q", phase, node), nil
	}))
	job := stepJob("task-default", "metaflow-jobs", map[string]any{"azure.workload.identity/use": "true"})
	job.SetName("step-with-a-gpu")
	pod := []string{"spec", "template", "spec"}
	must(t, unstructured.SetNestedMap(job.Object, map[string]any{"metaflow.example.com/pool": "gpu"}, append(pod[:3:3], "nodeSelector")...))
	must(t, unstructured.SetNestedSlice(job.Object, []any{map[string]any{"key": "sku", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"}}, append(pod[:3:3], "tolerations")...))
	containers, _, err := unstructured.NestedSlice(job.Object, append(pod[:3:3], "containers")...)
	must(t, err)
	must(t, unstructured.SetNestedField(containers[0].(map[string]any), "1", "resources", "limits", "nvidia.com/gpu"))
	must(t, unstructured.SetNestedField(containers[0].(map[string]any), "1", "resources", "requests", "nvidia.com/gpu"))
	must(t, unstructured.SetNestedSlice(job.Object, containers, append(pod[:3:3], "containers")...))
	launcher, err := c.As("launcher@example.com", "28cc0d89-007a-4d47-a93a-2319260dae3f", "system:authenticated")
	must(t, err)
	_, err = launcher.Resource("batch/v1", "Job", "metaflow-jobs").Create(shared.ctx, job, v1.CreateOptions{})
	must(t, err)
	must(t, cluster.Eventually(shared.ctx, time.Minute, "the step with a GPU has run", func(ctx context.Context) (bool, string, error) {
		pods, err := c.Resource("v1", "Pod", "metaflow-jobs").List(ctx, v1.ListOptions{LabelSelector: "job-name=" + job.GetName()})
		if err != nil || len(pods.Items) != 1 {
			return false, fmt.Sprint("there is none: ", err), nil
		}
		node, _, _ := unstructured.NestedString(pods.Items[0].Object, "spec", "nodeName")
		phase, _, _ := unstructured.NestedString(pods.Items[0].Object, "status", "phase")
		return node == name && phase == "Succeeded", fmt.Sprintf("it is %s on %q", phase, node), nil
	}))
}

// gpuNode is what AKS and terraform/ make of a pool with gpu = true.
func gpuNode(name string) *unstructured.Unstructured {
	room := map[string]any{"cpu": "4", "memory": "28Gi", "ephemeral-storage": "1Ti", "pods": "100", "nvidia.com/gpu": "1"}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Node",
		"metadata": map[string]any{
			"name":        name,
			"annotations": map[string]any{"kwok.x-k8s.io/node": "fake"},
			"labels": map[string]any{
				"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
				"metaflow.example.com/pool": "gpu", "kubernetes.azure.com/accelerator": "nvidia",
			},
		},
		"spec":   map[string]any{"taints": []any{map[string]any{"key": "sku", "value": "gpu", "effect": "NoSchedule"}}},
		"status": map[string]any{"allocatable": room, "capacity": room},
	}}
}
