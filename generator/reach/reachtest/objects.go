// Package reachtest makes random sets of objects for tests of who can reach what.
// No program links it.
package reachtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// Universe is what the objects of a set are made of.
type Universe struct {
	Namespaces []string
	Labels     map[string][]string // values that are likely, by key
}

// Small is a universe in which things often meet.
var Small = Universe{
	Namespaces: []string{"services", "jobs", "edge"},
	Labels:     map[string][]string{"app": {"a", "b", "c"}, "tier": {"front", "back"}},
}

// dice makes random values. The same seed makes the same ones.
type dice struct {
	*rand.Rand
	Universe
	keys []string
}

// Objects is one random set: namespaces, workloads, Services, policies, gateways
// with routes, an Ingress, and what makes a namespace one of tasks.
func Objects(u Universe, seed uint64) []manifest.Object {
	d := newDice(u, seed)
	var all []manifest.Object
	for _, namespace := range u.Namespaces {
		if d.odds(2, 3) {
			all = append(all, object("v1", "Namespace", "", namespace, map[string]any{"metadata": map[string]any{"name": namespace, "labels": d.labels()}}))
		}
	}
	for i := range 2 + d.IntN(5) {
		all = append(all, d.workload(fmt.Sprintf("w%d", i)))
	}
	for i := range d.IntN(4) {
		all = append(all, d.service(fmt.Sprintf("s%d", i)))
	}
	all = append(all, d.fronts()...)
	all = append(all, d.tasks()...)
	return append(all, Policies(u, seed)...)
}

// Policies are random network policies of a universe.
func Policies(u Universe, seed uint64) []manifest.Object {
	d := newDice(u, seed+1<<32)
	var all []manifest.Object
	for i := range d.IntN(6) {
		all = append(all, object("networking.k8s.io/v1", "NetworkPolicy", d.namespace(), fmt.Sprintf("p%d", i), map[string]any{"spec": d.policy()}))
	}
	return all
}

func newDice(u Universe, seed uint64) dice {
	return dice{rand.New(rand.NewPCG(seed, 7)), u, slices.Sorted(maps.Keys(u.Labels))}
}

func object(apiVersion, kind, namespace, name string, fields map[string]any) manifest.Object {
	o := manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: namespace, Name: name, Fields: map[string]any{"apiVersion": apiVersion, "kind": kind}}
	o.Fields["metadata"] = map[string]any{"name": name, "namespace": namespace}
	for key, v := range fields {
		o.Fields[key] = v
	}
	return o
}

func (d dice) odds(n, of int) bool { return d.IntN(of) < n }

func (d dice) namespace() string { return pick(d, d.Namespaces...) }

func pick[T any](d dice, choices ...T) T { return choices[d.IntN(len(choices))] }

// label is a key and a value of the universe.
func (d dice) label() (key, value string) {
	key = pick(d, d.keys...)
	return key, pick(d, d.Universe.Labels[key]...)
}

func (d dice) labels() map[string]any {
	labels := map[string]any{}
	for range d.IntN(3) {
		key, v := d.label()
		labels[key] = v
	}
	return labels
}

func (d dice) workload(name string) manifest.Object {
	kind := pick(d, "Deployment", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod")
	container := map[string]any{"name": "main", "image": "a:1"}
	if ports := d.containerPorts(); len(ports) > 0 {
		container["ports"] = ports
	}
	spec := map[string]any{"containers": []any{container}}
	if d.odds(1, 12) {
		spec["hostNetwork"] = true
	}
	namespace := d.namespace()
	labels := d.labels()
	template := map[string]any{"metadata": map[string]any{"labels": labels}, "spec": spec}
	switch kind {
	case "Pod":
		return object("v1", kind, namespace, name, map[string]any{"metadata": map[string]any{"name": name, "namespace": namespace, "labels": labels}, "spec": spec})
	case "CronJob":
		return object("batch/v1", kind, namespace, name, map[string]any{"spec": map[string]any{"jobTemplate": map[string]any{"spec": map[string]any{"template": template}}}})
	}
	return object("apps/v1", kind, namespace, name, map[string]any{"spec": map[string]any{"template": template}})
}

func (d dice) containerPorts() []any {
	return d.some(
		map[string]any{"containerPort": 8080, "name": "http"},
		map[string]any{"containerPort": 9090, "name": "metrics", "protocol": "TCP"},
		map[string]any{"containerPort": 53, "name": "dns", "protocol": "UDP"},
		map[string]any{"containerPort": 8443},
	)
}

// some keeps a few of some items.
func (d dice) some(items ...any) []any {
	var kept []any
	for _, item := range items {
		if d.odds(1, 2) {
			kept = append(kept, item)
		}
	}
	return kept
}

func (d dice) service(name string) manifest.Object {
	spec := map[string]any{"ports": []any{map[string]any{"port": 80, "targetPort": pick[any](d, "http", "metrics", 8080, 8443)}}}
	if d.odds(1, 4) {
		spec["type"] = pick(d, "LoadBalancer", "NodePort", "ExternalName")
	}
	if selector := pick[any](d, nil, map[string]any{}, d.labels(), d.labels()); d.odds(9, 10) {
		spec["selector"] = selector
	}
	return object("v1", "Service", d.namespace(), name, map[string]any{"spec": spec})
}

// fronts are a Gateway with a route, or an Ingress, or neither.
func (d dice) fronts() []manifest.Object {
	switch d.IntN(3) {
	case 0:
		namespace := d.namespace()
		route := map[string]any{"parentRefs": []any{map[string]any{"name": "front", "namespace": namespace}},
			"rules": []any{map[string]any{"backendRefs": []any{map[string]any{"name": "s0", "port": 80}}}}}
		return []manifest.Object{
			object("gateway.networking.k8s.io/v1", "Gateway", namespace, "front", map[string]any{"metadata": map[string]any{"name": "front", "namespace": namespace, "labels": d.labels()},
				"spec": map[string]any{"gatewayClassName": "c", "listeners": []any{map[string]any{"name": "https", "protocol": "HTTPS"}}}}),
			object("gateway.networking.k8s.io/v1", "HTTPRoute", d.namespace(), "route", map[string]any{"spec": route}),
		}
	case 1:
		backend := map[string]any{"service": map[string]any{"name": "s0", "port": map[string]any{"number": 80}}}
		return []manifest.Object{object("networking.k8s.io/v1", "Ingress", d.namespace(), "front", map[string]any{"spec": map[string]any{"defaultBackend": backend}})}
	}
	return nil
}

// tasks are an account and a role that make a namespace one of tasks, or nothing.
func (d dice) tasks() []manifest.Object {
	if d.odds(1, 2) {
		return nil
	}
	namespace := d.namespace()
	return []manifest.Object{
		object("v1", "ServiceAccount", namespace, "task", map[string]any{"metadata": map[string]any{"name": "task", "namespace": namespace,
			"annotations": map[string]any{"azure.workload.identity/client-id": "11111111-1111-1111-1111-111111111111"}}}),
		object("rbac.authorization.k8s.io/v1", "Role", namespace, "launch", map[string]any{"rules": []any{
			map[string]any{"apiGroups": []any{"batch"}, "resources": []any{pick(d, "jobs", "workflows")}, "verbs": []any{"create"}}}}),
	}
}
