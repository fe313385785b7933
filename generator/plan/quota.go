package plan

import "fmt"

// quota limits what all pods of the jobs namespace may have together.
func (p podPlanner) quota() []Map {
	j := p.Config.Jobs
	if !j.Quoted() {
		return nil
	}
	hard := given(p.planner, Map{}, "pods", "jobs.quota_pods", j.QuotaPods)
	hard = given(p.planner, hard, "requests.cpu", "jobs.quota_cpu", j.QuotaCPU)
	hard = given(p.planner, hard, "requests.memory", "jobs.quota_memory", j.QuotaMemory)
	hard = given(p.planner, hard, "requests.nvidia.com/gpu", "jobs.quota_gpus", j.QuotaGPUs)
	return []Map{meta{APIVersion: "v1", Kind: "ResourceQuota", Name: "jobs", Labels: labelled("quota")}.object(
		Entry{"spec", Map{{"hard", hard}}})}
}

// limits gives every container of the jobs namespace requests, without which a
// quota refuses it, and says how large one may be.
func (p podPlanner) limits() []Map {
	j := p.Config.Jobs
	request := given(p.planner, Map{}, "cpu", "jobs.default_cpu", j.DefaultCPU)
	request = given(p.planner, request, "memory", "jobs.default_memory", j.DefaultMemory)
	if len(request) == 0 {
		return nil
	}
	limit := Map{{"type", "Container"}, {"defaultRequest", request}}
	largest := given(p.planner, Map{}, "cpu", "jobs.max_cpu", j.MaxCPU)
	if largest = given(p.planner, largest, "memory", "jobs.max_memory", j.MaxMemory); len(largest) > 0 {
		limit = limit.with("max", largest)
	}
	return []Map{meta{APIVersion: "v1", Kind: "LimitRange", Name: "jobs", Labels: labelled("quota")}.object(
		Entry{"spec", Map{{"limits", List{limit}}}})}
}

// given adds a decision to a map, where it was taken.
func given[T any, P interface {
	*T
	fmt.Stringer
}](p planner, m Map, key, path string, value P) Map {
	if value == nil {
		return m
	}
	return m.with(key, p.decision(path, value))
}
