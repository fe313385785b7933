package picture

import (
	"encoding/base64"
	"slices"

	"example.com/metaflow-gitops/generator/value"
)

// taskLabels are on the pods that Metaflow makes.
var taskLabels = map[string]string{"app.kubernetes.io/name": "metaflow-task", "app.kubernetes.io/part-of": "metaflow"}

// findTasks draws the accounts with an identity that nothing rendered acts as:
// those of tasks, which people start in their namespace.
func (s *scene) findTasks() {
	for _, i := range s.items {
		if !i.is("", "ServiceAccount") || s.claimed[i.Namespace+"/"+i.Name] {
			continue
		}
		a := s.account(i.Namespace, i.Name)
		if a == nil || !s.startsPods(i.Namespace) {
			continue
		}
		a.details[1] = "task role, in " + i.Namespace
		a.name = "the task role " + i.Name
		s.connect(s.taskPods(i.Namespace), a, edge{class: "act", verb: actsAs}, i)
		for _, account := range s.datastores(i.Namespace) {
			s.connect(a, account, edge{class: "use", verb: uses}, i)
		}
	}
}

// startsPods tells whether a namespace is one for tasks: a role lets somebody
// make pods there, or nothing else runs in it.
func (s *scene) startsPods(namespace string) bool {
	busy := slices.ContainsFunc(s.pods, func(p *pods) bool { return p.namespace == namespace && p.kind != tasks })
	return !busy || slices.ContainsFunc(s.items, func(i *item) bool {
		return i.Kind == "Role" && i.Namespace == namespace && i.allows("create", "pods", "jobs", "workflows")
	})
}

// taskPods is the node of a namespace's tasks.
func (s *scene) taskPods(namespace string) *node {
	at := key("tasks", namespace)
	if n, there := s.nodes[at]; there {
		return n
	}
	n := s.add(node{key: at, rank: rankTasks, icon: cubes, title: "Task pods", details: []string{in(namespace)}, name: "task pods in " + namespace, many: true})
	empty := &item{}
	s.pods = append(s.pods, &pods{item: empty, node: n, namespace: namespace, labels: taskLabels, kind: tasks})
	return n
}

// datastores are the storage accounts that tasks of a namespace keep their data
// in: what a Secret of theirs says, or else where the UI reads it.
func (s *scene) datastores(namespace string) []*node {
	var found, elsewhere []*node
	for _, i := range s.items {
		if i.is("", "Secret") && i.Namespace == namespace {
			text, err := base64.StdEncoding.DecodeString(i.text("data", storageVariable))
			if account := s.storageAt(string(text)); err == nil && account != nil {
				found = appendNew(found, account)
			}
		}
		for _, c := range i.Containers() {
			for _, e := range value.Items(c, "env") {
				if value.Text(e, "name") != storageVariable {
					continue
				}
				if account := s.storageAt(value.Text(e, "value")); account != nil {
					elsewhere = appendNew(elsewhere, account)
				}
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	return elsewhere
}

// storageAt is the storage account of an endpoint, or nil.
func (s *scene) storageAt(endpoint string) *node {
	for _, host := range hostsIn("", endpoint) {
		if kindOf(host) == "storage" {
			n, _ := s.resource("", host)
			return n
		}
	}
	return nil
}
