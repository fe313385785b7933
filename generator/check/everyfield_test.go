package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/plan"
)

// free are the fields of sync objects whose values change nothing in the
// cluster, so nothing is proved of them.
var free = []string{
	"metadata.labels.app.kubernetes.io/part-of", "metadata.labels.metaflow-stack",
	"spec.description", "spec.revisionHistoryLimit", "spec.syncPolicy.retry.limit",
	"spec.syncPolicy.retry.backoff.duration", "spec.syncPolicy.retry.backoff.factor", "spec.syncPolicy.retry.backoff.maxDuration",
	"spec.source.helm.valuesObject.controller.resources.limits.memory", "spec.source.helm.valuesObject.controller.resources.requests.cpu",
	"spec.source.helm.valuesObject.controller.resources.requests.memory", "spec.source.helm.valuesObject.images.pullPolicy",
}

// leaf is a value in a sync object, and how to replace it.
type leaf struct {
	path    string
	replace func(any)
}

func leaves(v any, path string, replace func(any)) []leaf {
	var all []leaf
	switch v := v.(type) {
	case plan.Map:
		for i, e := range v {
			all = append(all, leaves(e.Value, strings.TrimPrefix(path+"."+e.Key, "."), func(new any) { v[i].Value = new })...)
		}
	case plan.List:
		for i, item := range v {
			all = append(all, leaves(item, path, func(new any) { v[i] = new })...)
		}
	default:
		all = append(all, leaf{path, replace})
	}
	return all
}

// TestEveryFieldMatters changes each value of the sync objects of both engines,
// and takes each away: the proofs notice all of it.
func TestEveryFieldMatters(t *testing.T) {
	for _, stack := range []string{"prod", "research"} {
		for i, d := range checktest.Load(t, stack).Sync {
			for j, l := range leaves(d, "", nil) {
				for what, value := range map[string]any{"changed": "x", "gone": nil} {
					if slices.Contains(free, l.path) {
						continue
					}
					t.Run(fmt.Sprintf("%s/%d/%s/%s", stack, i, l.path, what), func(t *testing.T) {
						f := checktest.Load(t, stack)
						leaves(f.Sync[i], "", nil)[j].replace(value)
						if len(Check(f.Stack, f.Rendered, f.Sync)) == 0 {
							t.Error("no finding")
						}
					})
				}
			}
		}
	}
}
