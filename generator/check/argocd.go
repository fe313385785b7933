package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

const argoAPI = "argoproj.io/v1alpha1"

// argoObjects proves of AppProject and Application what they must be to sync
// this stack and nothing else.
func (f *findings) argoObjects(documents []plan.Map) {
	for _, d := range documents {
		if !isArgo(d, "AppProject") && !isArgo(d, "Application") {
			f.syncFault("Unexpected sync object", "%s is neither AppProject nor Application of %s. Remove it.", name(d), argoAPI)
		}
	}
	f.argoDryRuns()
	f.argoCharts(documents)
	own := withoutCharts(f.Stack, documents)
	projects := ofKind(own, "AppProject")
	if len(projects) != 1 {
		f.syncFault("Incomplete sync", "There must be one AppProject of the stack, but there are %d.", len(projects))
		return
	}
	f.argoProject(projects[0])
	for _, a := range ofKind(own, "Application") {
		f.argoApplication(a)
		f.afterProject(a, projects[0])
	}
}

// afterProject proves that an Application comes after its project.
func (f *findings) afterProject(a, project plan.Map) {
	if wave(a) <= wave(project) {
		f.syncFault("Circular dependency", "%s is applied in wave %d, not after its AppProject in wave %d, so Argo CD could refuse it. Give the project the earlier wave with the annotation %s.", name(a), wave(a), wave(project), plan.WaveAnnotation)
	}
}

func isArgo(d plan.Map, kind string) bool {
	return textAt(d, "kind") == kind && textAt(d, "apiVersion") == argoAPI
}

func ofKind(documents []plan.Map, kind string) []plan.Map {
	var found []plan.Map
	for _, d := range documents {
		if isArgo(d, kind) {
			found = append(found, d)
		}
	}
	return found
}

// argoSteps gives each wave of an Application as a step.
func (f *findings) argoSteps(documents []plan.Map) []step {
	var steps []step
	for _, a := range ofKind(withoutCharts(f.Stack, documents), "Application") {
		steps = append(steps, f.argoWaves(textAt(a, "metadata", "name"))...)
	}
	return steps
}

// wave is the wave of a sync object among those of its root Application.
func wave(d plan.Map) int { return argoWave(at(d, "metadata", "annotations", plan.WaveAnnotation)) }

// argoWave reads the annotation as Argo CD does: what is no number is wave 0.
func argoWave(annotation any) int {
	n, err := strconv.Atoi(fmt.Sprint(annotation))
	if err != nil {
		return 0
	}
	return n
}

// argoWaves gives each wave of the rendered objects as a step that waits for
// all earlier ones.
func (f *findings) argoWaves(application string) []step {
	waveOf := func(o render.Object) int { return argoWave(o.Get("metadata", "annotations", plan.WaveAnnotation)) }
	waves := map[int]bool{}
	for _, o := range f.Rendered.Objects {
		waves[waveOf(o)] = true
	}
	var steps []step
	var before []string
	for _, number := range slices.Sorted(maps.Keys(waves)) {
		s := step{
			name:  fmt.Sprintf("%s wave %d", application, number),
			holds: func(o render.Object) bool { return waveOf(o) == number },
			after: slices.Clone(before),
		}
		steps, before = append(steps, s), append(before, s.name)
	}
	return steps
}
