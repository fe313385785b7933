package plan

import (
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// helmReleases plans what Flux installs the charts by: a repository and one
// HelmRelease for each chart. All of them are in the namespace of the stack's
// other Flux objects, and name no source elsewhere, which AKS's extension would
// refuse.
func (p syncPlanner) helmReleases() []manifest.Map {
	releases := p.argo().releases()
	if len(releases) == 0 || p.Config.Engine.String() != stack.Flux {
		return nil
	}
	objects := []manifest.Map{p.helmRepository()}
	for _, r := range releases {
		objects = append(objects, p.helmRelease(r))
	}
	return objects
}

func (p syncPlanner) fluxMeta(apiVersion, kind, name string) meta {
	return meta{APIVersion: apiVersion, Kind: kind, Name: name, Namespace: p.setting("namespace", p.Config.Sync.Namespace),
		Annotations: manifest.Map{{WaveAnnotation, platformWave}}, Labels: labelled(name)}
}

func (p syncPlanner) helmRepository() manifest.Map {
	spec := manifest.Map{{"interval", "1h"}, {"url", p.decision("argo_workflows.chart_repository", p.Config.ArgoWorkflows.ChartRepository)}}
	if p.argo().isRegistry() {
		spec = append(manifest.Map{{"type", "oci"}}, spec...)
	}
	return p.fluxMeta("source.toolkit.fluxcd.io/v1", "HelmRepository", "argo").object(manifest.Entry{"spec", spec})
}

func (p syncPlanner) helmRelease(r release) manifest.Map {
	sync := p.Config.Sync
	again := manifest.Map{{"remediation", manifest.Map{{"retries", 3}}}}
	spec := manifest.Map{
		{"chart", manifest.Map{{"spec", manifest.Map{
			{"chart", r.chart},
			{"version", r.version},
			{"sourceRef", manifest.Map{{"kind", "HelmRepository"}, {"name", "argo"}}},
		}}}},
		{"interval", p.decision("sync.interval", sync.Interval)},
		{"timeout", p.decision("sync.timeout", sync.Timeout)},
		{"releaseName", r.chart},
		{"targetNamespace", p.argo().argoNamespace()},
		{"storageNamespace", p.argo().argoNamespace()},
		{"driftDetection", manifest.Map{{"mode", "enabled"}}},
		{"install", again},
		{"upgrade", again},
	}
	if !sync.ServiceAccount.IsZero() {
		spec = spec.With("serviceAccountName", p.setting("service_account", sync.ServiceAccount))
	}
	return p.fluxMeta("helm.toolkit.fluxcd.io/v2", "HelmRelease", r.chart).object(manifest.Entry{"spec", spec.With("values", r.values)})
}
