package picture

import "example.com/metaflow-gitops/generator/value"

// few is how many workloads of a namespace are drawn one by one where a policy
// lets in the whole namespace; more of them are one node.
const few = 8

// crowd lists the namespaces that a peer means as a whole, if they are too full
// to draw each of their pods.
func (s *scene) crowd(r rule, peer any) []string {
	selector, labels := value.Get(peer, "namespaceSelector"), value.Get(peer, "podSelector")
	if labels != nil && !demandsNothing(labels) || labels == nil && selector == nil {
		return nil
	}
	names := named(selector)
	if selector == nil {
		names = []string{r.policy.Namespace}
	}
	var found []string
	for _, name := range names {
		if s.workloadsIn(name) > few {
			found = append(found, name)
		}
	}
	return found
}

func (s *scene) workloadsIn(namespace string) int {
	count := 0
	for _, p := range s.pods {
		if p.kind == workload && p.namespace == namespace {
			count++
		}
	}
	return count
}

// letCrowdIn draws that all pods of a full namespace reach others.
func (s *scene) letCrowdIn(namespace string, p *pods, opened []port, by *policy) {
	n := s.add(node{key: key("crowd", namespace), rank: rankOutsiders, icon: cubes, title: "Pods in " + namespace, details: []string{"all of them"}, name: "all pods in " + namespace, many: true})
	s.letIn(n, p, opened, by)
	for _, x := range opened {
		p.crowds[place{namespace, x}] = true
	}
}

// place is a port as the pods of a namespace reach it.
type place struct {
	namespace string
	port      port
}
