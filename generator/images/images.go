// Package images tells which images a stack pulls, and where each is published.
package images

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/metaflow"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// Image is one that the cluster pulls.
type Image struct {
	// Pulled is the reference that the cluster has.
	Pulled string `json:"image"`
	// Source is where it is published; "" is not known, since a component or
	// stack.hcl names it as it is pulled.
	Source string `json:"source,omitempty"`
}

// Published is a stack without its registry mirror: what it pulls then is pulled from
// where it is published.
func Published(s *stack.Stack) *stack.Stack {
	published := *s
	published.Contract.ImageRegistry = nil
	return &published
}

// Of are the images of a stack, sorted: those of what is rendered, of what the charts
// make, and of tasks. The same stack without its mirror tells the sources.
func Of(built, published *build.Built) []Image {
	pulled, sources := rendered(built), rendered(published)
	found := map[string]string{}
	for place, image := range pulled {
		source := sources[place]
		if source == image && built.Stack.Contract.ImageRegistry != nil {
			source = ""
		}
		found[image] = full(source)
	}
	for _, t := range tasks(built.Stack) {
		found[t.Pulled] = t.Source
	}
	var all []Image
	for image, source := range found {
		all = append(all, Image{image, source})
	}
	slices.SortFunc(all, func(a, b Image) int { return cmp.Compare(a.Pulled, b.Pulled) })
	return all
}

// rendered are the images of what is rendered, and of the charts that the engine
// installs, by their places.
func rendered(b *build.Built) map[string]string {
	all := map[string]string{}
	for _, o := range b.Rendered.Objects {
		for _, p := range o.Pods() {
			for _, c := range p.Containers {
				if image := manifest.Text(c.Fields, "image"); image != "" {
					all[o.String()+" "+strings.Join(c.Path, ".")] = image
				}
			}
		}
	}
	for _, c := range plan.Charts(b.Stack) {
		maps.Copy(all, ofChart(c))
	}
	return all
}

// ofChart are the images that a chart's values make it pull, by its name and the value.
func ofChart(c plan.Chart) map[string]string {
	text := func(path ...string) string { return manifest.Text(c.Values, path...) }
	all := map[string]string{}
	for path, image := range manifest.ImagesIn(c.Values) {
		all[c.Name+" "+path] = image
	}
	switch c.Name {
	case "argo-workflows":
		tag := cmp.Or(text("images", "tag"), unknownTag)
		for _, part := range []struct{ key, repository string }{{"controller", "argoproj/workflow-controller"}, {"executor", "argoproj/argoexec"}} {
			all[c.Name+" "+part.key] = text(part.key, "image", "registry") + "/" + cmp.Or(text(part.key, "image", "repository"), part.repository) + ":" + cmp.Or(text(part.key, "image", "tag"), tag)
		}
	case "argo-events":
		all[c.Name+" controller"] = text("global", "image", "repository") + ":" + cmp.Or(text("global", "image", "tag"), unknownTag)
		for _, v := range manifest.Maps(c.Values, "configs", "jetstream", "versions") {
			for _, key := range []string{"natsImage", "metricsExporterImage", "configReloaderImage"} {
				all[c.Name+" "+manifest.Text(v, "version")+" "+key] = manifest.Text(v, key)
			}
		}
	}
	return all
}

// IsTagged reports whether it is known which tag the cluster pulls.
func (i Image) IsTagged() bool { return !strings.HasSuffix(i.Pulled, ":"+unknownTag) }

// unknownTag stands for the tag that a chart takes by itself.
const unknownTag = "TAG-OF-THE-CHART"

// tasks are the images that steps get which name none: that of the profile, or those of
// Python that Metaflow takes by the version that starts a flow.
func tasks(s *stack.Stack) []Image {
	settings := s.Config.Profile.Settings
	names := metaflow.PythonImages()
	if given := cmp.Or(settings["METAFLOW_KUBERNETES_CONTAINER_IMAGE"], settings["METAFLOW_DEFAULT_CONTAINER_IMAGE"]); given != "" {
		names = []string{given}
	}
	registry := cmp.Or(settings["METAFLOW_KUBERNETES_CONTAINER_REGISTRY"], settings["METAFLOW_DEFAULT_CONTAINER_REGISTRY"])
	if r := s.Contract.ImageRegistry; r != nil {
		registry = r.String()
	}
	var all []Image
	for _, name := range names {
		pulled := name
		if registry != "" && !metaflow.HasRegistry(name) {
			pulled = strings.TrimRight(registry, "/") + "/" + name
		}
		source := full(name)
		if r := s.Contract.ImageRegistry; r != nil && strings.HasPrefix(name, r.String()+"/") {
			source = ""
		}
		all = append(all, Image{pulled, source})
	}
	return all
}

// full is a reference with its registry: without one it is of Docker Hub.
func full(reference string) string {
	if reference == "" || metaflow.HasRegistry(reference) {
		return reference
	}
	i := fact.ParseImage(reference)
	i.Name = "docker.io/" + i.Repository()
	return i.String()
}
