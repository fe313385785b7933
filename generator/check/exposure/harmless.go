package exposure

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// all stands for every kind of a group.
var all = []string{"*"}

// harmlessKinds are the kinds, by group, that are known to open no way in by
// themselves, or that are followed here or in another check. Whatever is not among
// them may be read by a controller that nobody here knows.
var harmlessKinds = map[string][]string{
	"":                             {"ConfigMap", "Endpoints", "LimitRange", "Namespace", "PersistentVolume", "PersistentVolumeClaim", "Pod", "PodTemplate", "ReplicationController", "ResourceQuota", "Secret", "Service", "ServiceAccount"},
	"admissionregistration.k8s.io": {"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"},
	"apiextensions.k8s.io":         {"CustomResourceDefinition"},
	"apps":                         {"ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"},
	"autoscaling":                  {"HorizontalPodAutoscaler"},
	"batch":                        {"CronJob", "Job"},
	"coordination.k8s.io":          {"Lease"},
	"discovery.k8s.io":             {"EndpointSlice"},
	"flowcontrol.apiserver.k8s.io": {"FlowSchema", "PriorityLevelConfiguration"},
	"networking.k8s.io":            {"Ingress", "NetworkPolicy"},
	"node.k8s.io":                  {"RuntimeClass"},
	"policy":                       {"PodDisruptionBudget"},
	"rbac.authorization.k8s.io":    {"ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"},
	"resource.k8s.io":              {"DeviceClass", "ResourceClaim", "ResourceClaimTemplate"},
	"scheduling.k8s.io":            {"PriorityClass"},
	"snapshot.storage.k8s.io":      {"VolumeSnapshot", "VolumeSnapshotClass"},
	"storage.k8s.io":               {"StorageClass", "VolumeAttributesClass"},

	// kinds of the Gateway API, and policies of network plugins, have checks of their own
	"gateway.networking.k8s.io":       all,
	"policy.networking.k8s.io":        all,
	"cilium.io":                       {"CiliumCIDRGroup", "CiliumClusterwideNetworkPolicy", "CiliumNetworkPolicy"},
	"crd.projectcalico.org":           {"GlobalNetworkPolicy", "GlobalNetworkSet", "NetworkPolicy", "NetworkSet"},
	"projectcalico.org":               {"GlobalNetworkPolicy", "GlobalNetworkSet", "NetworkPolicy", "NetworkSet"},
	"approuting.kubernetes.azure.com": {"ClusterExternalDNS", "ExternalDNS"},
	"helm.toolkit.fluxcd.io":          {"HelmRelease"},
	"source.toolkit.fluxcd.io":        {"HelmRepository"},

	// pods, which policies hold like any others
	"argoproj.io":              {"AnalysisTemplate", "ClusterWorkflowTemplate", "CronWorkflow", "EventBus", "EventSource", "Sensor", "Workflow", "WorkflowTemplate"},
	"batch.volcano.sh":         {"Job"},
	"jobset.x-k8s.io":          {"JobSet"},
	"kubeflow.org":             {"JAXJob", "MPIJob", "PaddleJob", "PyTorchJob", "TFJob", "XGBoostJob"},
	"leaderworkerset.x-k8s.io": {"LeaderWorkerSet"},
	"ray.io":                   {"RayCluster", "RayJob"},
	"trainer.kubeflow.org":     {"TrainJob", "TrainingRuntime"},

	// scaling and queues
	"autoscaling.k8s.io":    {"VerticalPodAutoscaler", "VerticalPodAutoscalerCheckpoint"},
	"karpenter.azure.com":   {"AKSNodeClass"},
	"karpenter.sh":          {"NodeClaim", "NodePool"},
	"keda.sh":               {"ClusterTriggerAuthentication", "ScaledJob", "ScaledObject", "TriggerAuthentication"},
	"kueue.x-k8s.io":        all,
	"scheduling.volcano.sh": {"PodGroup", "Queue"},

	// watching
	"azmonitoring.coreos.com":        {"PodMonitor", "PrometheusRule", "ServiceMonitor"},
	"grafana.integreatly.org":        {"GrafanaAlertRuleGroup", "GrafanaContactPoint", "GrafanaDashboard", "GrafanaDatasource", "GrafanaFolder", "GrafanaNotificationPolicy"},
	"monitoring.coreos.com":          {"AlertmanagerConfig", "PodMonitor", "Probe", "PrometheusRule", "ScrapeConfig", "ServiceMonitor"},
	"notification.toolkit.fluxcd.io": {"Alert", "Provider"},
	"operator.victoriametrics.com":   {"VMPodScrape", "VMRule", "VMServiceScrape"},
	"wgpolicyk8s.io":                 {"ClusterPolicyReport", "PolicyReport"},

	// certificates, secrets and rules
	"bitnami.com":                    {"SealedSecret"},
	"cert-manager.io":                {"Certificate", "CertificateRequest", "ClusterIssuer", "Issuer"},
	"constraints.gatekeeper.sh":      all,
	"external-secrets.io":            {"ClusterExternalSecret", "ClusterSecretStore", "ExternalSecret", "SecretStore"},
	"generators.external-secrets.io": {"Password", "UUID"},
	"isindir.github.com":             {"SopsSecret"},
	"kyverno.io":                     {"CleanupPolicy", "ClusterCleanupPolicy", "ClusterPolicy", "Policy", "PolicyException"},
	"policies.kyverno.io":            {"ImageValidatingPolicy", "NamespacedValidatingPolicy", "PolicyException", "ValidatingPolicy"},
	"secrets-store.csi.x-k8s.io":     {"SecretProviderClass"},
	"secrets.hashicorp.com":          {"VaultAuth", "VaultConnection", "VaultDynamicSecret", "VaultStaticSecret"},
	"templates.gatekeeper.sh":        {"ConstraintTemplate"},
	"trust.cert-manager.io":          {"Bundle"},
	"velero.io":                      {"Backup", "Schedule"},
}

// isHarmlessKind reports whether an object is of a kind that is known to open no way
// in, whatever it says, or that a check follows.
func isHarmlessKind(o manifest.Object) bool {
	kinds := harmlessKinds[o.Group()]
	return slices.Contains(kinds, o.Kind) || slices.Equal(kinds, all)
}

// elsewhere are the kinds by which an engine brings objects from somewhere else, by
// group; nothing of them is rendered, checked or reviewed here.
var elsewhere = map[string][]string{
	"argoproj.io":                 {"AppProject", "Application", "ApplicationSet"},
	"fluxcd.controlplane.io":      all,
	"infra.contrib.fluxcd.io":     {"Terraform"},
	"kustomize.toolkit.fluxcd.io": all,
	"source.toolkit.fluxcd.io":    {"ArtifactGenerator", "Bucket", "ExternalArtifact", "GitRepository", "HelmChart", "OCIRepository"},
	"source.extensions.fluxcd.io": all,
	"image.toolkit.fluxcd.io":     {"ImageUpdateAutomation"},
}

func isElsewhere(o manifest.Object) bool {
	kinds := elsewhere[o.Group()]
	return slices.Contains(kinds, o.Kind) || slices.Equal(kinds, all)
}

// meshes are the ends of the API groups of other ingress controllers and meshes.
var meshes = []string{"istio.io", "traefik.io", "traefik.containo.us", "projectcontour.io", "configuration.konghq.com", "getambassador.io", "k8s.nginx.org", "alb.networking.azure.io", "appgw.ingress.k8s.io", "networking.x-k8s.io", "apisix.apache.org", "haproxy.org", "haproxy.com", "linkerd.io", "knative.dev", "networking.fleet.azure.com", "multicluster.x-k8s.io"}

// leads says what an object of an unknown kind can do.
func leads(o manifest.Object) string {
	for _, group := range meshes {
		if o.Group() == group || strings.HasSuffix(o.Group(), "."+group) {
			return "is read by an ingress controller, a mesh or another cluster, which can lead past the auth proxy"
		}
	}
	return "is of a kind that is not known here, so its controller could open a way past the auth proxy, or change what was reviewed"
}
