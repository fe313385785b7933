package charts

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
)

// chart is a Helm chart that an engine installs, as the HelmRelease of Flux or
// the Application of Argo CD says it.
type chart struct {
	name, version, namespace, release string
	// values are what the chart is given.
	values manifest.Object
	// isArgo says that Argo CD installs it.
	isArgo bool
	// report says something about a value, or without a path about the chart.
	report func(path []string, summary, format string, args ...any)
}

// charts are those of the stack, from whichever engine installs them.
func (f checks) charts(documents []manifest.Map) []chart {
	var list []chart
	for _, o := range f.Rendered.Objects {
		if o.Kind == "HelmRelease" {
			list = append(list, f.fluxChart(o))
		}
	}
	for _, d := range documents {
		if isChart(d) {
			list = append(list, f.argoChart(d))
		}
	}
	return list
}

func (f checks) fluxChart(o manifest.Object) chart {
	text := func(path ...string) string {
		s, _ := o.Get(append([]string{"spec"}, path...)...).(string)
		return s
	}
	return chart{text("chart", "spec", "chart"), text("chart", "spec", "version"), text("targetNamespace"), text("releaseName"), manifest.Object{Fields: manifest.Fields(o.Fields, "spec", "values")}, false,
		func(path []string, summary, format string, args ...any) {
			at := []string{"spec", "values"}
			if path == nil {
				at = []string{"spec", "chart", "spec", "version"}
			}
			f.Object(o, append(at, path...), summary, format, args...)
		}}
}

// isChart reports whether a document is an Application that installs a chart.
func isChart(d manifest.Map) bool {
	o := d.Plain()
	return manifest.Text(o, "kind") == "Application" && manifest.Text(o, "spec", "source", "chart") != ""
}

func (f checks) argoChart(d manifest.Map) chart {
	helm := []string{"spec", "source", "helm"}
	o := d.Plain()
	return chart{manifest.Text(o, "spec", "source", "chart"), manifest.Text(o, "spec", "source", "targetRevision"), manifest.Text(o, "spec", "destination", "namespace"), manifest.Text(o, "spec", "source", "helm", "releaseName"),
		manifest.Object{Fields: manifest.Fields(o, "spec", "source", "helm", "valuesObject")}, true,
		func(path []string, summary, format string, args ...any) {
			from := originAt(d, append(append(helm[:3:3], "valuesObject"), path...)...)
			if from.Range.Filename == "" {
				from = f.syncFile()
			}
			f.At(from, summary, format, args...)
		}}
}

// wantedCharts are the charts that stack.hcl asks for, with their versions.
func wantedCharts(s *stack.Stack) map[string]string {
	wanted := map[string]string{}
	if w := s.Config.ArgoWorkflows; w != nil {
		wanted["argo-workflows"] = w.ChartVersion.String()
	}
	if e := s.Config.ArgoEvents; e != nil {
		wanted["argo-events"] = e.ChartVersion.String()
	}
	return wanted
}

// checkCharts checks of each chart that it is one exact version, that it goes to
// the namespace that is there for it, and that its values make of it what the
// rest of the stack counts on.
func (f checks) checkCharts(documents []manifest.Map) {
	f.clashes()
	wanted := wantedCharts(f.Stack)
	var found []string
	for _, c := range f.charts(documents) {
		found = append(found, c.name)
		if c.isArgo {
			f.openings(c)
		}
		var version fact.ChartVersion
		switch err := version.UnmarshalText([]byte(c.version)); {
		case wanted[c.name] != "" && c.version != wanted[c.name]:
			c.report(nil, "Chart of another version", "Chart %q has version %q, but it must be exactly %q, which stack.hcl decides: another chart would be installed than was reviewed.", c.name, c.version, wanted[c.name])
		case err != nil:
			c.report(nil, "Chart of another version", "Chart %q has version %q, which is not one exact version: another chart could be installed tomorrow. Write one down, such as 1.2.3.", c.name, c.version)
		}
		if wanted[c.name] == "" {
			continue // somebody's own
		}
		if namespace := f.Stack.Config.ArgoWorkflows.Namespace.String(); c.namespace != namespace {
			c.report(nil, "Wrong namespace", "Chart %q goes to namespace %q, but the roles of its controller are given in %q. It would be refused whatever it calls.", c.name, c.namespace, namespace)
		}
		if c.release != c.name {
			c.report(nil, "Wrong name", "Chart %q is installed as release %q, but must be one of its own name: with another, a second one would be installed beside it.", c.name, c.release)
		}
		f.chartSettings(c)
		f.chartImages(c)
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if !slices.Contains(found, name) {
			f.At(f.syncFile(), "Incomplete sync", "stack.hcl asks for chart %q, but nothing installs it. Leave its object in.", name)
		}
	}
}

// originAt is where a value of a planned document comes from, or the first that is
// below it.
func originAt(d manifest.Map, path ...string) manifest.Origin {
	if sources := render.SourcesIn(d, path...); len(sources) > 0 {
		return sources[0]
	}
	return manifest.Origin{}
}

// syncFile is the place of findings about what the engine reads.
func (f checks) syncFile() manifest.Origin {
	return manifest.Origin{Kind: manifest.FromGenerator, Range: diag.File(plan.SyncPath(f.Stack))}
}
