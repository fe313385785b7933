package exposure

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// pods checks that no pod is reachable on its node's address, whatever makes it: the
// controllers of other kinds take the fields of a pod as a Deployment's does.
func (x entries) pods() {
	told := map[string]bool{} // a workflow says it once for the pods of all its templates
	for _, p := range x.AllPods() {
		if on := manifest.Text(p.Spec, "hostNetwork"); on != "" && on != "false" {
			x.onHost(p, told)
		}
		for _, c := range p.Containers {
			for _, port := range manifest.Items(c.Fields, "ports") {
				if number := manifest.Text(port, "hostPort"); number != "" && number != "0" {
					x.onHostPort(p, c, number, told)
				}
			}
		}
	}
}

func (x entries) onHost(p manifest.Pod, told map[string]bool) {
	path := p.At("hostNetwork")
	if isFirst(told, p.Owner, path, "") {
		x.Field(p.Owner, "hostNetwork", path, "Pods in the host's network", "The pods of %s have hostNetwork, so they listen on their node's address, where no network policy applies to them and nobody asks for a login. Remove the field.", p.Owner)
	}
}

func (x entries) onHostPort(p manifest.Pod, c manifest.Container, number string, told map[string]bool) {
	path := append(slices.Clone(c.Path), "ports")
	if isFirst(told, p.Owner, path, number) {
		x.Field(p.Owner, "hostPort", path, "Port of the host", "Container %q of %s has hostPort %s, so it is reachable on its node's address without a login. Remove the field.", c.Name, p.Owner, number)
	}
}

// isFirst reports whether nothing was told yet of a field of an object.
func isFirst(told map[string]bool, o manifest.Object, path []string, value string) bool {
	key := strings.Join(append([]string{o.Ref(), value}, path...), "\n")
	if told[key] {
		return false
	}
	told[key] = true
	return true
}
