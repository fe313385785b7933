package plan

import (
	"fmt"

	"example.com/metaflow-gitops/generator/manifest"
)

// quota limits what all pods of the jobs namespace may have together.
func (p podPlanner) quota() []manifest.Map {
	j := p.Config.Jobs
	if !j.Quoted() {
		return nil
	}
	hard := given(p.planner, manifest.Map{}, "pods", "jobs.quota_pods", j.QuotaPods)
	hard = given(p.planner, hard, "requests.cpu", "jobs.quota_cpu", j.QuotaCPU)
	hard = given(p.planner, hard, "requests.memory", "jobs.quota_memory", j.QuotaMemory)
	hard = given(p.planner, hard, "requests.nvidia.com/gpu", "jobs.quota_gpus", j.QuotaGPUs)
	return []manifest.Map{meta{APIVersion: "v1", Kind: "ResourceQuota", Name: "jobs", Labels: labelled("quota")}.object(
		manifest.Entry{"spec", manifest.Map{{"hard", hard}}})}
}

// limits gives every container of the jobs namespace requests, without which a
// quota refuses it, and says how large one may be.
func (p podPlanner) limits() []manifest.Map {
	j := p.Config.Jobs
	request := given(p.planner, manifest.Map{}, "cpu", "jobs.default_cpu", j.DefaultCPU)
	request = given(p.planner, request, "memory", "jobs.default_memory", j.DefaultMemory)
	if len(request) == 0 {
		return nil
	}
	limit := manifest.Map{{"type", "Container"}, {"defaultRequest", request}}
	largest := given(p.planner, manifest.Map{}, "cpu", "jobs.max_cpu", j.MaxCPU)
	if largest = given(p.planner, largest, "memory", "jobs.max_memory", j.MaxMemory); len(largest) > 0 {
		limit = limit.With("max", largest)
	}
	return []manifest.Map{meta{APIVersion: "v1", Kind: "LimitRange", Name: "jobs", Labels: labelled("quota")}.object(
		manifest.Entry{"spec", manifest.Map{{"limits", manifest.List{limit}}}})}
}

// given adds a decision to a map, where it was taken.
func given[T any, P interface {
	*T
	fmt.Stringer
}](p planner, m manifest.Map, key, path string, value P) manifest.Map {
	if value == nil {
		return m
	}
	return m.With(key, p.decision(path, value))
}
