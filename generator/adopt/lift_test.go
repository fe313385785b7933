package adopt

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/diff"
)

// TestLiftMergeKeys holds each patch to what was edited: an item of a list is
// told by the keys by which Kubernetes merges it, and the others stay out.
func TestLiftMergeKeys(t *testing.T) {
	const pods = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ui, namespace: metaflow}\nspec:\n  template:\n    spec:\n      containers:\n        - name: ui\n          ports:\n            - {containerPort: 80, name: http, protocol: TCP}\n            - {containerPort: 53, name: dns, protocol: UDP}\n"
	const service = "apiVersion: v1\nkind: Service\nmetadata: {name: ui, namespace: metaflow}\nspec:\n  ports:\n    - {port: 80, protocol: TCP, targetPort: 8080}\n    - {port: 443, protocol: TCP, targetPort: 8443}\n"
	const route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: ui, namespace: metaflow}\nspec:\n  rules:\n    - {name: a, backendRefs: [{name: ui, port: 80}]}\n    - {name: b, backendRefs: [{name: ui, port: 81}]}\n"
	for _, c := range []struct{ name, manifest, old, new, want string }{
		{"a port of a container", pods, "name: dns, protocol: UDP", "name: dns, protocol: UDP, hostPort: 5353", "      containers:\n        - name: ui\n          ports:\n            - containerPort: 53\n              hostPort: 5353\n              protocol: UDP\n"},
		{"a port of a service", service, "targetPort: 8443", "targetPort: 9443", "  ports:\n    - port: 443\n      protocol: TCP\n      targetPort: 9443\n"},
		{"a list that Kustomize cannot merge", route, "port: 81", "port: 82", "  rules:\n    - name: a\n      backendRefs:\n        - name: ui\n          port: 80\n    - name: b\n      backendRefs:\n        - name: ui\n          port: 82\n"},
	} {
		read := func(text string) []diff.Object {
			objects, err := diff.Objects(map[string][]byte{"overlays/prod/rendered/ui.yaml": []byte(text)})
			if err != nil {
				t.Fatal(err)
			}
			return objects
		}
		lifted := Lift(read(c.manifest), read(strings.Replace(c.manifest, c.old, c.new, 1)))
		found := false
		for name, data := range lifted.Files {
			if strings.HasSuffix(name, "-patch.yaml") {
				found = strings.HasSuffix(string(data), "spec:\n"+c.want) || strings.HasSuffix(string(data), "    spec:\n"+c.want)
				if !found {
					t.Errorf("%s:\n%s\nwant at its end\n%s", c.name, data, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no patch: %v", c.name, lifted)
		}
	}
}
