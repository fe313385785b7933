package review

import (
	"fmt"
	"strings"
)

// riskGroup are the risks that say the same, of all objects of a stack.
type riskGroup struct {
	Topic, Says string
	Risks       []Risk
}

// groupRisks joins risks that say the same, in their order.
func groupRisks(risks []Risk) []riskGroup {
	var groups []riskGroup
	for _, r := range risks {
		if n := len(groups); n > 0 && groups[n-1].Topic == r.Topic && groups[n-1].Says == r.Says {
			groups[n-1].Risks = append(groups[n-1].Risks, r)
			continue
		}
		groups = append(groups, riskGroup{r.Topic, r.Says, []Risk{r}})
	}
	return groups
}

// maxNamed is how many objects and fields one sentence names.
const maxNamed = 6

func (g riskGroup) sentence() string {
	var names []string
	for i, r := range g.Risks {
		if i == maxNamed {
			names = append(names, fmt.Sprintf("%d more", len(g.Risks)-maxNamed))
			break
		}
		names = append(names, r.Object.String())
	}
	return strings.Join(names, ", ") + ". " + g.Says
}
