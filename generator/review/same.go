package review

import (
	"slices"
	"strings"
)

// sameGroup are stacks that change in the same way.
type sameGroup struct {
	first  StackReport
	others []string
	text   string
}

// sameChanges shows the stacks that differ, and joins those whose changes are
// the same but for where a stack's own files are. It stops where there is more
// than the limit.
func sameChanges(stacks []StackReport, show func(StackReport) string, limit int) []*sameGroup {
	var groups []*sameGroup
	known := map[string]*sameGroup{}
	size := 0
	for _, s := range stacks {
		if s.State == StackUnchanged || size > limit {
			continue
		}
		text := show(s)
		key := string(s.State) + "\n" + strings.ReplaceAll(text, "terraform/stacks/"+s.Name+"/", "terraform/stacks/…/")
		if g := known[key]; g != nil && s.State == StackChanged {
			g.others = append(g.others, s.Name)
			continue
		}
		size += len(text)
		g := &sameGroup{first: s, text: text}
		known[key], groups = g, append(groups, g)
	}
	return groups
}

// StackRisks are the risks of all stacks that say the same.
type StackRisks struct {
	Topic, Says string
	Objects     []StacksObject

	places map[ID]int // of the objects
}

// StacksObject is an object, and the names of the stacks in which it is.
type StacksObject struct {
	Object ID
	Stacks []string
}

// AllRisks joins the risks of all stacks, in the order of the rules.
func AllRisks(r *Report) []StackRisks {
	var all []StackRisks
	for _, rule := range rules {
		g := StackRisks{Topic: rule.topic, Says: rule.says, places: map[ID]int{}}
		for _, s := range r.Stacks {
			for _, risk := range s.Risks {
				if risk.Topic == rule.topic && risk.Says == rule.says {
					g.add(risk.Object, s.Name)
				}
			}
		}
		isKnown := slices.ContainsFunc(all, func(other StackRisks) bool { return other.Topic == g.Topic && other.Says == g.Says })
		if len(g.Objects) > 0 && !isKnown {
			all = append(all, g)
		}
	}
	return all
}

func (g *StackRisks) add(object ID, stack string) {
	at, known := g.places[object]
	if !known {
		at = len(g.Objects)
		g.places[object] = at
		g.Objects = append(g.Objects, StacksObject{Object: object})
	}
	if o := &g.Objects[at]; !slices.Contains(o.Stacks, stack) {
		o.Stacks = append(o.Stacks, stack)
	}
}
