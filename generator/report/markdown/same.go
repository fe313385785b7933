package markdown

import (
	"strings"

	"example.com/metaflow-gitops/generator/report"
)

// sameGroup are stacks that change in the same way.
type sameGroup struct {
	first  report.StackReport
	others []string
	text   string
}

// sameChanges shows the stacks that differ, and joins those whose changes are
// the same but for where a stack's own files are. It stops where there is more
// than the limit.
func sameChanges(stacks []report.StackReport, show func(report.StackReport) string, limit int) []*sameGroup {
	var groups []*sameGroup
	known := map[string]*sameGroup{}
	size := 0
	for _, s := range stacks {
		if s.State == report.StackUnchanged || size > limit {
			continue
		}
		text := show(s)
		key := string(s.State) + "\n" + strings.ReplaceAll(text, "terraform/stacks/"+s.Name+"/", "terraform/stacks/…/")
		if g := known[key]; g != nil && s.State == report.StackChanged {
			g.others = append(g.others, s.Name)
			continue
		}
		size += len(text)
		g := &sameGroup{first: s, text: text}
		known[key], groups = g, append(groups, g)
	}
	return groups
}
