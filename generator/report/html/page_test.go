package html

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/secret"
)

const token = "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB"

// account is a service account with an identity, and one more annotation.
func account(client, note string) string {
	return "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: worker\n  namespace: metaflow\n  annotations:\n    azure.workload.identity/client-id: " + client + "\n    note: " + note + "\n"
}

const pods = `apiVersion: apps/v1
kind: Deployment
metadata: {name: worker, namespace: metaflow}
spec:
  template:
    metadata: {labels: {app: worker}}
    spec:
      serviceAccountName: worker
      containers:
        - name: worker
          image: registry.example.com/worker:v1.0.0
          env: [{name: MF_METADATA_DB_HOST, value: psql-example.postgres.database.azure.com}, {name: API_TOKEN, value: ` + token + `}]
`

// files are those of a stack, by the names of its manifests.
func files(manifests ...string) map[string][]byte {
	all := map[string][]byte{}
	for i, m := range manifests {
		all["overlays/prod/rendered/"+string(rune('a'+i))+".yaml"] = []byte(m)
	}
	return all
}

func pageOf(t *testing.T, stacks ...report.StackReport) string {
	t.Helper()
	r := &report.Report{Format: report.Format, Before: report.SideName{Name: "main"}, After: report.SideName{Name: "this tree"}, Stacks: stacks}
	r.Redact(secret.NewRedactor(nil))
	text, err := Render(r)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Render(r)
	if err != nil || again != text {
		t.Errorf("a second page of the same report differs: %v", err)
	}
	if strings.Contains(text, token) {
		t.Error("the page has the secret")
	}
	return text
}

func stackReport(before, after map[string][]byte) report.StackReport {
	c := report.Comparison{Name: "prod", IsNew: before == nil, IsGone: after == nil, Before: cause.Side{Files: before}, After: cause.Side{Files: after}, Whole: after}
	if after == nil {
		c.Whole = before
	}
	return c.Report()
}

func TestStates(t *testing.T) {
	old, rotated := account("11111111-1111-4111-8111-111111111111", "a"), account("22222222-2222-4222-8222-222222222222", token)
	failed := stackReport(files(":"), files(pods))
	for _, c := range []struct {
		name, want string
		not        string
		stack      report.StackReport
	}{
		{"changed", "has the client id 22222222-2222-4222-8222-222222222222.</a> <em>(changed)</em>", "is-alarming", stackReport(files(pods, old), files(pods, rotated))},
		{"a secret that is drawn", "The identity worker has the client id (secret)", "is-alarming", stackReport(files(pods, old), files(pods, account(token, "a")))},
		{"added", `<em>(added)</em>`, `<em>(removed)</em>`, stackReport(nil, files(pods, old))},
		{"removed", `<em>(removed)</em>`, `<em>(added)</em>`, stackReport(files(pods, old), nil)},
		{"a part is removed", `<em>(removed)</em>`, "is-alarming", stackReport(files(old, pods), files(old))},
		{"unchanged", "prod: unchanged", "<em>(", stackReport(files(old, pods), files(old, pods))},
		{"failed", "the older side cannot be read", "<svg", failed},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := pageOf(t, c.stack)
			_, main, _ := strings.Cut(text, "<main")
			main, _, _ = strings.Cut(main, "</main>")
			if !strings.Contains(main, c.want) {
				t.Errorf("the page has no %q:\n%s", c.want, main)
			}
			if strings.Contains(main, c.not) {
				t.Errorf("the page has %q", c.not)
			}
		})
	}
}

// TestRisksNameTheirObjects holds that a risk says of which objects it is, and
// leads to each: on top for all stacks, and with the stack itself.
func TestRisksNameTheirObjects(t *testing.T) {
	old, rotated := account("11111111-1111-4111-8111-111111111111", "a"), account("22222222-2222-4222-8222-222222222222", "a")
	text := pageOf(t, stackReport(files(pods, old), files(pods, rotated)))
	_, top, _ := strings.Cut(text, `<section class="attention"`)
	top, rest, _ := strings.Cut(top, "</section>")
	_, own, _ := strings.Cut(rest, `<ul class="risks">`)
	own, _, _ = strings.Cut(own, "</ul>")
	for where, part := range map[string]string{"on top": top, "with the stack": own} {
		if !strings.Contains(part, "The managed identity behind a service account changes.") {
			t.Errorf("%s there is no risk:\n%s", where, part)
		}
		if !strings.Contains(part, "ServiceAccount metaflow/worker") || !strings.Contains(part, `href="#s1-o1"`) {
			t.Errorf("%s the risk does not lead to its object:\n%s", where, part)
		}
	}
}
