package judge

import (
	"context"
	"fmt"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// settled says for each kind what is still wrong with an object that is in the
// cluster; "" is nothing.
var settled = map[string]func(context.Context, *cluster.Cluster, *unstructured.Unstructured) (string, error){
	"Deployment":          available,
	"StatefulSet":         available,
	"Service":             hasEndpoints,
	"PodDisruptionBudget": hasPods,
	"NetworkPolicy":       selectsPods,
}

func available(ctx context.Context, c *cluster.Cluster, o *unstructured.Unstructured) (string, error) {
	now, err := c.Get(ctx, o)
	if err != nil {
		return "", err
	}
	wanted, _, _ := unstructured.NestedInt64(now.Object, "spec", "replicas")
	ready, _, _ := unstructured.NestedInt64(now.Object, "status", "readyReplicas")
	if ready < wanted {
		return fmt.Sprintf("%d of %d pods are ready", ready, wanted), nil
	}
	return "", nil
}

func hasEndpoints(ctx context.Context, c *cluster.Cluster, o *unstructured.Unstructured) (string, error) {
	slices, err := c.Resource("discovery.k8s.io/v1", "EndpointSlice", o.GetNamespace()).List(ctx, v1.ListOptions{LabelSelector: "kubernetes.io/service-name=" + o.GetName()})
	if err != nil {
		return "", err
	}
	for _, s := range slices.Items {
		if endpoints, _, _ := unstructured.NestedSlice(s.Object, "endpoints"); len(endpoints) > 0 {
			return "", nil
		}
	}
	selector, _, _ := unstructured.NestedStringMap(o.Object, "spec", "selector")
	return fmt.Sprintf("its selector %s finds no ready pod", labels.Set(selector)), nil
}

func hasPods(ctx context.Context, c *cluster.Cluster, o *unstructured.Unstructured) (string, error) {
	now, err := c.Get(ctx, o)
	if err != nil {
		return "", err
	}
	if n, _, _ := unstructured.NestedInt64(now.Object, "status", "expectedPods"); n > 0 {
		return "", nil
	}
	return "it protects no pod", nil
}

// selectsPods holds only where the stack runs pods: those of jobs and of the
// gateway are made by others.
func selectsPods(ctx context.Context, c *cluster.Cluster, o *unstructured.Unstructured) (string, error) {
	pods, err := c.Resource("v1", "Pod", o.GetNamespace()).List(ctx, v1.ListOptions{})
	if err != nil || len(pods.Items) == 0 {
		return "", err
	}
	raw, _, _ := unstructured.NestedMap(o.Object, "spec", "podSelector")
	selector, err := parseSelector(raw)
	if err != nil {
		return err.Error(), nil
	}
	for _, p := range pods.Items {
		if selector.Matches(labels.Set(p.GetLabels())) {
			return "", nil
		}
	}
	return fmt.Sprintf("its podSelector %s finds no pod", selector), nil
}
