package judge

import (
	"context"
	"fmt"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// A Finding is one thing that is wrong with an object.
type Finding struct {
	Object string // Kind namespace/name
	Says   string
}

func (f Finding) String() string { return f.Object + ": " + f.Says }

type judge struct {
	cluster  *cluster.Cluster
	stack    Stack
	findings []Finding
}

// Judge applies a stack to a cluster that has the definitions which it needs,
// and nothing of the stack. An error is the environment's; what is wrong with
// the stack is in the findings.
func Judge(ctx context.Context, c *cluster.Cluster, s Stack) ([]Finding, error) {
	j := &judge{cluster: c, stack: s}
	if !j.apply(ctx) {
		// What was refused would be missed below, and say nothing new.
		return j.findings, c.Dead()
	}
	j.pods(ctx)
	j.settle(ctx)
	return j.findings, c.Dead()
}

func (j *judge) found(o *unstructured.Unstructured, format string, args ...any) {
	j.findings = append(j.findings, Finding{Name(o), fmt.Sprintf(format, args...)})
}

// apply applies every object for good, and the engine's own objects as a trial:
// no engine runs here. It reports whether all were taken.
func (j *judge) apply(ctx context.Context) bool {
	for _, o := range j.stack.Rendered {
		if _, err := j.cluster.ApplyOne(ctx, o, v1.PatchOptions{FieldManager: "judge"}); err != nil {
			j.found(o, "refused by the API server: %v", err)
		}
	}
	for _, o := range j.stack.Sync {
		trial := o.DeepCopy()
		trial.SetNamespace("default") // its own exists where an engine does
		if _, err := j.cluster.ApplyOne(ctx, trial, v1.PatchOptions{FieldManager: "judge", DryRun: []string{v1.DryRunAll}}); err != nil {
			j.found(o, "refused by the API server: %v", err)
		}
	}
	return len(j.findings) == 0
}

// pods makes a pod of every template, as a trial: Pod Security refuses pods,
// and only warns about what makes them.
func (j *judge) pods(ctx context.Context) {
	for _, o := range j.stack.Rendered {
		template, found, _ := unstructured.NestedMap(o.Object, "spec", "template")
		if !found || template["spec"] == nil {
			continue
		}
		pod := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Pod", "spec": template["spec"], "metadata": map[string]any{}}}
		if md, ok := template["metadata"].(map[string]any); ok {
			pod.Object["metadata"] = md
		}
		pod.SetGenerateName(o.GetName() + "-")
		pod.SetNamespace(o.GetNamespace())
		_, err := j.cluster.Resource("v1", "Pod", o.GetNamespace()).Create(ctx, pod, v1.CreateOptions{DryRun: []string{v1.DryRunAll}, FieldValidation: v1.FieldValidationStrict})
		if err != nil {
			j.found(o, "its pods are refused: %v", err)
		}
	}
}

// settle waits for what controllers make of the objects. All wait at the same
// time, so one deadline serves for all.
func (j *judge) settle(ctx context.Context) {
	deadline := time.Now().Add(20 * time.Second)
	for _, o := range j.stack.Rendered {
		check, applies := settled[o.GetKind()]
		if !applies {
			continue
		}
		problem := ""
		err := cluster.Eventually(ctx, max(time.Until(deadline), time.Second), Name(o)+" settles", func(ctx context.Context) (bool, string, error) {
			now, err := check(ctx, j.cluster, o)
			if err == nil {
				problem = now // and stays, when time runs out within a request
			}
			return now == "", now, err
		})
		if err != nil && problem == "" {
			problem = err.Error()
		}
		if problem != "" {
			j.found(o, "%s", problem)
		}
	}
}
