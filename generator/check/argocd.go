package check

import (
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

// argoSteps reads AppProject and Application, and gives each wave as a step.
func (f *findings) argoSteps(documents []plan.Map) []step {
	var projects, applications []plan.Map
	for _, d := range documents {
		switch textAt(d, "kind") {
		case "AppProject":
			projects = append(projects, d)
		case "Application":
			applications = append(applications, d)
		default:
			f.syncFault("Unexpected sync object", "%s %q is neither AppProject nor Application.", textAt(d, "kind"), textAt(d, "metadata", "name"))
		}
	}
	if len(projects) != 1 {
		f.syncFault("Incomplete sync", "There must be one AppProject, but there are %d.", len(projects))
		return nil
	}
	f.argoProject(projects[0])
	var steps []step
	for _, a := range applications {
		f.argoSettings(a, projects[0])
		steps = append(steps, f.argoWaves(textAt(a, "metadata", "name"))...)
	}
	return steps
}

func (f *findings) argoSettings(a, project plan.Map) {
	name := textAt(a, "metadata", "name")
	if got, want := textAt(a, "spec", "source", "path"), "overlays/"+f.stack.Name; got != want {
		f.syncFault("Wrong path", "Application %q syncs %q, but this stack's overlay is %q.", name, got, want)
	}
	if got, want := textAt(a, "spec", "project"), textAt(project, "metadata", "name"); got != want {
		f.syncFault("Wrong project", "Application %q is in project %q, but this stack's is %q.", name, got, want)
	}
	for _, d := range []plan.Map{a, project} {
		if got, want := textAt(d, "metadata", "namespace"), f.stack.Config.Sync.Namespace.String(); got != want {
			f.syncFault("Wrong namespace", "%s %q is in namespace %q, but Argo CD is in %q.", textAt(d, "kind"), textAt(d, "metadata", "name"), got, want)
		}
	}
	if !slices.Contains(textsAt(project, "spec", "sourceRepos"), textAt(a, "spec", "source", "repoURL")) {
		f.syncFault("Wrong project", "Application %q takes its source from a repository that its project does not allow.", name)
	}
	for _, setting := range []string{"prune", "selfHeal"} {
		if at(a, "spec", "syncPolicy", "automated", setting) != true {
			f.syncFault("Incomplete sync", "Application %q must have spec.syncPolicy.automated.%s: true.", name, setting)
		}
	}
	if paths := textAt(a, "metadata", "annotations", "argocd.argoproj.io/manifest-generate-paths"); !slices.Contains(strings.Split(paths, ";"), "/base") {
		f.syncFault("Incomplete sync", "Application %q would not see changes below base/.", name)
	}
}

// argoProject proves that the project allows every rendered object.
func (f *findings) argoProject(project plan.Map) {
	var namespaces []string
	for _, d := range mapsAt(project, "spec", "destinations") {
		namespaces = append(namespaces, textAt(d, "namespace"))
	}
	var kinds []string
	for _, k := range mapsAt(project, "spec", "clusterResourceWhitelist") {
		kinds = append(kinds, textAt(k, "group")+"/"+textAt(k, "kind"))
	}
	for _, o := range f.rendered.Objects {
		group, _, grouped := strings.Cut(o.APIVersion, "/")
		if !grouped {
			group = ""
		}
		switch {
		case o.Namespace == "" && !slices.Contains(kinds, group+"/"+o.Kind):
			f.object(o, nil, "Object is never synced", "%s belongs to the whole cluster, and the AppProject of this stack allows no such kind. Let the cluster's owner bring it.", o)
		case o.Namespace != "" && !slices.Contains(namespaces, o.Namespace):
			f.object(o, nil, "Object is never synced", "%s is in a namespace that the AppProject of this stack does not allow. The stack's namespaces are %s.", o, strings.Join(namespaces, ", "))
		}
	}
}

// argoWaves gives each wave of the rendered objects as a step that waits for
// all earlier ones.
func (f *findings) argoWaves(application string) []step {
	var steps []step
	var before []string
	for _, number := range f.sortedWaves() {
		s := step{
			name:  application + " wave " + number,
			holds: func(o render.Object) bool { return o.Wave() == number },
			after: slices.Clone(before),
		}
		steps, before = append(steps, s), append(before, s.name)
	}
	return steps
}

// sortedWaves are the waves that have objects and that are planned; an object
// outside of them is found by reach.
func (f *findings) sortedWaves() []string {
	waves := slices.DeleteFunc(f.rendered.Waves(), func(w string) bool { return !slices.Contains(waveNumbers(), w) })
	slices.SortFunc(waves, func(a, b string) int { return number(a) - number(b) })
	return waves
}

func number(wave string) int {
	n, err := strconv.Atoi(wave)
	if err != nil {
		panic("check: a wave that is no number: " + wave)
	}
	return n
}
