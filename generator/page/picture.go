package page

import (
	"html/template"

	"example.com/metaflow-gitops/generator/picture"
	"example.com/metaflow-gitops/generator/review"
)

// picture draws the stack as it will be, with what is taken away as ghosts.
func (b builder) picture(v stackView, s review.StackReport) pictureView {
	if len(s.Whole) == 0 {
		return pictureView{}
	}
	marks := map[review.ID]picture.Mark{}
	for _, o := range s.Objects {
		marks[o.Object] = markOf(o.Action)
	}
	var objects []picture.Object
	for _, o := range s.Whole {
		objects = append(objects, picture.Object{Fields: o.Fields, Mark: marks[o.ID], Link: v.find(o.ID)})
	}
	if s.State != review.StackRemoved {
		for _, o := range s.Objects {
			if o.Action == review.Removed {
				objects = append(objects, picture.Object{Fields: o.Before().Fields, Mark: picture.Removed, Link: v.find(o.Object)})
			}
		}
	}
	graph := picture.Of(objects)
	p := pictureView{Of: v.Name, SVG: template.HTML(graph.SVG("Who can reach what in "+v.Name, v.ID+"-picture")), Open: b.openPictures && !v.IsQuiet()}
	for _, line := range graph.Sentences() {
		p.Sentences = append(p.Sentences, sentence{string(line.Mark), line.Text})
	}
	return p
}

func markOf(a review.Action) picture.Mark {
	switch a {
	case review.Added:
		return picture.Added
	case review.Removed:
		return picture.Removed
	}
	return picture.Changed
}
