package html

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/report"
)

// objectView is one object of the page.
type objectView struct {
	ID, Sign, Kind, Name, From, Cause string
	Action                            diff.Action
	Risks                             []string
	Changes                           []changeView
	// Manifest is the whole of an added or removed object.
	Manifest string
	Open     bool
}

// changeView is one field of an object.
type changeView struct {
	ID, Path, Note string
	// Risky says that it is what a risk of the object is about.
	Risky bool
	Rows  []Row
	// Cause is said once, at the last of the fields that have it.
	Cause string
}

func (b builder) object(id string, o cause.ObjectChange, risks []report.Risk) objectView {
	v := objectView{ID: id, Action: o.Action, Sign: signOf(o.Action), Kind: report.Brief(o.Object.Kind), Name: report.Brief(o.Object.Name),
		Cause: causeOf(o.Causes), Open: b.openObjects && len(o.Changes) > 0}
	if o.From != nil {
		v.From = report.Brief(o.From.String())
	}
	risky := map[string]bool{}
	for _, r := range risks {
		if r.Object == o.Object {
			v.Risks = append(v.Risks, r.Topic+": "+r.Says)
			for _, p := range r.Paths {
				risky[p.String()] = true
			}
		}
	}
	for _, f := range o.Findings {
		v.Risks = append(v.Risks, withoutCause+": "+report.Brief(f))
	}
	if o.Action == diff.Added || o.Action == diff.Removed {
		v.Manifest = manifestOf(o)
	}
	for i, ch := range o.Changes {
		c := changeView{ID: fmt.Sprintf("%s-c%d", id, i+1), Path: report.Brief(ch.Path.String()), Risky: risky[ch.Path.String()], Rows: rows(report.Lines(ch.Change, inPage))}
		if ch.Action == diff.Reordered {
			c.Note = "the order changes"
		}
		c.Cause = causeOf(o.CausesAfter(i))
		v.Changes = append(v.Changes, c)
	}
	return v
}

func causeOf(causes []cause.Cause) string { return report.Brief(cause.Text(causes)) }

func manifestOf(o cause.ObjectChange) string {
	var text strings.Builder
	for _, l := range report.Manifest(o.Subject, inPage) {
		text.WriteString(l.Text + "\n")
	}
	return text.String()
}
