package picture

import (
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// Ranks of clients: what should not be there stands on top.
const (
	rankInternet = iota
	rankCluster
	rankPeople
	rankPrograms
	rankForwarders
	rankTasks
	rankOutsiders
)

func (s *scene) cluster() *node {
	return s.add(node{key: "cluster", rank: rankCluster, icon: cubes, title: "The whole cluster", details: []string{"any pod in it"}, name: "anything in the cluster"})
}

func (s *scene) internet() *node {
	return s.add(node{key: "internet", rank: rankInternet, icon: globe, title: "The internet", details: []string{"anybody"}, name: "the internet"})
}

func (s *scene) privateNetwork() *node {
	return s.add(node{key: "network", rank: rankCluster, icon: globe, title: "The private network", details: []string{"anything in it"}, name: "the private network"})
}

func (s *scene) addresses(b block) *node {
	if b.isInternet() {
		return s.internet()
	}
	return s.add(node{key: key("addresses", b.String()), rank: rankOutsiders, icon: globe, title: b.cidr.String(), many: true,
		details: []string{"addresses" + strings.TrimPrefix(b.String(), b.cidr.String())}, name: "the addresses " + b.String()})
}

// outsiders are pods that a peer of a policy means and that are not of the stack.
func (s *scene) outsiders(peer any) *node {
	selector, labels := value.Get(peer, "namespaceSelector"), selectorText(value.Get(peer, "podSelector"))
	where := "of " + strings.Join(named(selector), ", ")
	switch {
	case demandsNothing(selector):
		where = "of every namespace"
	case named(selector) == nil:
		where = "of namespaces with " + selectorText(selector)
	}
	n := node{key: key("outside", where, labels), rank: rankOutsiders, icon: cubes, title: "Pods " + where, details: []string{"not of this stack"}, name: "pods " + where, many: true}
	if labels != "" {
		n.details = []string{"with " + labels}
		n.name += " with " + labels
	}
	return s.add(n)
}
