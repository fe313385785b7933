package reach

import (
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach/reachtest"
	"sigs.k8s.io/yaml"
)

// FuzzReach asks of any objects who can reach what, next to random ones: nothing
// panics, and no edge leads nowhere.
func FuzzReach(f *testing.F) {
	f.Add(uint64(1), "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: x, namespace: services}, spec: {podSelector: {matchLabels: {app: a}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}}")
	f.Add(uint64(2), "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: x, namespace: edge}, spec: {listeners: [{tls: {options: [1]}}, null, 7]}}")
	f.Add(uint64(3), "{apiVersion: v1, kind: Service, metadata: {name: x, namespace: jobs}, spec: {selector: {app: 1}, externalIPs: 7, ports: [{port: http}, {targetPort: {}}, null]}}")
	f.Add(uint64(4), "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}, spec: {template: {spec: {containers: [{ports: [{containerPort: -1}, 7], env: [{name: PGHOST, value: a}]}, null]}}}}")
	f.Add(uint64(5), "{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {source: {chart: argo-workflows, helm: {valuesObject: [[serviceAccountName]]}}}}")
	f.Add(uint64(6), "{kind: RoleBinding, roleRef: 7, subjects: [7, {kind: User}]}\n---\n{kind: ExternalDNS, spec: {dnsZoneResourceIDs: [7, null]}}")
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		objects := reachtest.Objects(reachtest.Small, seed)
		for _, document := range manifest.Documents([]byte(text)) {
			var fields map[string]any
			if yaml.Unmarshal(document.Text, &fields) == nil {
				objects = append(objects, manifest.New(fields))
			}
		}
		c := New(objects, "jobs")
		for _, e := range c.Graph().Edges {
			if e.From == nil || e.To == nil {
				t.Fatal("an edge leads nowhere")
			}
		}
		for _, o := range c.objects {
			o.Front()
			o.Ways()
			MadeOf(o.Object)
		}
		for _, v := range c.Services {
			v.Entries()
		}
	})
}
