package sync

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestTaskPods launches a job of the shape that Metaflow makes of a @kubernetes
// step with the stack's client profile, as one of those who may, and looks at
// the pod that comes of it: what the webhook of Workload Identity goes by is on
// it, and the namespace has room for it.
func TestTaskPods(t *testing.T) {
	t.Parallel()
	c := prodApplied(t)
	profile := map[string]string{}
	must(t, json.Unmarshal([]byte(read(t, filepath.Join(shared.root, "overlays/prod/client/config.json"))), &profile))
	namespace := profile["METAFLOW_KUBERNETES_NAMESPACE"]
	launcher, err := c.As("launcher@example.com", "28cc0d89-007a-4d47-a93a-2319260dae3f", "system:authenticated")
	must(t, err)
	for _, account := range []string{profile["METAFLOW_KUBERNETES_SERVICE_ACCOUNT"], "task-training"} {
		job := stepJob(account, namespace, labelsOf(profile["METAFLOW_KUBERNETES_LABELS"]))
		_, err = launcher.Resource("batch/v1", "Job", namespace).Create(shared.ctx, job, v1.CreateOptions{})
		must(t, err)
		must(t, cluster.Eventually(shared.ctx, time.Minute, "the job's pod has run", func(ctx context.Context) (bool, string, error) {
			pods, err := launcher.Resource("v1", "Pod", namespace).List(ctx, v1.ListOptions{LabelSelector: "job-name=" + job.GetName()})
			if err != nil || len(pods.Items) != 1 {
				return false, fmt.Sprint("there is none: ", err), nil
			}
			pod := pods.Items[0]
			as, _, _ := unstructured.NestedString(pod.Object, "spec", "serviceAccountName")
			if as != account || pod.GetLabels()["azure.workload.identity/use"] != "true" {
				return false, "", fmt.Errorf("it runs as %q with the labels %v", as, pod.GetLabels())
			}
			phase, _, _ := unstructured.NestedString(pod.Object, "status", "phase")
			return phase == "Succeeded", "it is " + phase, nil
		}))
	}
}

// stepJob is what Metaflow's @kubernetes creates, as far as identity goes: the
// labels are on the job and on its pods.
func stepJob(account, namespace string, labels map[string]any) *unstructured.Unstructured {
	labels["app.kubernetes.io/name"], labels["app.kubernetes.io/part-of"] = "metaflow-task", "metaflow"
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "batch/v1", "kind": "Job",
		"metadata": map[string]any{"name": "step-" + account, "namespace": namespace, "labels": labels},
		"spec": map[string]any{"backoffLimit": int64(0), "template": map[string]any{
			"metadata": map[string]any{"labels": labels},
			"spec": map[string]any{
				"serviceAccountName": account, "restartPolicy": "Never",
				"containers": []any{map[string]any{"name": "step", "image": "python:3.12", "resources": map[string]any{
					"requests": map[string]any{"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"},
					"limits":   map[string]any{"memory": "4096M", "ephemeral-storage": "10240M"},
				}}},
			},
		}},
	}}
}

// labelsOf reads k=v,k2=v2.
func labelsOf(text string) map[string]any {
	labels := map[string]any{}
	for pair := range strings.SplitSeq(text, ",") {
		key, value, _ := strings.Cut(pair, "=")
		labels[key] = value
	}
	return labels
}
