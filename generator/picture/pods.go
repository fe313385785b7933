package picture

import (
	"encoding/json"
	"fmt"
	"strconv"
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
	ingress, egress []*policy // those that select them
	open            map[port]bool
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

// port is what pods listen on. The number 0 is any, where nothing says which.
type port struct {
	number         int
	name, protocol string
}

func (p port) String() string {
	if p.number == 0 {
		return ""
	}
	return ":" + strconv.Itoa(p.number)
}

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

// tagOf is what says which image it is: its tag, or the start of its digest.
func tagOf(image string) string {
	name, digest, pinned := strings.Cut(image, "@")
	name = name[strings.LastIndexByte(name, '/')+1:]
	if _, tag, tagged := strings.Cut(name, ":"); tagged {
		return tag
	}
	if pinned {
		return digest[:min(len(digest), len("sha256:")+8)]
	}
	return name
}

func plural(word, count string) string {
	if count == "1" {
		return word
	}
	return word + "s"
}

func counted(n int, word string) string {
	count := strconv.Itoa(n)
	return count + " " + plural(word, count)
}

func in(namespace string) string {
	if namespace == "" {
		return ""
	}
	return "in " + namespace
}

func key(parts ...string) string { return fmt.Sprintf("%q", parts) }

// declaredPorts are those that the containers name.
func (p *pods) declaredPorts() []port {
	var found []port
	for _, c := range p.item.Containers() {
		for _, raw := range value.Items(c, "ports") {
			found = appendNew(found, port{number(value.Get(raw, "containerPort")), value.Text(raw, "name"), protocol(raw)})
		}
	}
	for _, raw := range p.item.items("spec", "service", "ports") { // of an EventSource
		if p.item.group == "argoproj.io" {
			found = appendNew(found, port{number(value.Get(raw, "targetPort")), "", protocol(raw)})
		}
	}
	return found
}

// number is a port's; 0 is none.
func number(v any) int {
	if _, isText := v.(string); isText {
		return 0 // which would be a name
	}
	n, err := strconv.Atoi(value.Text(v))
	if err != nil || n < 0 || n > 65535 {
		return 0
	}
	return n
}

func protocol(v any) string {
	if p := value.Text(v, "protocol"); p != "" {
		return p
	}
	return "TCP"
}

// findPorts settles what each of the pods listens on. A container need not name
// its ports: then those are taken that Services lead to, or policies open.
func (s *scene) findPorts() {
	for _, p := range s.pods {
		p.ports = p.declaredPorts()
		if len(p.ports) == 0 {
			p.ports = s.servedPorts(p)
		}
		if len(p.ports) == 0 {
			p.ports = openedPorts(p)
		}
		if len(p.ports) == 0 {
			p.ports = []port{{protocol: "TCP"}}
		}
		p.open = map[port]bool{}
	}
}

func openedPorts(p *pods) []port {
	var found []port
	for _, policy := range p.ingress {
		for _, r := range policy.in {
			for _, raw := range r.ports {
				if n := number(value.Get(raw, "port")); n != 0 {
					found = appendNew(found, port{n, "", protocol(raw)})
				}
			}
		}
	}
	return found
}

// isNumber tells a number from a name where both may stand.
func isNumber(v any) bool {
	switch v.(type) {
	case json.Number, int, int64, uint64, float64:
		return true
	}
	return false
}
