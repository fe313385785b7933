package render

import (
	"slices"

	"example.com/metaflow-gitops/generator/plan"
)

// Waves are the steps of the sync that have objects, each once.
func (r *Rendered) Waves() []string {
	var waves []string
	for _, o := range r.Objects {
		if !slices.Contains(waves, plan.WaveOf(o)) {
			waves = append(waves, plan.WaveOf(o))
		}
	}
	slices.Sort(waves)
	return waves
}
