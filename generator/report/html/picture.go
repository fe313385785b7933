package html

import (
	"html/template"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/report/picture"
)

// picture draws the stack as it will be, with what is taken away as ghosts.
func (b builder) picture(v stackView, s report.StackReport) pictureView {
	whole := s.Whole()
	if len(whole) == 0 {
		return pictureView{}
	}
	graph := picture.Of(v.drawn(s, whole))
	p := pictureView{Of: v.Name, SVG: template.HTML(graph.SVG("Who can reach what in "+v.Name, v.ID+"-picture")), Open: b.openPictures && !v.IsQuiet()}
	for _, line := range graph.Sentences() {
		p.Sentences = append(p.Sentences, sentence{link{line.Text, line.Link}, string(line.Mark), line.Open})
	}
	return p
}

// drawn are the objects of a stack, each with what happens to it.
func (v stackView) drawn(s report.StackReport, whole []diff.Object) []picture.Object {
	changes := map[diff.ID]cause.ObjectChange{}
	for _, o := range s.Objects {
		changes[o.Object] = o
	}
	var all []picture.Object
	for _, o := range whole {
		change, differs := changes[o.ID]
		object := picture.Object{Fields: o.Fields}
		if differs {
			object = drawnChange(change, o.Fields)
		}
		object.Link = v.anchors[o.ID]
		all = append(all, object)
	}
	for _, o := range s.Objects {
		if o.Action == diff.Removed && s.State != report.StackRemoved {
			all = append(all, picture.Object{Fields: o.Before.Fields, Mark: picture.Removed, Link: v.anchors[o.Object]})
		}
	}
	return all
}

func drawnChange(change cause.ObjectChange, fields map[string]any) picture.Object {
	object := picture.Object{Fields: fields, Mark: markOf(change.Action)}
	if before := change.Before; before != nil && object.Mark == picture.Changed {
		object.Before = before.Fields
	}
	return object
}

func markOf(a diff.Action) picture.Mark {
	switch a {
	case diff.Added:
		return picture.Added
	case diff.Removed:
		return picture.Removed
	}
	return picture.Changed
}
