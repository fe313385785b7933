package report

import (
	"slices"

	"example.com/metaflow-gitops/generator/diff"
)

// StackRisks are the risks of all stacks that say the same.
type StackRisks struct {
	Topic, Says string
	Objects     []StacksObject

	places map[diff.ID]int // of the objects
}

// IsOfPlan reports whether they are what a plan does in Azure.
func (g StackRisks) IsOfPlan() bool { return isOfPlan(g.Topic) }

// StacksObject is an object, and the names of the stacks in which it is.
type StacksObject struct {
	Object diff.ID
	Stacks []string
}

// AllRisks joins the risks of all stacks, in the order of the rules.
func AllRisks(r *Report) []StackRisks {
	var all []StackRisks
	for _, rule := range slices.Concat(planRules, rules) {
		g := StackRisks{Topic: rule.topic, Says: rule.says, places: map[diff.ID]int{}}
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

func (g *StackRisks) add(object diff.ID, stack string) {
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
