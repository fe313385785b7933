package page

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"example.com/metaflow-gitops/generator/review"
)

// stackView is one stack of the page.
type stackView struct {
	ID, Name, Headline string
	State              review.State
	Counts             []actionCount
	Failures, Findings []string
	Notes              []string
	Risks              []riskView
	Picture            pictureView
	Namespaces         []namespaceView
	// anchors are where the objects are in the page.
	anchors map[review.ID]string
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

func (b builder) stack(i int, s review.StackReport) stackView {
	v := stackView{ID: fmt.Sprintf("s%d", i+1), Name: review.Brief(s.Name), Headline: review.Brief(s.Headline()), State: s.State}
	v.Counts = countActions(&review.Report{Stacks: []review.StackReport{s}})
	for _, f := range s.Failures {
		v.Failures = append(v.Failures, review.Brief(f.Sentence()))
	}
	for _, f := range s.Findings {
		v.Findings = append(v.Findings, review.Brief(f))
	}
	for _, n := range s.Notes {
		v.Notes = append(v.Notes, review.Brief(n))
	}
	v.anchors = map[review.ID]string{}
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
func (b builder) namespaces(v stackView, s review.StackReport) []namespaceView {
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
func placeOf(id review.ID) string {
	switch {
	case id.Cluster != "":
		return review.Brief("clusters/" + id.Cluster)
	case id.Namespace != "":
		return review.Brief("namespace " + id.Namespace)
	}
	return "cluster"
}

// risks joins those that say the same, each object with its place in the page.
func (v stackView) risks(s review.StackReport) []riskView {
	var all []riskView
	for _, g := range review.AllRisks(&review.Report{Stacks: []review.StackReport{s}}) {
		risk := riskView{Topic: g.Topic, Says: g.Says}
		for _, o := range g.Objects {
			risk.Objects = append(risk.Objects, link{review.Brief(o.Object.String()), v.anchors[o.Object]})
		}
		all = append(all, risk)
	}
	return all
}

// IsQuiet says that there is nothing to read about the stack.
func (v stackView) IsQuiet() bool { return v.State == review.StackUnchanged }

// Attention is how many things of the stack a reviewer must not miss.
func (v stackView) Attention() int { return len(v.Failures) + len(v.Findings) + len(v.Risks) }

// Objects counts the objects that differ.
func (v stackView) Objects() string {
	n := 0
	for _, place := range v.Namespaces {
		n += len(place.Objects)
	}
	return review.Plural(n, "object")
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
