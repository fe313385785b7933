package support

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// table says until when AKS supports which version of Kubernetes. It is a copy of
// Terraform's, which a test compares.
type table struct {
	Date     string             `json:"date"` // of the table; versions are compared with it
	Source   string             `json:"source"`
	Versions map[string]support `json:"versions"` // by MAJOR.MINOR
}

// support is until when a version is supported, as YEAR-MONTH-DAY.
type support struct {
	Ends    string `json:"ends"`
	LTSEnds string `json:"lts_ends"`
}

//go:embed kubernetes-versions.json
var document []byte

func readTable() table {
	var t table
	if err := json.Unmarshal(document, &t); err != nil {
		panic("support: the table in this program is not JSON: " + err.Error())
	}
	return t
}

// ended says when the support of a version ended, if it had at the date of the table.
// A version that is older than the table has ended; of a newer one it knows nothing.
func (t table) ended(v fact.KubernetesVersion, longTerm bool) (when string, has bool) {
	s, known := t.Versions[fmt.Sprintf("1.%d", v.Minor())]
	if !known {
		return "before those of the table", v.Minor() < t.oldest()
	}
	end := s.Ends
	if longTerm {
		end = s.LTSEnds
	}
	return "on " + end, end < t.Date
}

func (t table) oldest() int {
	var minors []int
	for name := range t.Versions {
		minors = append(minors, minor(name))
	}
	return slices.Min(minors)
}

// supported are the versions that had not ended at the date of the table.
func (t table) supported() []string {
	var names []string
	for _, name := range slices.SortedFunc(maps.Keys(t.Versions), func(a, b string) int { return minor(a) - minor(b) }) {
		if t.Versions[name].Ends >= t.Date {
			names = append(names, name)
		}
	}
	return names
}

func minor(name string) int {
	var v fact.KubernetesVersion
	if err := v.UnmarshalText([]byte(strings.TrimSpace(name))); err != nil {
		panic("support: the table in this program has a version " + name)
	}
	return v.Minor()
}
