package plan

import (
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
)

// NewSync plans the objects that tell the GitOps engine of a stack. The waves
// are those that the rendered objects are in; a wave without objects gets no
// step.
func NewSync(s *stack.Stack, waves []string) []manifest.Map {
	p := planner{Stack: s}
	if s.Config.Engine.String() == stack.ArgoCD {
		return append([]manifest.Map{p.sync().appProject(), p.sync().application()}, p.sync().chartApplications()...)
	}
	return p.sync().fluxKustomizations(waves)
}

// SyncPath is where the sync objects of a stack are written, from the root.
func SyncPath(s *stack.Stack) string {
	return tree.Clusters + "/" + s.Contract.Cluster.Name.String() + "/" + s.Name + ".yaml"
}

// fluxKustomizations plans one Flux Kustomization for each wave. All of them
// build the same overlay, so components apply to the whole of it, and each one
// drops the objects of the other waves.
func (p syncPlanner) fluxKustomizations(waves []string) []manifest.Map {
	var objects []manifest.Map
	previous := ""
	for _, w := range Waves() {
		if !slices.Contains(waves, w.Number) {
			continue
		}
		objects = append(objects, p.fluxKustomization(w, previous))
		previous = p.Name + "-" + w.Part
	}
	return objects
}

func (p syncPlanner) fluxKustomization(w Wave, previous string) manifest.Map {
	sync := p.Config.Sync
	spec := manifest.Map{}
	if previous != "" {
		spec = spec.With("dependsOn", manifest.List{manifest.Map{{"name", previous}}})
	}
	spec = append(spec,
		manifest.Entry{"interval", p.decision("sync.interval", sync.Interval)},
		manifest.Entry{"retryInterval", p.decision("sync.retry_interval", sync.RetryInterval)},
		manifest.Entry{"timeout", p.decision("sync.timeout", sync.Timeout)},
		manifest.Entry{"path", "./" + tree.Overlay(p.Name)},
		manifest.Entry{"prune", true},
		manifest.Entry{"wait", true},
	)
	if !sync.ServiceAccount.IsZero() {
		spec = spec.With("serviceAccountName", p.setting("service_account", sync.ServiceAccount))
	}
	if !sync.Decryption.IsZero() {
		spec = spec.With("decryption", p.decryption())
	}
	spec = append(spec,
		manifest.Entry{"sourceRef", manifest.Map{{"kind", "GitRepository"}, {"name", p.setting("source", sync.Source)}}},
		manifest.Entry{"patches", manifest.List{dropOtherWaves(w)}},
	)
	return meta{
		APIVersion: "kustomize.toolkit.fluxcd.io/v1", Kind: "Kustomization",
		Name: p.Name + "-" + w.Part, Namespace: p.setting("namespace", sync.Namespace),
		Annotations: manifest.Map{{"kustomize.toolkit.fluxcd.io/substitute", "disabled"}},
		Labels:      manifest.Map{{partOfLabel, partOf}, {"metaflow-stack", p.derived("stack", p.Name)}},
	}.object(manifest.Entry{"spec", spec})
}

// decryption is how Flux reads the Secrets of components that are encrypted.
func (p syncPlanner) decryption() manifest.Map {
	sync := p.Config.Sync
	m := manifest.Map{{"provider", p.decision("sync.decryption", sync.Decryption)}}
	if !sync.DecryptionSecret.IsZero() {
		m = m.With("secretRef", manifest.Map{{"name", p.decision("sync.decryption_secret", sync.DecryptionSecret)}})
	}
	return m
}

// setting is a value of the sync block, where the preset decides unless
// stack.hcl does.
func (p syncPlanner) setting(name string, value fmt.Stringer) manifest.Sourced {
	if p.Decided("sync." + name) {
		return p.decision("sync."+name, value)
	}
	return p.decision("sync.preset", value)
}

// WaveSelector selects the objects that are NOT in a wave. What has no
// annotation is in the first one.
func WaveSelector(w Wave) string {
	if w.Number == Waves()[0].Number {
		return WaveAnnotation + "," + WaveAnnotation + " notin (" + w.Number + ")"
	}
	return WaveAnnotation + " notin (" + w.Number + ")"
}

// dropOtherWaves is a Kustomize patch that deletes what a wave does not hold;
// Kustomize wants a kind and a name in it, and ignores both.
func dropOtherWaves(w Wave) manifest.Map {
	return manifest.Map{
		{"target", manifest.Map{{"annotationSelector", WaveSelector(w)}}},
		{"patch", "$patch: delete\napiVersion: v1\nkind: Any\nmetadata:\n  name: any\n"},
	}
}

const argoAPI = "argoproj.io/v1alpha1"

func (p syncPlanner) argoMeta(kind string, annotations manifest.Map) meta {
	return meta{
		APIVersion: argoAPI, Kind: kind, Name: "metaflow-" + p.Name,
		Namespace:   p.decision("sync.namespace", p.Config.Sync.Namespace),
		Annotations: annotations,
		Labels:      manifest.Map{{partOfLabel, partOf}, {"metaflow-stack", p.derived("stack", p.Name)}},
	}
}

// appProject pins what the Application may take from where to where. It allows
// all namespaces and kinds that the stack can have, whether or not it has them
// now: Argo CD does not delete what is left in a namespace, or of a kind, that
// it may not touch. An admission policy that stays without its parameters would
// refuse every task.
func (p syncPlanner) appProject() manifest.Map {
	n := p.Contract.Namespaces
	destination := func(role string, name fact.Namespace) manifest.Map {
		return manifest.Map{{"server", p.decision("sync.destination_server", p.Config.Sync.DestinationServer)}, {"namespace", p.fact("namespaces."+role, name)}}
	}
	destinations := manifest.List{destination(stack.ServicesNamespace, n.Services), destination(stack.JobsNamespace, n.Jobs), destination(stack.GatewayNamespace, n.Gateway)}
	if p.Config.ArgoWorkflows != nil {
		destinations = append(destinations, p.chartDestination())
	}
	if p.HasDevicePlugin() {
		destinations = append(destinations, manifest.Map{{"server", p.decision("sync.destination_server", p.Config.Sync.DestinationServer)}, {"namespace", manifest.From(stack.DevicePluginNamespace, p.DevicePluginOrigin())}})
	}
	kinds := manifest.List{manifest.Map{{"group", ""}, {"kind", "Namespace"}}}
	for _, kind := range []string{"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"} {
		kinds = append(kinds, manifest.Map{{"group", "admissionregistration.k8s.io"}, {"kind", kind}})
	}
	return p.argoMeta("AppProject", manifest.Map{{WaveAnnotation, "-1"}}).object(manifest.Entry{"spec", manifest.Map{
		{"description", "Metaflow stack " + p.Name},
		{"sourceRepos", manifest.List{p.decision("sync.repository", p.Config.Sync.Repository)}},
		{"destinations", destinations},
		{"clusterResourceWhitelist", kinds},
	}})
}

// application syncs the overlay. Its finalizer makes Argo CD delete the
// services when the Application goes; the namespaces refuse that for
// themselves.
func (p syncPlanner) application() manifest.Map {
	sync := p.Config.Sync
	m := p.argoMeta("Application", manifest.Map{
		{"argocd.argoproj.io/compare-options", "ServerSideDiff=true"},
		{"argocd.argoproj.io/manifest-generate-paths", "/" + tree.Overlay(p.Name) + ";/" + tree.Base},
	})
	o := m.object(manifest.Entry{"spec", manifest.Map{
		{"project", "metaflow-" + p.Name},
		{"source", manifest.Map{
			{"repoURL", p.decision("sync.repository", sync.Repository)},
			{"targetRevision", p.decision("sync.revision", sync.Revision)},
			{"path", tree.Overlay(p.Name)},
		}},
		{"destination", manifest.Map{
			{"server", p.decision("sync.destination_server", sync.DestinationServer)},
			{"namespace", p.servicesNamespace()},
		}},
		{"syncPolicy", automated("ServerSideApply=true", "FailOnSharedResource=true", "PruneLast=true", "RespectIgnoreDifferences=true")},
		{"ignoreDifferences", manifest.List{p.writtenByAKS()}},
		{"revisionHistoryLimit", 5},
	}})
	return withFinalizer(o)
}

// writtenByAKS is the one field of our objects that a controller of AKS
// writes: application routing names the certificate's Secret in the listener.
func (p syncPlanner) writtenByAKS() manifest.Map {
	return manifest.Map{
		{"group", "gateway.networking.k8s.io"},
		{"kind", "Gateway"},
		{"jqPathExpressions", names(".spec.listeners[].tls.certificateRefs")},
	}
}
