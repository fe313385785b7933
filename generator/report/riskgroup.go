package report

import (
	"fmt"
	"strings"
)

// RiskGroup are the risks that say the same, of all objects of a stack.
type RiskGroup struct {
	Topic, Says string
	Risks       []Risk
}

// IsOfPlan reports whether they are what a plan does in Azure.
func (g RiskGroup) IsOfPlan() bool { return isOfPlan(g.Topic) }

// GroupRisks joins risks that say the same, in their order.
func GroupRisks(risks []Risk) []RiskGroup {
	var groups []RiskGroup
	for _, r := range risks {
		if n := len(groups); n > 0 && groups[n-1].Topic == r.Topic && groups[n-1].Says == r.Says {
			groups[n-1].Risks = append(groups[n-1].Risks, r)
			continue
		}
		groups = append(groups, RiskGroup{r.Topic, r.Says, []Risk{r}})
	}
	return groups
}

// MaxNamed is how many objects and fields one sentence names.
const MaxNamed = 6

// Sentence names the objects, and says what the risk means.
func (g RiskGroup) Sentence() string {
	var names []string
	for i, r := range g.Risks {
		if i == MaxNamed {
			names = append(names, fmt.Sprintf("%d more", len(g.Risks)-MaxNamed))
			break
		}
		names = append(names, r.Object.String())
	}
	return strings.Join(names, ", ") + ". " + g.Says
}
