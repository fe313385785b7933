package picture

import (
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/check/exposure"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
	"example.com/metaflow-gitops/generator/reach/reachtest"
	"github.com/hashicorp/hcl/v2"
)

// sets is how many random sets of objects each agreement is held for.
const sets = 600

// drawn is a scene of objects.
func drawn(objects []manifest.Object) *scene {
	var all []Object
	for _, o := range objects {
		all = append(all, Object{Fields: o.Fields})
	}
	return newScene(side(all, false))
}

// TestEdgesAgree holds, for each pair of pods and each port in random sets of
// objects, that the picture has an edge just where policies let one reach the other.
// One of the whole cluster or a whole namespace stands for those of all its pods.
func TestEdgesAgree(t *testing.T) {
	edges := 0
	for seed := range uint64(sets) {
		s := drawn(reachtest.Objects(reachtest.Small, seed))
		c := reach.New(s.objects())
		for _, to := range c.Pods {
			for _, from := range c.Pods {
				if from == to || to.Kind != reach.Workload || to.OnHost() {
					continue // which are drawn as they are met in another way
				}
				for _, port := range to.Ports {
					_, may := c.May(from, to, port)
					direct := s.has(idOf(from), idOf(to), port)
					among := s.has(reach.ID{Kind: reach.WholeCluster}, idOf(to), port)
					if direct && !may && !others(c, from, to, port) || may && !direct && !among && !s.routes(from, to) {
						t.Fatalf("set %d: may %s reach %s on %+v? %t, but there is an edge: %t, of the cluster: %t", seed, from, to, port, may, direct, among)
					}
					if direct {
						edges++
					}
				}
			}
		}
	}
	if edges < 500 {
		t.Errorf("the sets are no test: %d edges", edges)
	}
}

func (s *scene) objects() []manifest.Object {
	var all []manifest.Object
	for _, i := range s.items {
		all = append(all, i.Object)
	}
	return all
}

// idOf is the node of pods.
func idOf(p *reach.Pods) reach.ID {
	switch p.Kind {
	case reach.TaskPods:
		return reach.ID{Kind: reach.Tasks, Namespace: p.Namespace}
	case reach.GatewayPods:
		return reach.ID{Kind: reach.Front, Namespace: p.Namespace, Name: p.From.Name, Detail: "Gateway"}
	}
	return reach.ID{Kind: reach.Runs, Namespace: p.Namespace, Name: p.Owner.Name, Detail: p.Owner.Kind}
}

// has reports whether there is an edge on a port.
func (s *scene) has(from, to reach.ID, port reach.Port) bool {
	e := s.edges[pair{from, to}]
	return e != nil && e.class == "reach" && (port.Number == 0 || slices.Contains(e.labels, portLabel(port)))
}

// routes reports whether an edge says where requests go, and not on which port.
func (s *scene) routes(from, to *reach.Pods) bool {
	e := s.edges[pair{idOf(from), idOf(to)}]
	return e != nil && e.class == "route"
}

// others reports whether other pods of the same node may reach the port, or these
// another one of its number.
func others(c *reach.Cluster, from, to *reach.Pods, port reach.Port) bool {
	return slices.ContainsFunc(c.Pods, func(p *reach.Pods) bool {
		return idOf(p) == idOf(from) && slices.ContainsFunc(to.Ports, func(x reach.Port) bool {
			_, may := c.May(p, to, x)
			return may && x.Number == port.Number
		})
	})
}

// planned are the pods of the example stack prod, with who is planned to reach them.
var planned = map[string][]reach.ID{
	"auth-proxy-people":   {{Kind: reach.Front, Namespace: "metaflow-gateway", Name: "metaflow"}},
	"auth-proxy-programs": {{Kind: reach.Front, Namespace: "metaflow-gateway", Name: "metaflow"}},
	"ui-static":           {{Kind: reach.Runs, Namespace: "metaflow", Name: "auth-proxy-people"}},
	"ui-backend":          {{Kind: reach.Runs, Namespace: "metaflow", Name: "auth-proxy-people"}},
	"metadata-service": {{Kind: reach.Runs, Namespace: "metaflow", Name: "auth-proxy-programs"}, {Kind: reach.Runs, Namespace: "metaflow", Name: "ui-backend"},
		{Kind: reach.Runs, Namespace: "metaflow-jobs"}, {Kind: reach.Tasks, Namespace: "metaflow-jobs"}, {Kind: reach.WholeNamespace, Namespace: "metaflow-jobs"},
		{Kind: reach.Outsiders, Name: "metaflow-jobs"}, {Kind: reach.Front, Namespace: "metaflow-jobs"}},
}

func isPlanned(from reach.ID, to string) bool {
	return slices.ContainsFunc(planned[to], func(p reach.ID) bool {
		return p.Kind == from.Kind && p.Namespace == from.Namespace && (p.Name == "" || p.Name == from.Name)
	})
}

// doors are the summaries of findings about who reaches pods of the stack.
var doors = []string{"Pods without a policy", "Policy open to everybody", "Policy open to every namespace", "Policy open by a namespace's label", "Policy open to addresses", "Side door"}

// TestCheckAgrees puts random policies and pods into the example stack prod, and
// holds that the check finds something of just those pods that the picture has an
// edge to that is not planned.
func TestCheckAgrees(t *testing.T) {
	prod := checktest.Load(t, "prod")
	own := slices.DeleteFunc(prod.Rendered.Objects, func(o manifest.Object) bool { return o.Kind == "NetworkPolicy" })
	universe := reachtest.Universe{Namespaces: []string{"metaflow", "metaflow-jobs", "metaflow-gateway"}, Labels: map[string][]string{
		"app.kubernetes.io/name":    {"metadata-service", "ui-backend", "ui-static", "auth-proxy-people", "auth-proxy-programs", "metaflow-task", "debug"},
		"app.kubernetes.io/part-of": {"metaflow"},
	}}
	open, denied := 0, 0
	for seed := range uint64(sets) {
		objects := append(slices.Clip(own), slices.DeleteFunc(reachtest.Objects(universe, seed), func(o manifest.Object) bool { return o.Kind == "Namespace" })...)
		if seed%2 == 0 { // or nearly everything is open
			deny := map[string]any{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": map[string]any{"name": "deny", "namespace": "metaflow"},
				"spec": map[string]any{"policyTypes": []any{"Ingress", "Egress"}}}
			objects = append(objects, manifest.New(deny))
		}
		s := drawn(objects)
		prod.Rendered.Objects = objects
		diags := exposure.Check(prod.Stack, prod.Rendered)
		for name := range planned {
			edge, everybody := s.unplanned(name)
			found, nobody := findingsOf(diags, name)
			if edge != "" && !found {
				t.Fatalf("set %d: the picture says %q, and the check finds nothing about it", seed, edge)
			}
			if everybody != nobody {
				t.Fatalf("set %d: no policy is about %s: %t in the picture, %t for the check", seed, name, everybody, nobody)
			}
			if edge != "" {
				open++
			} else if !found {
				denied++
			}
		}
		s.sideDoors(t, seed, diags)
	}
	if open < 100 || denied < 100 {
		t.Errorf("the sets are no test: %d open, %d denied", open, denied)
	}
}

// unplanned finds an edge to pods of the stack that is not planned, and whether no
// policy is about them.
func (s *scene) unplanned(name string) (edge string, everybody bool) {
	for at, e := range s.edges {
		if at.to.Kind != reach.Runs || at.to.Namespace != "metaflow" || at.to.Name != name || at.to.Detail != "Deployment" || e.class != "reach" || at.from.Kind == reach.PrivateNetwork || strings.HasPrefix(e.detail, "through the Service") {
			continue
		}
		if !isPlanned(at.from, name) {
			edge = e.sentence()
		}
		everybody = everybody || e.detail == reasons[reach.NoPolicy]
	}
	return edge, everybody
}

// findingsOf reports whether anything is found about who reaches pods of the stack,
// and that no policy is about them.
func findingsOf(diags hcl.Diagnostics, name string) (any, nobody bool) {
	for _, d := range diags {
		if slices.Contains(doors, d.Summary) && strings.Contains(d.Detail, "of Deployment metaflow/"+name) {
			any = true
			nobody = nobody || d.Summary == "Pods without a policy"
		}
	}
	return any, nobody
}

// sideDoors holds that there is an edge wherever the check finds that pods reach
// others by their labels.
func (s *scene) sideDoors(t *testing.T, seed uint64, diags hcl.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		_, rest, is := strings.Cut(d.Detail, " lets the pods of ")
		from, rest, split := strings.Cut(rest, " reach those of ")
		to, _, labels := strings.Cut(rest, " (spec.ingress), as they have the labels")
		if !is || !split || !labels {
			continue
		}
		c := reach.New(s.objects(), "metaflow-jobs")
		source, target := podsOf(c, from), podsOf(c, to)
		drawn := slices.ContainsFunc(target.Ports, func(p reach.Port) bool {
			return s.has(idOf(source), idOf(target), p) || s.has(reach.ID{Kind: reach.WholeCluster}, idOf(target), p)
		})
		if target.Kind == reach.Workload && !drawn && !s.routes(source, target) {
			t.Fatalf("set %d: the check says %q, and the picture has no edge", seed, d.Detail)
		}
	}
}

func podsOf(c *reach.Cluster, name string) *reach.Pods {
	return c.Pods[slices.IndexFunc(c.Pods, func(p *reach.Pods) bool { return p.String() == name })]
}
