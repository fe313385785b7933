package sync

import (
	"context"
	"fmt"
	"strings"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// versions are those of the kinds that the cases are of.
var versions = map[string]string{
	"Pod": "v1", "Job": "batch/v1", "JobSet": "jobset.x-k8s.io/v1alpha2",
	"Workflow": "argoproj.io/v1alpha1", "WorkflowTemplate": "argoproj.io/v1alpha1", "CronWorkflow": "argoproj.io/v1alpha1", "Sensor": "argoproj.io/v1alpha1",
}

// object is what a case creates: with a spec of its own, or with a pod that runs
// as an account.
func (c policyCase) object(name string) *unstructured.Unstructured {
	pod := map[string]any{"restartPolicy": "Never", "containers": []any{map[string]any{"name": "x", "image": "example.com/x"}}}
	if c.Account != "" {
		pod["serviceAccountName"] = c.Account
	}
	job := map[string]any{"template": map[string]any{"spec": pod}}
	spec := c.Spec
	if spec == nil {
		spec = map[string]map[string]any{"Pod": pod, "Job": job, "JobSet": {"replicatedJobs": []any{map[string]any{"name": "x", "template": map[string]any{"spec": job}}}}}[c.Kind]
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": versions[c.Kind], "kind": c.Kind, "metadata": map[string]any{"name": name, "namespace": "metaflow-jobs"}, "spec": spec,
	}}
}

// try creates the object as a trial and compares the answer with the wanted one.
func (c policyCase) try(client cluster.Client, o *unstructured.Unstructured) func(context.Context) (bool, string, error) {
	return func(ctx context.Context) (bool, string, error) {
		_, err := client.Resource(versions[c.Kind], c.Kind, "metaflow-jobs").Create(ctx, o, v1.CreateOptions{DryRun: []string{v1.DryRunAll}})
		if c.Refused == "" {
			return err == nil, fmt.Sprintf("refused: %v", err), nil
		}
		return err != nil && strings.Contains(err.Error(), c.Refused), fmt.Sprintf("the answer is %v, wanted is %q", err, c.Refused), nil
	}
}
