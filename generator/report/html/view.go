package html

import (
	"html/template"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/report"
)

// view is what the template shows.
type view struct {
	Policy, Title, Before, After, Summary, Preview string

	Style  template.CSS
	Script template.JS

	Attention []attention
	Stacks    []stackView
	// IsSmall says that few stacks differ, so that all of them are opened.
	IsSmall bool
	// Actions are what happens to objects, with how many.
	Actions []actionCount
}

// actionCount is one of the actions, and how many objects it happens to.
type actionCount struct {
	Action diff.Action
	Sign   string
	Count  int
}

func viewOf(r *report.Report) view {
	v := view{Policy: policy(), Style: styles(), Script: template.JS(script), Summary: r.Summary(),
		Before: report.Brief(r.Before.String()), After: report.Brief(r.After.String())}
	v.Title = "Review: " + v.Before + " → " + v.After
	if r.Preview {
		v.Preview = report.PreviewNote
	}
	objects, stacks := 0, 0
	for _, s := range r.Stacks {
		objects += len(s.Objects)
		if s.State != report.StackUnchanged {
			stacks++
		}
	}
	v.IsSmall = stacks <= maxOpenStacks
	b := builder{openObjects: objects <= maxOpenObjects, openPictures: v.IsSmall}
	for i, s := range r.Stacks {
		v.Stacks = append(v.Stacks, b.stack(i, s))
	}
	v.Attention = attentionOf(r, v.Stacks)
	v.Actions = countActions(r)
	return v
}

// How much a page shows opened, before somebody opens more.
const (
	maxOpenObjects = 80
	maxOpenStacks  = 4
)

func countActions(r *report.Report) []actionCount {
	var all []actionCount
	for _, a := range []diff.Action{diff.Added, diff.Changed, diff.Renamed, diff.Removed} {
		c := actionCount{Action: a, Sign: signOf(a)}
		for _, s := range r.Stacks {
			c.Count += s.Count(a)
		}
		all = append(all, c)
	}
	return all
}

// signOf says an action in one character, for eyes that do not tell colours.
func signOf(a diff.Action) string {
	switch a {
	case diff.Added:
		return "+"
	case diff.Removed:
		return "−"
	}
	return "~"
}
