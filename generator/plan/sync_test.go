package plan

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
)

var update = flag.Bool("u", false, "rewrite the sync manifests that are expected")

// engines are stacks of which every argument that an engine's objects can show is given in
// one or the other.
var engines = []struct {
	name, of string
	hcl      string // that of the example without it
	waves    []string
}{
	{"flux", "prod", "", nil},
	{"flux-private", "staging", "", nil},
	{"argo-cd", "research", "", nil},
	{"flux-without-waves", "prod", "", []string{"0", "1", "4"}},
	{"flux-extension", "prod", `
default_task_role = "task-default"
sync {
  preset = "aks-flux-extension"
}
argo_workflows {}
`, nil},
	{"flux-in-all-ways", "prod", `
default_task_role = "task-default"
sync {
  source          = "a-source"
  namespace       = "a-namespace"
  service_account = "an-account"
  decryption      = "sops"
  decryption_secret = "some-keys"
  interval        = "11m"
  retry_interval  = "12m"
  timeout         = "13m"
}
argo_workflows {
  namespace        = "an-argo"
  chart_repository = "oci://registry.example.com/charts"
  chart_version    = "2.0.0"
}
argo_events {
  chart_version = "2.4.24"
}
`, nil},
	{"argo-cd-in-all-ways", "prod", `
engine            = "argo-cd"
default_task_role = "task-default"
sync {
  repository         = "https://git.example.com/a"
  namespace          = "a-namespace"
  revision           = "a-branch"
  destination_server = "https://api.example.com"
}
argo_workflows {
  namespace        = "an-argo"
  chart_repository = "oci://registry.example.com/charts"
  chart_version    = "2.0.0"
}
argo_events {
  chart_version = "2.4.24"
}
`, nil},
}

// TestSync holds what engines are told, and where each value of it comes from, to files in
// testdata. With -u these are rewritten.
func TestSync(t *testing.T) {
	for _, c := range engines {
		t.Run(c.name, func(t *testing.T) {
			s := stackOf(t, c.of, c.hcl)
			if c.waves == nil {
				for _, w := range Waves() {
					c.waves = append(c.waves, w.Number)
				}
			}
			objects := append(NewSync(s, c.waves), planner{Stack: s}.sync().helmReleases()...)
			got := manifest.Encode(objects...)
			for _, o := range objects {
				got = append(got, origins(o.Get("kind").(string), o)...)
			}
			expect(t, "testdata/"+c.name+".yaml", got)
		})
	}
}

func expect(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is planned; look at what differs after go test ./generator/plan -u", path)
	}
}

// origins lists where the values come from, as comments.
func origins(path string, value any) []byte {
	var b bytes.Buffer
	switch v := value.(type) {
	case manifest.Sourced:
		from := v.From
		from.Range.Filename = "" // its lines are the examples', and move
		if from.Kind != manifest.FromGenerator {
			fmt.Fprintf(&b, "# %s: %s\n", path, from)
		}
		b.Write(origins(path, v.Value))
	case manifest.Map:
		for _, e := range v {
			b.Write(origins(path+"."+e.Key, e.Value))
		}
	case manifest.List:
		for i, e := range v {
			b.Write(origins(fmt.Sprintf("%s.%d", path, i), e))
		}
	}
	return b.Bytes()
}

func TestSyncPath(t *testing.T) {
	if got := SyncPath(stackOf(t, "prod", "")); got != "clusters/aks-metaflow-prod/prod.yaml" {
		t.Error(got)
	}
}
