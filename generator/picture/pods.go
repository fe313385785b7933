package picture

import (
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// pods are what a workload runs: all of them are alike.
type pods struct {
	item            *item
	node            *node
	namespace       string
	labels          map[string]string
	ports           []port
	ingress, egress []*policy      // those that select them
	open            map[port]bool  // to everything
	crowds          map[place]bool // to all of a namespace
	kind            podsKind
	login           bool // they are a proxy that asks for a login
	vague           bool // something else makes them, with labels that are not known here
}

type podsKind int

const (
	workload podsKind = iota
	gateway
	tasks
)

// spec is the pod's, at a path.
func (p *pods) spec(path ...string) any {
	return p.item.Pod().Get(append([]string{"spec"}, path...)...)
}

// findPods finds all that runs pods: workloads of any kind, and what
// controllers make pods of.
func (s *scene) findPods() {
	for _, i := range s.items {
		switch {
		case len(i.Containers()) > 0:
			s.findWorkload(i)
		case chartOf(i) != "":
			s.findChart(i)
		case i.group == "argoproj.io" && (i.Kind == "EventSource" || i.Kind == "EventBus" || i.Kind == "Sensor"):
			s.findEvents(i)
		}
	}
}

func (s *scene) findWorkload(i *item) {
	p := &pods{item: i, namespace: i.Namespace, labels: value.TextMap(i.Pod().Fields, "metadata", "labels")}
	n := node{key: key("pods", i.Kind, i.Namespace, i.Name), column: services, icon: box, title: i.Name, name: i.Name, own: []*item{i}}
	n.details = []string{describeWorkload(i), in(i.Namespace)}
	if l, is := loginOf(i); is {
		p.login = true
		l.dress(&n)
	}
	p.node = s.add(n)
	s.pods = append(s.pods, p)
}

// describeWorkload is the tag of the image, and how many pods there are.
func describeWorkload(i *item) string {
	parts := []string{}
	if i.Kind != "Deployment" {
		parts = append(parts, i.Kind)
	}
	if tag := tagOf(value.Text(mainContainer(i), "image")); tag != "" {
		parts = append(parts, tag)
	}
	if i.Kind == "Deployment" || i.Kind == "StatefulSet" {
		count := i.text("spec", "replicas")
		if count == "" {
			count = "1"
		}
		parts = append(parts, count+" "+plural("replica", count))
	}
	return strings.Join(parts, " · ")
}

func mainContainer(i *item) any {
	list := value.Items(i.Pod().Fields, "spec", "containers")
	if len(list) == 0 {
		return nil
	}
	return list[0]
}
