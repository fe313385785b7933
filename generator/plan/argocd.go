package plan

import (
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// ChartProject is the AppProject of a stack's charts.
func ChartProject(s *stack.Stack) string { return "metaflow-" + s.Name + "-argo" }

// chartApplications plans what Argo CD installs the charts by: a project of
// their own, which may bring definitions of kinds and reaches one namespace
// alone, and one Application for each chart.
func (p syncPlanner) chartApplications() []manifest.Map {
	releases := p.argo().releases()
	if len(releases) == 0 {
		return nil
	}
	objects := []manifest.Map{p.chartProject()}
	for _, r := range releases {
		objects = append(objects, p.chartApplication(r))
	}
	return objects
}

// chartSource is the repository as Argo CD writes it: of a registry without
// the scheme.
func (p syncPlanner) chartSource() manifest.Sourced {
	s := p.decision("argo_workflows.chart_repository", p.Config.ArgoWorkflows.ChartRepository)
	s.Value = strings.TrimPrefix(p.Config.ArgoWorkflows.ChartRepository.String(), "oci://")
	return s
}

func (p syncPlanner) chartDestination() manifest.Map {
	return manifest.Map{{"server", p.decision("sync.destination_server", p.Config.Sync.DestinationServer)}, {"namespace", p.argo().argoNamespace()}}
}

// chartMeta is argoMeta for what belongs to the charts.
func (p syncPlanner) chartMeta(kind, suffix, wave string) meta {
	m := p.argoMeta(kind, nil)
	m.Name = "metaflow-" + p.Name + "-" + suffix
	if wave != "" {
		m.Annotations = manifest.Map{{WaveAnnotation, wave}}
	}
	return m
}

func (p syncPlanner) chartProject() manifest.Map {
	return p.chartMeta("AppProject", "argo", "-1").object(manifest.Entry{"spec", manifest.Map{
		{"description", "Argo Workflows and Argo Events of Metaflow stack " + p.Name},
		{"sourceRepos", manifest.List{p.chartSource()}},
		{"destinations", manifest.List{p.chartDestination()}},
		{"clusterResourceWhitelist", manifest.List{manifest.Map{{"group", "apiextensions.k8s.io"}, {"kind", "CustomResourceDefinition"}}}},
	}})
}

func (p syncPlanner) chartApplication(r release) manifest.Map {
	o := p.chartMeta("Application", r.chart, "").object(manifest.Entry{"spec", manifest.Map{
		{"project", ChartProject(p.Stack)},
		{"source", manifest.Map{
			{"repoURL", p.chartSource()},
			{"chart", r.chart},
			{"targetRevision", r.version},
			{"helm", manifest.Map{{"releaseName", r.chart}, {"valuesObject", r.values}}},
		}},
		{"destination", p.chartDestination()},
		{"syncPolicy", automated("ServerSideApply=true", "FailOnSharedResource=true")},
		{"revisionHistoryLimit", 5},
	}})
	return withFinalizer(o)
}

// automated is the sync policy of every Application: what leaves git leaves the
// cluster, and what differs from git is put right.
func automated(options ...string) manifest.Map {
	return manifest.Map{
		{"automated", manifest.Map{{"prune", true}, {"selfHeal", true}}},
		{"syncOptions", names(options...)},
		{"retry", manifest.Map{{"limit", 5}, {"backoff", manifest.Map{{"duration", "10s"}, {"factor", 2}, {"maxDuration", "3m"}}}}},
	}
}

// withFinalizer makes Argo CD delete what an Application brought when the
// Application goes.
func withFinalizer(o manifest.Map) manifest.Map {
	md := o.Get("metadata").(manifest.Map)
	o[2].Value = md.With("finalizers", names("resources-finalizer.argocd.argoproj.io"))
	return o
}
