package picture

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
)

// find gives the object of a kind and name, to be changed.
func find(t testing.TB, objects []Object, kind, name string) *Object {
	t.Helper()
	i := slices.IndexFunc(objects, func(o Object) bool { return isCalled(o, kind, name) })
	if i < 0 {
		t.Fatalf("no %s %s", kind, name)
	}
	return &objects[i]
}

func isCalled(o Object, kind, name string) bool {
	return manifest.Text(o.Fields, "kind") == kind && manifest.Text(o.Fields, "metadata", "name") == name
}

// without drops objects of a kind; of one name, if one is given.
func without(objects []Object, kind string, names ...string) []Object {
	return slices.DeleteFunc(objects, func(o Object) bool {
		return manifest.Text(o.Fields, "kind") == kind && (len(names) == 0 || slices.Contains(names, manifest.Text(o.Fields, "metadata", "name")))
	})
}

// edit changes an object and marks it, with what it was before.
func edit(t testing.TB, objects []Object, kind, name, link, after string) {
	t.Helper()
	o := find(t, objects, kind, name)
	o.Before, o.Fields, o.Mark, o.Link = o.Fields, fieldsOf(t, after), Changed, link
}

// marked adds objects with a mark and a link.
func marked(objects []Object, mark Mark, link string) []Object {
	for i := range objects {
		objects[i].Mark, objects[i].Link = mark, link
	}
	return objects
}

const notebook = `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: notebook, namespace: metaflow}
spec:
  replicas: 1
  template:
    metadata: {labels: {app.kubernetes.io/name: notebook}}
    spec:
      serviceAccountName: ui-backend
      containers:
        - name: notebook
          image: quay.io/jupyter/base-notebook:2026-01-05
          ports: [{containerPort: 8888, name: http}]
          env: [{name: METAFLOW_SERVICE_URL, value: "http://metadata-service:8080/metadata"}]
---
apiVersion: v1
kind: Service
metadata: {name: notebook, namespace: metaflow}
spec:
  type: LoadBalancer
  selector: {app.kubernetes.io/name: notebook}
  ports: [{port: 80, targetPort: http}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: notebook, namespace: metaflow}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/name: notebook}}
  ingress: [{}]
  egress: [{}]
  policyTypes: [Ingress, Egress]
`

const openMetadata = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: metadata-service, namespace: metaflow}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/name: metadata-service}}
  ingress:
    - from:
        - podSelector: {matchLabels: {app.kubernetes.io/name: auth-proxy-programs}}
        - podSelector: {matchLabels: {app.kubernetes.io/name: ui-backend}}
        - podSelector: {matchLabels: {app.kubernetes.io/name: notebook}}
        - namespaceSelector: {}
      ports: [{port: 8080}]
  policyTypes: [Ingress]
`

// changedStack is prod with a notebook that everybody reaches, a metadata
// service that the cluster reaches, another gateway class, and a task role less.
func changedStack(t testing.TB) []Object {
	objects := append(rendered(t, "prod"), marked(objectsOf(t, notebook), Added, "notebook")...)
	edit(t, objects, "NetworkPolicy", "metadata-service", "metadata-policy", openMetadata)
	gateway := find(t, objects, "Gateway", "metaflow")
	gateway.Mark, gateway.Link = Changed, "gateway"
	role := find(t, objects, "ServiceAccount", "task-training")
	role.Mark, role.Link = Removed, "training"
	return objects
}

// privateStack is prod without a way in, where people forward ports.
func privateStack(t testing.TB) []Object {
	objects := rendered(t, "prod")
	for _, kind := range []string{"Gateway", "HTTPRoute", "ReferenceGrant", "ExternalDNS", "HelmRelease", "EventBus", "EventSource"} {
		objects = without(objects, kind)
	}
	objects = without(objects, "Deployment", "auth-proxy-people", "auth-proxy-programs")
	objects = without(objects, "Service", "auth-proxy-people", "auth-proxy-programs")
	objects = without(objects, "ServiceAccount", "auth-proxy", "gateway-tls", "external-dns")
	return append(objects, objectsOf(t, `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: port-forward, namespace: metaflow}
rules: [{apiGroups: [""], resources: [pods/portforward], verbs: [create, get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: port-forward, namespace: metaflow}
roleRef: {kind: Role, name: port-forward}
subjects: [{kind: Group, name: data-science}]
`)...)
}

// largeStack is prod with twenty further services, each with an account and a
// policy of its own.
func largeStack(t testing.TB) []Object {
	objects := rendered(t, "prod")
	for i := range 20 {
		objects = append(objects, objectsOf(t, strings.NewReplacer("NAME", fmt.Sprintf("service-%02d", i), "NEXT", fmt.Sprintf("service-%02d", (i*7+3)%20)).Replace(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME, namespace: team}
spec: {template: {metadata: {labels: {app: NAME}}, spec: {serviceAccountName: NAME, containers: [{name: a, image: "a:1", ports: [{containerPort: 80}], env: [{name: URL, value: "https://team.blob.core.windows.net/"}]}]}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: NAME, namespace: team, annotations: {azure.workload.identity/client-id: NAME}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: NAME, namespace: team}, spec: {podSelector: {matchLabels: {app: NAME}}, ingress: [{from: [{podSelector: {matchLabels: {app: NEXT}}}]}]}}
`))...)
	}
	return objects
}

// TestScenes draws what the example stacks do not have.
func TestScenes(t *testing.T) {
	expectGraph(t, "changed", Of(changedStack(t)))
	expectGraph(t, "private", Of(privateStack(t)))
	open := without(rendered(t, "prod"), "NetworkPolicy")
	expectGraph(t, "without-policies", Of(open))
	expectGraph(t, "new", Of(marked(rendered(t, "staging"), Added, "")))
	expectGraph(t, "empty", Of(nil))
}

// TestDatastore asks where tasks keep their data: where a Secret of their own
// says, and where the UI reads it if that says nothing.
func TestDatastore(t *testing.T) {
	objects := rendered(t, "prod")
	says(t, Of(objects), "", "The task role task-default uses the storage account stmetaflowprod.")
	secret := find(t, objects, "Secret", "metaflow-datastore")
	secret.Fields["data"] = map[string]any{"METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT": "(secret)"}
	says(t, Of(objects), "", "The task role task-default uses the storage account stmetaflowprod.")
	secret.Fields["data"] = map[string]any{"METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT": base64.StdEncoding.EncodeToString([]byte("https://tasks.blob.core.usgovcloudapi.net/"))}
	says(t, Of(objects), "", "The task role task-default uses the storage account tasks.")
	if text := sentencesOf(Of(objects)); strings.Contains(text, "task-default uses the storage account stmetaflowprod") {
		t.Errorf("tasks use both accounts:\n%s", text)
	}
}

// TestCrowd holds that a namespace whose many pods all reach one another is no
// tangle, and that what a policy or a variable means is drawn all the same.
func TestCrowd(t *testing.T) {
	var objects []Object
	for i := range 12 {
		objects = append(objects, objectsOf(t, strings.NewReplacer("NAME", fmt.Sprintf("s%02d", i)).Replace(`
{apiVersion: apps/v1, kind: Deployment, metadata: {name: NAME, namespace: team}, spec: {template: {metadata: {labels: {app: NAME}}, spec: {containers: [{name: a, image: "a:1", ports: [{containerPort: 80}], env: [{name: URL, value: "http://first"}]}]}}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: NAME, namespace: team}, spec: {podSelector: {matchLabels: {app: NAME}}, ingress: [{from: [{podSelector: {}}, {podSelector: {matchLabels: {app: s03}}}]}]}}
`))...)
	}
	objects = append(objects, objectsOf(t, "{apiVersion: v1, kind: Service, metadata: {name: first, namespace: team}, spec: {selector: {app: s00}, ports: [{port: 80}]}}")...)
	g := Of(objects)
	if got, want := reaching(g, "s05"), []string{"Pods in team :80", "s03 :80"}; !slices.Equal(got, want) {
		t.Errorf("s05 is reached by %q, want %q", got, want)
	}
	if got := len(reaching(g, "s00")); got != 12 {
		t.Errorf("s00 is reached by %d, want the namespace and the 11 that name it", got)
	}
}

// TestLayout holds that no box covers another, that all are in the picture, and
// that no text leaves its box.
func TestLayout(t *testing.T) {
	for name, objects := range map[string][]Object{"prod": rendered(t, "prod"), "changed": changedStack(t), "large": largeStack(t)} {
		l := Of(objects).lay()
		for _, layer := range l.layers {
			bottom := 0
			for _, c := range layer {
				if c.top() < bottom {
					t.Errorf("%s: a cell at %d covers one that ends at %d", name, c.top(), bottom)
				}
				bottom = c.top() + c.height
				if n := c.node; n != nil && bold.measure(bold.fit(n.title, 120, n.titleWidth()), 120) > n.titleWidth() {
					t.Errorf("%s: %q leaves its box", name, n.title)
				}
			}
			if bottom > l.height {
				t.Errorf("%s: a cell ends at %d of %d", name, bottom, l.height)
			}
		}
	}
}

// TestFit cuts text to a width, and no more than needed.
func TestFit(t *testing.T) {
	for _, c := range []struct{ text, want string }{{"", ""}, {"short", "short"}, {"iiiiiiiiiiiiiiiiiiii", "iiiiiiiiiiiiiiiiiiii"}, {"wwwwwwwwwwwwwwwwwwww", "wwwwww…"}, {"世界世界世界", "世界世…"}, {"four - and more of it", "four - and…"}} {
		got := regular.fit(c.text, 110, 67)
		if got != c.want || regular.measure(got, 110) > 67 {
			t.Errorf("%q is cut to %q, of width %d", c.text, got, regular.measure(got, 110))
		}
	}
}

// says reports whether a graph has a sentence, with its mark.
func says(t *testing.T, g Graph, mark Mark, want string) {
	t.Helper()
	for _, s := range g.Sentences() {
		if strings.Contains(s.Text, want) {
			if s.Mark != mark {
				t.Errorf("%q is marked %q, want %q", s.Text, s.Mark, mark)
			}
			return
		}
	}
	t.Errorf("nothing says %q in\n%s", want, sentencesOf(g))
}

// TestMarks holds what a change opens and closes, whether the older side of
// changed objects is known or not.
func TestMarks(t *testing.T) {
	g := Of(changedStack(t))
	says(t, g, Added, "Anything in the cluster reaches metadata-service on port 8080, without a login.")
	says(t, g, Added, "The internet reaches notebook on port 8888")
	says(t, g, Removed, "Task pods in metaflow-jobs act as the task role task-training.")
	says(t, g, "", "Task pods in metaflow-jobs act as the task role task-default.")
	says(t, g, Changed, "Gateway metaflow is public")

	objects := changedStack(t)
	find(t, objects, "NetworkPolicy", "metadata-service").Before = nil
	g = Of(objects)
	says(t, g, Changed, "Anything in the cluster reaches metadata-service on port 8080, without a login.")
	says(t, g, Changed, "auth-proxy-programs reaches metadata-service on port 8080.")

	// A policy that is gone opens what it denied.
	objects = rendered(t, "prod")
	for i := range objects {
		if isCalled(objects[i], "NetworkPolicy", "default-deny") || isCalled(objects[i], "NetworkPolicy", "ui-static") {
			objects[i].Mark = Removed
		}
	}
	says(t, Of(objects), Added, "Anything in the cluster reaches ui-static on port 3000, since no network policy is about it, without a login.")
}

// TestOrder holds that the order of objects, and a second run, change nothing.
func TestOrder(t *testing.T) {
	objects := changedStack(t)
	svg, text := Of(objects).SVG("x", "x"), sentencesOf(Of(objects))
	for range 20 {
		shuffle(objects)
		if g := Of(objects); g.SVG("x", "x") != svg || sentencesOf(g) != text {
			t.Fatal("another order of the objects gives another picture")
		}
	}
}

// shuffle brings objects into the order in which a map has them.
func shuffle(objects []Object) {
	byNumber := map[int]Object{}
	for i, o := range objects {
		byNumber[i] = o
	}
	for i, o := range slices.Collect(maps.Values(byNumber)) {
		objects[i] = o
	}
}
