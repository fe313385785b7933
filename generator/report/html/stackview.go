package html

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/report"
)

// stackView is one stack of the page.
type stackView struct {
	ID, Name, Headline string
	State              report.State
	Counts             []actionCount
	Failures, Findings []string
	Notes              []string
	Risks              []riskView
	Picture            pictureView
	Namespaces         []namespaceView
	// anchors are where the objects are in the page.
	anchors map[diff.ID]string
}

// namespaceView are the objects of one namespace.
type namespaceView struct {
	Name    string
	Objects []objectView
}

// riskView is a risk of one stack.
type riskView struct {
	Topic, Says string
	Objects     []link
}

// link leads to a part of the page; without a target it is only text.
type link struct{ Text, Target string }

// builder makes the views of stacks.
type builder struct{ openObjects, openPictures bool }

func (b builder) stack(i int, s report.StackReport) stackView {
	v := stackView{ID: fmt.Sprintf("s%d", i+1), Name: report.Brief(s.Name), Headline: report.Brief(s.Headline()), State: s.State}
	v.Counts = countActions(&report.Report{Stacks: []report.StackReport{s}})
	for _, f := range s.Failures {
		v.Failures = append(v.Failures, report.Brief(f.Sentence()))
	}
	for _, f := range s.Findings {
		v.Findings = append(v.Findings, report.Brief(f))
	}
	for _, n := range s.Notes {
		v.Notes = append(v.Notes, report.Brief(n))
	}
	v.anchors = map[diff.ID]string{}
	for i, o := range s.Objects {
		v.anchors[o.Object] = v.anchor(i)
	}
	v.Namespaces = b.namespaces(v, s)
	v.Risks = v.risks(s)
	v.Picture = b.picture(v, s)
	return v
}

// anchor is where the i-th object that differs is in the page.
func (v stackView) anchor(i int) string { return fmt.Sprintf("%s-o%d", v.ID, i+1) }

// namespaces groups the objects, those of the cluster as a whole first.
func (b builder) namespaces(v stackView, s report.StackReport) []namespaceView {
	var all []namespaceView
	for i, o := range s.Objects {
		name := placeOf(o.Object)
		at := slices.IndexFunc(all, func(n namespaceView) bool { return n.Name == name })
		if at < 0 {
			at, all = len(all), append(all, namespaceView{Name: name})
		}
		all[at].Objects = append(all[at].Objects, b.object(v.anchor(i), o, s.Risks))
	}
	slices.SortStableFunc(all, func(x, y namespaceView) int { return cmp.Compare(x.Name, y.Name) })
	return all
}

// placeOf is where an object is: its namespace, the cluster, or the folder of
// a cluster in which its sync object stands.
func placeOf(id diff.ID) string {
	switch {
	case id.Cluster != "":
		return report.Brief("clusters/" + id.Cluster)
	case id.Namespace != "":
		return report.Brief("namespace " + id.Namespace)
	}
	return "cluster"
}

// risks are what a plan destroys, what stack.hcl accepts, and the risks joined that say the same, each object with its place in the page.
func (v stackView) risks(s report.StackReport) []riskView {
	var destroyed, accepted, risks []riskView
	for _, a := range s.Accepted {
		accepted = append(accepted, riskView{Topic: a.Topic(), Says: report.Brief(a.ID + ": " + a.Reason), Objects: []link{{report.Brief(a.Subject), v.ID}}})
	}
	for _, g := range report.AllRisks(&report.Report{Stacks: []report.StackReport{s}}) {
		risk := riskView{Topic: g.Topic, Says: g.Says}
		for _, o := range g.Objects {
			risk.Objects = append(risk.Objects, link{report.Brief(o.Object.String()), v.target(o.Object)})
		}
		if g.IsOfPlan() {
			destroyed = append(destroyed, risk)
		} else {
			risks = append(risks, risk)
		}
	}
	return slices.Concat(destroyed, accepted, risks)
}

// target is where an object is in the page: what a plan destroys is in none of its parts.
func (v stackView) target(id diff.ID) string {
	if anchor, has := v.anchors[id]; has {
		return anchor
	}
	return v.ID
}

// IsQuiet says that there is nothing to read about the stack.
func (v stackView) IsQuiet() bool { return v.State == report.StackUnchanged }

// Attention is how many things of the stack a reviewer must not miss.
func (v stackView) Attention() int { return len(v.Failures) + len(v.Findings) + len(v.Risks) }

// Objects counts the objects that differ.
func (v stackView) Objects() string {
	n := 0
	for _, place := range v.Namespaces {
		n += len(place.Objects)
	}
	return report.Plural(n, "object")
}

// pictureView is the picture of a stack, and the same in words.
type pictureView struct {
	Of        string
	SVG       template.HTML
	Sentences []sentence
	Open      bool
}

// sentence is one thing that the picture shows, and what happens to it.
type sentence struct {
	link
	Mark string
	Open bool // to everybody
}
