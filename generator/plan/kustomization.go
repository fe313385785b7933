package plan

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
)

// kustomizations plans the overlay's kustomization files: one for each
// namespace, which sets that namespace, and the root, which joins them.
func (p kustomizer) kustomizations(files []File, images Images) []File {
	root := kustomization{
		Resources: append(names(filesIn("", files)...), "services", "jobs"),
		Components: each(p.Config.Components, func(_ int, c stack.ComponentPath) any {
			return manifest.From(climb("", c.String()), p.Decision("components"))
		}),
		Labels:  p.commonLabels(),
		Patches: p.policies().withoutPolicies(),
		Images:  p.mirrored(images.Names),
	}
	all := []File{p.servicesKustomization(files).file("services/"), p.jobsKustomization(files).file("jobs/")}
	if p.UsesGateway() {
		root.Resources = append(root.Resources, "gateway")
		all = append(all, p.gatewayKustomization(files).file("gateway/"))
	}
	if p.Config.ArgoWorkflows != nil {
		root.Resources = append(root.Resources, "argo")
		all = append(all, p.argoKustomization(files).file("argo/"))
	}
	if p.access().hasTaskRolePolicy() {
		root.Resources = append(root.Resources, "policy")
		all = append(all, p.policyKustomization().file("policy/"))
	}
	return append(all, root.file(""))
}

func (p kustomizer) servicesKustomization(files []File) kustomization {
	k := kustomization{Namespace: p.servicesNamespace()}
	k.addNamespace(p.planner, stack.ServicesNamespace)
	k.addLocalDNS(p.planner, stack.ServicesNamespace)
	for _, name := range p.workloads() {
		k.addBase(name)
		if s := p.Config.Services[name]; s.Replicas != nil && s.Replicas.Int() > 1 {
			k.addBase(name + "/disruption-budget")
		}
	}
	k.addRoles(p.access().serviceGrants())
	if p.Config.Expose == nil {
		k.Components = append(k.Components, climb("services", stack.PrivateOrigin))
	}
	for _, f := range filesIn("services", files) {
		if slices.Contains(p.workloads(), strings.TrimSuffix(f, ".yaml")) {
			k.Patches = append(k.Patches, manifest.Map{{"path", f}})
		} else {
			k.Resources = append(k.Resources, f)
		}
	}
	return k
}

// workloads are the services that the stack runs.
func (p kustomizer) workloads() []string {
	names := []string{stack.MetadataService, stack.UIBackend, stack.UIStatic}
	if p.Config.Expose != nil {
		names = append(names, stack.AuthProxy)
	}
	return names
}

func (p kustomizer) jobsKustomization(files []File) kustomization {
	k := kustomization{Namespace: p.jobsNamespace()}
	k.addNamespace(p.planner, stack.JobsNamespace)
	if len(p.Config.Network.JobsEgress) > 0 || !p.Config.Network.NodeMetadata.IsOn() {
		k.addBase("network-policies/jobs-egress")
		k.addLocalDNS(p.planner, stack.JobsNamespace)
	}
	k.addRoles(p.access().jobGrants())
	if p.Config.ArgoEvents != nil {
		k.addBase("argo-events/bus")
	}
	for _, f := range filesIn("jobs", files) {
		if f == "event-bus.yaml" {
			k.Patches = append(k.Patches, manifest.Map{{"path", f}})
		} else {
			k.Resources = append(k.Resources, f)
		}
	}
	return k
}

// argoKustomization is the namespace of Argo's controllers, which the charts
// fill.
func (p kustomizer) argoKustomization(files []File) kustomization {
	k := kustomization{Namespace: p.argo().argoNamespace()}
	k.addNamespace(p.planner, stack.ArgoNamespace)
	k.addLocalDNS(p.planner, stack.ArgoNamespace)
	k.addRoles(p.argo().argoGrants())
	k.Resources = append(k.Resources, names(filesIn("argo", files)...)...)
	return k
}

// policyKustomization names the policy after the stack, since it belongs to
// the whole cluster.
func (p kustomizer) policyKustomization() kustomization {
	k := kustomization{NameSuffix: p.derived("stack", "-"+p.Name), Patches: manifest.List{manifest.Map{{"path", "binding.yaml"}}}}
	k.addBase("task-roles")
	return k
}

func (p kustomizer) gatewayKustomization(files []File) kustomization {
	k := kustomization{Namespace: p.gatewayNamespace()}
	k.addNamespace(p.planner, stack.GatewayNamespace)
	k.Resources = append(k.Resources, names(filesIn("gateway", files)...)...)
	return k
}

// filesIn lists the planned files of a folder, by name within it; "" is the
// overlay itself.
func filesIn(folder string, files []File) []string {
	var list []string
	for _, f := range files {
		name, inside := strings.CutPrefix(f.Path, folder+"/")
		if folder == "" {
			name, inside = f.Path, !strings.Contains(f.Path, "/")
		}
		if inside {
			list = append(list, name)
		}
	}
	return list
}

// commonLabels go on every object, never into selectors or templates. The
// last one keeps Flux's variable substitution away from our text, also where
// somebody switches it on for all Kustomizations of a cluster.
func (p kustomizer) commonLabels() manifest.Map {
	labels := manifest.Map{{"app.kubernetes.io/managed-by", "metaflow-gitops"}, {"metaflow-stack", p.derived("stack", p.Name)}}
	if p.Config.Engine.String() == stack.Flux {
		labels = labels.With("kustomize.toolkit.fluxcd.io/substitute", "disabled")
	}
	return labels
}

// mirrored rewrites every image to the registry mirror; the tags stay.
func (p kustomizer) mirrored(images []string) manifest.List {
	if p.Contract.ImageRegistry == nil {
		return nil
	}
	return each(images, func(_ int, image string) any {
		return manifest.Map{{"name", image}, {"newName", p.derived("image_registry", p.Contract.ImageRegistry.String()+"/"+fact.ParseImage(image).Repository())}}
	})
}

// kustomization is a kustomization file in the field's order of keys.
type kustomization struct {
	Namespace  any
	NameSuffix any
	Resources  manifest.List
	Components manifest.List
	Labels     manifest.Map
	Patches    manifest.List
	Images     manifest.List
}

func (k *kustomization) addBase(path string) {
	k.Resources = append(k.Resources, climb("x", tree.Base+"/"+path))
}

// addRoles adds the roles of some grants.
func (k *kustomization) addRoles(grants []grant) {
	for _, g := range grants {
		k.addBase(g.base)
	}
}

// addNamespace adds the namespace and its policies. In a namespace of somebody
// else the policies select the stack's own pods alone.
func (k *kustomization) addNamespace(p planner, role string) {
	k.addBase("network-policies/" + role)
	if !p.isAdopted(role) {
		k.addBase("namespaces/" + role)
		return
	}
	k.ownPodsOnly(p, role, "networking.k8s.io/v1", "NetworkPolicy", "podSelector", broadPolicies)
}

// climb gives a path from the root as seen from a folder of the overlay.
func climb(folder, path string) string {
	if folder == "" {
		return "../../" + path
	}
	return "../../../" + path
}

// KustomizationAPI is the version of kustomization files that is written.
const KustomizationAPI = "kustomize.config.k8s.io/v1beta1"

func (k kustomization) file(folder string) File {
	doc := manifest.Map{{"apiVersion", KustomizationAPI}, {"kind", "Kustomization"}}
	if k.Namespace != nil {
		doc = doc.With("namespace", k.Namespace)
	}
	if k.NameSuffix != nil {
		doc = doc.With("nameSuffix", k.NameSuffix)
	}
	for _, section := range []manifest.Entry{{"resources", k.Resources}, {"components", k.Components}, {"patches", k.Patches}, {"images", k.Images}} {
		if list := section.Value.(manifest.List); len(list) > 0 {
			doc = append(doc, section)
		}
	}
	if len(k.Labels) > 0 {
		doc = doc.With("labels", manifest.List{manifest.Map{{"pairs", k.Labels}}})
	}
	return File{folder + "kustomization.yaml", []manifest.Map{doc}}
}
