package stack

import (
	"strings"
	"testing"
)

// member is a stack of a fleet that has no mistakes by itself.
func member(t *testing.T, name, hcl string, given facts) (*Stack, Source) {
	t.Helper()
	all := facts{"stack": name}
	for path, value := range given {
		all[path] = value
	}
	src := Source{Name: name, Filename: name + ".hcl", HCL: []byte(hcl), Outputs: documentWith(t, all)}
	s, diags := Parse(src)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s, src
}

// elsewhere are the namespaces of a second stack on a cluster.
var elsewhere = facts{"namespaces.services": "b", "namespaces.jobs": "b-jobs", "namespaces.gateway": "b-gateway"}

// TestFleet has each mistake of two stacks on a cluster.
func TestFleet(t *testing.T) {
	const argo = "argo_workflows {\n}\n"
	const plugin = "components = [\"base/components/nvidia-device-plugin\"]\n"
	with := func(path string, value any) facts {
		given := facts{path: value}
		for p, v := range elsewhere {
			if p != path {
				given[p] = v
			}
		}
		return given
	}
	unsaid := with("subscription_id", another)
	unsaid["cluster.subscription_id"] = absent
	for _, m := range []struct {
		mistake
		first string // stack.hcl of the first stack; public without it
	}{
		{mistake: mistake{name: "two issuers", facts: with("cluster.oidc_issuer_url", "https://westeurope.oic.prod-aks.azure.com/"+tenant+"/"+another+"/"), at: `outputs.json: "oidc_issuer_url"`,
			says: []string{"Two clusters with one name", `"a" and "b" both run on a cluster "aks-metaflow-prod"`, another, issuer}}},
		{mistake: mistake{name: "two subscriptions", facts: with("cluster.subscription_id", another), at: `outputs.json: "subscription_id"`,
			says: []string{"Two clusters with one name", `"a" and "b"`, "in subscriptions", another}}},
		{mistake: mistake{name: "two subscriptions of stacks", facts: unsaid, at: `outputs.json: "value": "` + another,
			says: []string{"Two clusters with one name", `"a" and "b"`, "in subscriptions", another}}},
		{mistake: mistake{name: "two engines", facts: elsewhere, hcl: public + "engine = \"argo-cd\"\nsync {\n  repository = \"https://git.example.com/a\"\n}\n", at: "b.hcl: engine",
			says: []string{"Two engines on one cluster", "one is synced by flux and the other by argo-cd"}}},
		{mistake: mistake{name: "a name in capitals", facts: with("namespaces.jobs", "metaflow-jobs"), at: `outputs.json: "jobs"`,
			says: []string{"Namespace of two stacks", `both claim namespace "metaflow-jobs" (for jobs and for jobs)`}}},
		{mistake: mistake{name: "a namespace of another role", facts: with("namespaces.gateway", "metaflow"), at: `outputs.json: "gateway"`,
			says: []string{"Namespace of two stacks", `both claim namespace "metaflow" (for services and for gateway)`}}},
		{first: public + argo, mistake: mistake{name: "the namespace of Argo", facts: with("namespaces.services", "argo"), at: `outputs.json: "services"`,
			says: []string{"Namespace of two stacks", `both claim namespace "argo" (for argo and for services)`}}},
		{mistake: mistake{name: "a namespace for Argo", facts: elsewhere, hcl: public + "argo_workflows {\n  namespace = \"metaflow\"\n}\n", at: "b.hcl: namespace",
			says: []string{"Namespace of two stacks", `both claim namespace "metaflow" (for services and for argo)`}}},
		{first: public + argo, mistake: mistake{name: "two Argo Workflows", facts: elsewhere, hcl: public + argo, at: "b.hcl: argo_workflows",
			says: []string{"Argo Workflows of two stacks", "both install Argo Workflows"}}},
		{first: public + plugin, mistake: mistake{name: "two device plugins by argument", facts: elsewhere, hcl: public + "jobs {\n  device_plugin = true\n}\n", at: "b.hcl: device_plugin",
			says: []string{"Device plugin of two stacks", "serves the whole cluster"}}},
		{first: public + plugin, mistake: mistake{name: "two device plugins", facts: elsewhere, hcl: public + plugin, at: "b.hcl: components",
			says: []string{"Device plugin of two stacks", "one stack can have it"}}},
	} {
		t.Run(m.name, func(t *testing.T) {
			if m.first == "" {
				m.first = public
			}
			if m.hcl == "" {
				m.hcl = public
			}
			a, _ := member(t, "a", m.first, nil)
			b, src := member(t, "b", m.hcl, m.facts)
			diags := CheckFleet([]*Stack{a, b}, func(string) bool { return true })
			if len(diags) != 1 {
				t.Fatal(diags)
			}
			m.holds(t, src, diags[0])
			if about := CheckFleet([]*Stack{a, b}, func(name string) bool { return name == "c" }); len(about) != 0 {
				t.Errorf("told although neither is selected: %v", about)
			}
			// The place to look is in the stack that is selected.
			turned := CheckFleet([]*Stack{b, a}, func(name string) bool { return name == "b" })
			if len(turned) != 1 {
				t.Fatal(turned)
			}
			m.holds(t, src, turned[0])
		})
	}
}

func TestGoodFleet(t *testing.T) {
	a, _ := member(t, "a", public, nil)
	for name, given := range map[string]facts{
		"namespaces of its own": elsewhere,
		"another cluster":       {"cluster.name": "aks-other", "cluster.oidc_issuer_url": "https://westeurope.oic.prod-aks.azure.com/" + tenant + "/" + another + "/"},
	} {
		b, _ := member(t, "b", public, given)
		if diags := CheckFleet([]*Stack{a, b}, func(string) bool { return true }); len(diags) > 0 {
			t.Errorf("%s: %v", name, diags)
		}
	}
	b, _ := member(t, "b", public, facts{"cluster.name": strings.ToUpper("aks-metaflow-prod")})
	if !sameFolder(a, b) {
		t.Error("a folder whose name differs in case alone is the same on some machines")
	}
}

func TestUnknownStack(t *testing.T) {
	if d := UnknownStack("prud", ` ; did you mean "prod"?`); d.Summary != "Unknown stack" || !strings.Contains(d.Detail, `no stack "prud" under terraform/stacks ; did you mean "prod"?`) {
		t.Error(d)
	}
}
