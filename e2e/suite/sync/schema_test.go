package sync

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/programs"
	"example.com/metaflow-gitops/e2e/lib/standin"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// differences are where the generator's check of schemas and a real API server do not say
// the same, and why. There are never more than five, and none that the server refuses and
// the check lets pass.
var differences = map[string]string{
	"mutant Deployment spec.replicas = 5000000000":                       "the server keeps of a number what fits into 32 bits, which is another number",
	"mutant Deployment spec.template.spec.containers.web.args = [<nil>]": "the server takes an empty string for an entry without a value, which nobody means",
}

// trial is an object, and what the check says of it.
type trial struct {
	Of, Name, Kind string
	Object         map[string]any
	Refused        bool
}

// trials are what tests of the generator wrote.
type trials struct {
	Components int
	All        []trial
}

// TestAPISchema asks a real API server about what the generator's check of schemas says
// without one: the examples, and the tables of its tests.
func TestAPISchema(t *testing.T) {
	if os.Getenv("ROOT") != "" {
		t.Skip("this is about the generator, and not about another repository")
	}
	if len(differences) > 5 {
		t.Errorf("%d differences are known", len(differences))
	}
	c := newCluster(t, 0)
	defineEngines(t, c)
	all := writtenTrials(t)
	for _, s := range allStacks(t, shared.root) {
		for _, o := range append(s.Rendered, s.Sync...) {
			all.All = append(all.All, trial{Of: "example", Name: s.Name + " " + o.GetKind() + " " + o.GetName(), Kind: o.GetKind(), Object: o.Object})
		}
	}
	j := newTrialJudge(t, c, all.All)
	asked := map[string]int{}
	for _, tr := range all.All {
		if j.judge(t, tr) {
			asked[tr.Of]++
		}
	}
	t.Logf("asked about %v, and components %d", asked, all.Components)
	if asked["mutant"] < 120 || asked["variation"] < 400 || asked["good"] < 30 || asked["component"] < 80 || asked["example"] < 150 || all.Components < 40 {
		t.Errorf("too few were asked about: %v of %d components", asked, all.Components)
	}
	for name := range differences {
		if !j.met[name] {
			t.Errorf("%s is no difference any more", name)
		}
	}
}

// writtenTrials lets the tests of the generator write their tables.
func writtenTrials(t *testing.T) trials {
	t.Helper()
	folder := t.TempDir()
	test := exec.Command("go", "test", "-count=1", "-run", "^TestWriteTrials$", "./generator/check", "./generator/check/schema")
	test.Dir = filepath.Join("..", "..", "..")
	test.Env = append(os.Environ(), "METAFLOW_TRIALS="+folder, "METAFLOW_TRIALS_VERSION="+programs.KubernetesVersion())
	if out, err := test.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var all trials
	for _, name := range []string{"schema.json", "components.json"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		must(t, err)
		var read trials
		must(t, json.Unmarshal(data, &read))
		all.Components += read.Components
		all.All = append(all.All, read.All...)
	}
	return all
}

// trialJudge asks the API server of a cluster.
type trialJudge struct {
	cluster *cluster.Cluster
	// unknown are the kinds of which the cluster has no definition but one of ours.
	unknown map[string]bool
	met     map[string]bool // of the differences
}

// newTrialJudge makes the namespaces that trials are in.
func newTrialJudge(t *testing.T, c *cluster.Cluster, all []trial) trialJudge {
	t.Helper()
	unknown, err := standin.Kinds()
	must(t, err)
	made := map[string]bool{"default": true}
	for _, tr := range all {
		o := unstructured.Unstructured{Object: tr.Object}
		if _, err := c.Of(&o); tr.Of == "good" && meta.IsNoMatchError(err) {
			unknown[tr.Kind] = true
		}
		if name := o.GetNamespace(); !tr.Refused && name != "" && !made[name] {
			made[name] = true
			ns, err := cluster.Parse([]byte("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: " + name + "\n"))
			must(t, err)
			must(t, c.Apply(shared.ctx, "e2e", ns...))
		}
	}
	return trialJudge{c, unknown, map[string]bool{}}
}

// judge asks about one, and reports whether the server could say anything of it.
func (j trialJudge) judge(t *testing.T, tr trial) bool {
	t.Helper()
	o := unstructured.Unstructured{Object: tr.Object}
	if j.unknown[tr.Kind] {
		return false
	}
	if _, err := j.cluster.Of(&o); tr.Of == "component" && meta.IsNoMatchError(err) {
		return false
	}
	if o.GetName() == "" && o.GetGenerateName() != "" {
		o.SetName(o.GetGenerateName() + "e2e") // what is applied needs one
	}
	_, err := j.cluster.ApplyOne(shared.ctx, &o, v1.PatchOptions{FieldManager: "e2e", DryRun: []string{v1.DryRunAll}})
	must(t, j.cluster.Dead())
	if isRefused := err != nil; isRefused == tr.Refused {
		return true
	}
	reason, isKnown := differences[tr.Of+" "+tr.Name]
	j.met[tr.Of+" "+tr.Name] = true
	if !isKnown || err != nil || strings.TrimSpace(reason) == "" {
		t.Errorf("%s %s: the check refuses it: %v; the API server says: %s", tr.Of, tr.Name, tr.Refused, fmt.Sprint(err))
	}
	return true
}
