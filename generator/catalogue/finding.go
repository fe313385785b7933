// Package catalogue is the table of all findings: what each is called, what it means,
// what would be seen of it, and how to fix it. An id is never given to another finding
// and never goes away unnoticed, since people write it into stack.hcl and search for it.
package catalogue

import (
	"slices"
	"strings"
)

// Finding is one class of mistakes.
type Finding struct {
	// ID is AREA/NAME, and stays the same when the summary is worded better.
	ID string
	// Summary is what diagnostics of it are headed with.
	Summary string
	// Meaning is what is the matter.
	Meaning string
	// Symptom is what people would see in the cluster, in Azure or in the pipeline if it were
	// merged.
	Symptom string
	// Cure is what to do.
	Cure string
	// Exceptable reports whether a team may decide otherwise, with a reason.
	Exceptable bool
}

// Area is the part of the id that says what the finding is about.
func (f Finding) Area() string {
	area, _, _ := strings.Cut(f.ID, "/")
	return area
}

// Anchor is the place of the finding in docs/findings.md. It has no slash, of which
// each platform makes something else.
func (f Finding) Anchor() string { return strings.ReplaceAll(f.ID, "/", "-") }

// Area is what the findings of a table are about, as people see it.
type Area struct {
	Name  string
	About string
}

// Areas are all of them, in the order in which a run comes to them.
func Areas() []Area {
	return []Area{
		{"run", "What a run was asked for, and what it could not do."},
		{"repository", "Files of the repository that are not what they must be."},
		{"state", "Where Terraform keeps its state, with `--refresh`."},
		{"outputs", "Documents of outputs, and what they say of the Azure side."},
		{"stack", "`stack.hcl`, and what must hold between its decisions."},
		{"values", "A single value, of an output or of an argument of `stack.hcl`."},
		{"sources", "The files of `base/` and its components, as Kustomize takes them."},
		{"secrets", "Values that must not get into git."},
		{"objects", "What must hold for each rendered object by itself."},
		{"identity", "Who acts as which Azure identity."},
		{"access", "Who may do what in the cluster."},
		{"charts", "Helm charts that an engine installs."},
		{"exposure", "Ways in from outside, and from pod to pod."},
		{"login", "The auth proxies: whom they let in, and what they do with a login."},
		{"sync", "The way of an object from git to the cluster."},
		{"clusters", "The folders below `clusters/`, stacks that share a cluster, and what a cluster must have."},
	}
}

// tables are the findings by area; each file of this package has some.
func tables() [][]Finding {
	return [][]Finding{
		runFindings, repositoryFindings, stateFindings, outputsFindings, stackFindings, valuesFindings, sourcesFindings,
		secretsFindings, objectsFindings, identityFindings, accessFindings, chartsFindings,
		gatewayFindings, routeFindings, entryFindings, policyFindings,
		loginFindings, proxyFindings, bypassFindings, issuerFindings, sessionFindings,
		syncFindings, clustersFindings,
		exceptionFindings, lockoutFindings, decidedFindings, broughtFindings, workloadFindings, componentFindings, serverFindings,
	}
}

// All are the findings in the order of the areas.
func All() []Finding { return slices.Concat(tables()...) }

// BySummary finds the finding that a diagnostic is headed with. It compares a few
// hundred texts, which takes about a microsecond.
func BySummary(summary string) (Finding, bool) {
	return find(func(f *Finding) bool { return f.Summary == summary })
}

// ByID finds the finding of an id.
func ByID(id string) (Finding, bool) {
	return find(func(f *Finding) bool { return f.ID == id })
}

func find(is func(f *Finding) bool) (Finding, bool) {
	for _, table := range tables() {
		for i := range table {
			if is(&table[i]) {
				return table[i], true
			}
		}
	}
	return Finding{}, false
}

// Retired are the ids of findings that earlier versions had, in order. A stack.hcl may
// still name one in an exception, and its stack must not stop at that.
func Retired() []string { return nil }
