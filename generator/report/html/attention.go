package html

import (
	"slices"

	"example.com/metaflow-gitops/generator/report"
)

const withoutCause = "Without a cause"

// attention is one thing that a reviewer must not miss, of all stacks.
type attention struct {
	Topic, Says string
	// Where counts the objects and their stacks.
	Where   string
	Objects []stackObjects
	Open    bool
}

// stackObjects is an object, and where it is found in each stack.
type stackObjects struct {
	Object string
	Stacks []link
}

// attentionOf lists what a plan destroys, what failed, what has no cause, and then the
// risks, the most important first.
func attentionOf(r *report.Report, stacks []stackView) []attention {
	var failed, findings []attention
	byName := map[string]stackView{}
	for i, s := range stacks {
		byName[r.Stacks[i].Name] = s
		at := []stackObjects{{Stacks: []link{{s.Name, s.ID}}}}
		for _, f := range s.Failures {
			failed = append(failed, attention{Topic: "Failed", Says: f, Objects: at, Open: true})
		}
		for _, o := range r.Stacks[i].Objects {
			for _, f := range o.Findings {
				here := []stackObjects{{Stacks: []link{{s.Name, s.anchors[o.Object]}}}}
				findings = append(findings, attention{Topic: withoutCause, Says: report.Brief(f), Objects: here, Open: true})
			}
		}
	}
	fresh, old := acceptedOf(r, byName)
	var destroyed, risks []attention
	for _, g := range report.AllRisks(r) {
		a := attention{Topic: g.Topic, Says: g.Says}
		for _, o := range g.Objects {
			objects := stackObjects{Object: report.Brief(o.Object.String())}
			for _, name := range o.Stacks {
				objects.Stacks = append(objects.Stacks, link{byName[name].Name, byName[name].target(o.Object)})
			}
			a.Objects = append(a.Objects, objects)
		}
		if a = a.counted(); g.IsOfPlan() {
			destroyed = append(destroyed, a)
		} else {
			risks = append(risks, a)
		}
	}
	return slices.Concat(destroyed, failed, findings, fresh, risks, old)
}

// acceptedOf lists the findings that stacks accept: those that are new, and the others.
func acceptedOf(r *report.Report, stacks map[string]stackView) (fresh, old []attention) {
	for _, s := range r.Stacks {
		for _, a := range s.Accepted {
			v := stacks[s.Name]
			here := stackObjects{Object: report.Brief(a.Subject), Stacks: []link{{v.Name, v.ID}}}
			one := attention{Topic: a.Topic(), Says: report.Brief(a.ID + ": " + a.Reason), Objects: []stackObjects{here}, Open: true}
			if a.New {
				fresh = append(fresh, one)
			} else {
				old = append(old, one)
			}
		}
	}
	return fresh, old
}

// maxOpenLinks is how many places are listed before somebody asks for them.
const maxOpenLinks = 8

func (a attention) counted() attention {
	stacks, links := map[string]bool{}, 0
	for _, o := range a.Objects {
		for _, s := range o.Stacks {
			stacks[s.Text] = true
			links++
		}
	}
	a.Where = report.Plural(len(a.Objects), "object") + " in " + report.Plural(len(stacks), "stack")
	a.Open = links <= maxOpenLinks
	return a
}
