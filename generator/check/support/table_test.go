package support

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/fact"
)

// TestTableIsTerraforms holds that there is one table.
func TestTableIsTerraforms(t *testing.T) {
	theirs, err := os.ReadFile("../../../terraform/modules/kubernetes-version/kubernetes-versions.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(document, theirs) {
		t.Error("the table is another than Terraform's: copy terraform/modules/kubernetes-version/kubernetes-versions.json to this folder")
	}
}

func TestTable(t *testing.T) {
	table := readTable()
	for name, s := range table.Versions {
		if minor(name) == 0 || len(s.Ends) != len("2026-11-30") || s.LTSEnds <= s.Ends {
			t.Errorf("%s ends %q, and %q with long-term support", name, s.Ends, s.LTSEnds)
		}
	}
	if table.Source == "" || len(table.Date) != len("2026-11-30") {
		t.Errorf("the table is of %q, from %q", table.Date, table.Source)
	}
}

// TestDefaultIsSupported holds that a new stack gets a version that has not ended, and
// that the version of the examples has not either.
func TestDefaultIsSupported(t *testing.T) {
	for file, pattern := range map[string]string{
		"../../../terraform/variables.cluster.tf":         `version += optional\(string, "([0-9.]+)"\)`,
		"../../../terraform/stacks/prod/outputs.json":     `"kubernetes_version": "([0-9.]+)"`,
		"../../../terraform/stacks/research/outputs.json": `"kubernetes_version": "([0-9.]+)"`,
		"../../../terraform/stacks/staging/outputs.json":  `"kubernetes_version": "([0-9.]+)"`,
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(pattern).FindSubmatch(text)
		if m == nil {
			t.Fatalf("%s has no %s", file, pattern)
		}
		var v fact.KubernetesVersion
		if err := v.UnmarshalText(m[1]); err != nil {
			t.Fatal(err)
		}
		if when, has := readTable().ended(v, false); has {
			t.Errorf("%s: the support of %s ended %s", file, m[1], when)
		}
	}
}

func TestEnded(t *testing.T) {
	table := table{Date: "2026-11-30", Versions: map[string]support{
		"1.33": {"2026-07-31", "2027-07-31"}, "1.34": {"2026-11-30", "2027-11-30"}, "1.35": {"2027-03-31", "2028-03-31"},
	}}
	for _, c := range []struct {
		version  string
		longTerm bool
		when     string
		has      bool
	}{
		{"1.22.1", false, "before those of the table", true},
		{"1.22", true, "before those of the table", true},
		{"1.33.6", false, "on 2026-07-31", true},
		{"1.33.6", true, "on 2027-07-31", false},
		{"1.34", false, "on 2026-11-30", false}, // the last day
		{"1.35.0", false, "on 2027-03-31", false},
		{"1.99", false, "before those of the table", false},
	} {
		var v fact.KubernetesVersion
		if err := v.UnmarshalText([]byte(c.version)); err != nil {
			t.Fatal(err)
		}
		if when, has := table.ended(v, c.longTerm); has != c.has || has && when != c.when {
			t.Errorf("%s, long-term %t: %t %q", c.version, c.longTerm, has, when)
		}
	}
	if got := table.supported(); !slices.Equal(got, []string{"1.34", "1.35"}) {
		t.Errorf("supported are %s", strings.Join(got, ", "))
	}
}
