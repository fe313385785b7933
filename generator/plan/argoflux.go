package plan

import "example.com/metaflow-gitops/generator/stack"

// helmReleases plans what Flux installs the charts by: a repository and one
// HelmRelease for each chart. All of them are in the namespace of the stack's
// other Flux objects, and name no source elsewhere, which AKS's extension would
// refuse.
func (p syncPlanner) helmReleases() []Map {
	releases := p.argo().releases()
	if len(releases) == 0 || p.Config.Engine.String() != stack.Flux {
		return nil
	}
	objects := []Map{p.helmRepository()}
	for _, r := range releases {
		objects = append(objects, p.helmRelease(r))
	}
	return objects
}

func (p syncPlanner) fluxMeta(apiVersion, kind, name string) meta {
	return meta{APIVersion: apiVersion, Kind: kind, Name: name, Namespace: p.setting("namespace", p.Config.Sync.Namespace),
		Annotations: Map{{WaveAnnotation, platformWave}}, Labels: labelled(name)}
}

func (p syncPlanner) helmRepository() Map {
	spec := Map{{"interval", "1h"}, {"url", p.decision("argo_workflows.chart_repository", p.Config.ArgoWorkflows.ChartRepository)}}
	if p.argo().isRegistry() {
		spec = append(Map{{"type", "oci"}}, spec...)
	}
	return p.fluxMeta("source.toolkit.fluxcd.io/v1", "HelmRepository", "argo").object(Entry{"spec", spec})
}

func (p syncPlanner) helmRelease(r release) Map {
	sync := p.Config.Sync
	again := Map{{"remediation", Map{{"retries", 3}}}}
	spec := Map{
		{"chart", Map{{"spec", Map{
			{"chart", r.chart},
			{"version", r.version},
			{"sourceRef", Map{{"kind", "HelmRepository"}, {"name", "argo"}}},
		}}}},
		{"interval", p.decision("sync.interval", sync.Interval)},
		{"timeout", p.decision("sync.timeout", sync.Timeout)},
		{"releaseName", r.chart},
		{"targetNamespace", p.argo().argoNamespace()},
		{"storageNamespace", p.argo().argoNamespace()},
		{"driftDetection", Map{{"mode", "enabled"}}},
		{"install", again},
		{"upgrade", again},
	}
	if !sync.ServiceAccount.IsZero() {
		spec = spec.with("serviceAccountName", p.setting("service_account", sync.ServiceAccount))
	}
	return p.fluxMeta("helm.toolkit.fluxcd.io/v2", "HelmRelease", r.chart).object(Entry{"spec", spec.with("values", r.values)})
}
