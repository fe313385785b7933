package report

import (
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// planRules are the risks of a Terraform plan, which come before those of the objects:
// what is gone in Azure is not brought back by reverting a commit.
var planRules = []rule{
	{topic: "Data destroyed", says: "The plan deletes it, and the data in it is gone."},
	{topic: "Data destroyed", says: "The plan replaces it by an empty one, and the data in it is gone."},
	{topic: "Destroyed in Azure", says: "The plan deletes it."},
	{topic: "Destroyed in Azure", says: "The plan deletes it and makes it anew."},
}

// planRisks are what a plan destroys, what holds data first.
func planRisks(destroyed []tfoutput.Destroyed) []Risk {
	byRule := make([][]Risk, len(planRules))
	for _, d := range destroyed {
		i := 0
		if !d.HoldsData() {
			i += 2
		}
		if d.IsReplaced {
			i++
		}
		r := planRules[i]
		byRule[i] = append(byRule[i], Risk{Topic: r.topic, Says: r.says, Object: diff.ID{Kind: d.Kind(), Name: d.Address}})
	}
	var all []Risk
	for _, risks := range byRule {
		all = append(all, risks...)
	}
	return all
}

// IsOfPlan reports whether the risk is what a plan does in Azure, and not what changes
// on the cluster.
func (r Risk) IsOfPlan() bool { return isOfPlan(r.Topic) }

func isOfPlan(topic string) bool {
	for _, rule := range planRules {
		if rule.topic == topic {
			return true
		}
	}
	return false
}

// destroyed counts what a plan destroys of the stack.
func (s StackReport) destroyed() int {
	n := 0
	for _, r := range s.Risks {
		if r.IsOfPlan() {
			n++
		}
	}
	return n
}
