package report

import (
	"encoding/json"

	"example.com/metaflow-gitops/generator/diff"
)

var anyChange = []diff.Action{diff.Added, diff.Removed, diff.Renamed}

// rules are the risks that are recognised, the most important first. To add
// one, add a line.
var rules = []rule{
	{topic: "Public exposure", says: "Who can reach the stack from outside changes.",
		kinds: []string{"Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "Ingress", "ReferenceGrant"}, objects: anyChange, fields: []string{"spec"}},
	{topic: "Public exposure", says: "The Service gets an address outside of the cluster, or another one.",
		kinds: []string{"Service"}, fields: []string{"spec.type"}, when: becomes("LoadBalancer", "NodePort")},
	{topic: "Public exposure", says: "Which addresses reach the Service from outside changes.",
		kinds: []string{"Service"}, fields: []string{"spec.externalIPs", "spec.loadBalancerSourceRanges", "spec.externalTrafficPolicy"}},
	{topic: "Public exposure", says: "Whether the load balancer is internal changes.",
		kinds: []string{"Service", "Gateway"}, fields: []string{"metadata.annotations", "spec.infrastructure"}, when: keyed("service.beta.kubernetes.io/azure-")},
	{topic: "Authentication", says: "The options of the auth proxy change: who gets in, and how.",
		kinds: []string{"workload"}, fields: []string{"pod.containers.env"}, when: env("OAUTH2_PROXY_")},
	{topic: "Authentication", says: "What the auth proxy starts with changes: who gets in, and how.", of: isAuthProxy,
		kinds: []string{"workload"}, fields: []string{"pod.containers.args", "pod.containers.command", "pod.containers.envFrom", "pod.containers.lifecycle", "pod.shareProcessNamespace"}},
	{topic: "Authentication", says: "What runs beside the auth proxy changes, or where it finds its secrets and the names of others.", of: isAuthProxy,
		kinds: []string{"workload"}, fields: []string{"pod.containers.name", "pod.initContainers.name", "pod.volumes", "pod.containers.volumeMounts", "pod.hostAliases", "pod.dnsConfig", "pod.dnsPolicy"}},
	{topic: "Identity", says: "An identity of pods appears, goes away or is renamed.",
		kinds: []string{"ServiceAccount"}, objects: anyChange},
	{topic: "Identity", says: "The managed identity behind a service account changes.",
		kinds: []string{"ServiceAccount"}, fields: []string{"metadata.annotations", "metadata.labels"}, when: keyed("azure.workload.identity/")},
	{topic: "Identity", says: "What the pods run as, or read secrets as, changes.",
		kinds: []string{"workload"}, fields: []string{"pod.serviceAccountName", "pod.automountServiceAccountToken"}},
	{topic: "Identity", says: "Whether the pods get a token of their managed identity changes.",
		kinds: []string{"workload"}, fields: []string{"spec.template.metadata.labels"}, when: keyed("azure.workload.identity/")},
	{topic: "Identity", says: "Which secrets are read, from where or as whom, changes.",
		kinds: []string{"SecretProviderClass"}, objects: anyChange, fields: []string{"spec"}},
	{topic: "Identity", says: "As whom the host is published in DNS, or where, changes.",
		kinds: []string{"ExternalDNS", "ClusterExternalDNS"}, objects: anyChange, fields: []string{"spec"}},
	{topic: "Roles", says: "What somebody may do in the cluster changes.",
		kinds: []string{"Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"}, objects: anyChange, fields: []string{"rules", "roleRef", "subjects", "aggregationRule"}},
	{topic: "Roles", says: "What holds people to their task roles changes: who may run something as which identity.",
		kinds: []string{"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"}, objects: anyChange, fields: []string{"spec"}},
	{topic: "Roles", says: "Who may use which task role changes.", of: isTaskRoles,
		kinds: []string{"ConfigMap"}, objects: anyChange, fields: []string{"data"}},
	{topic: "Network policy", says: "A network policy goes away, and with it what it forbade.",
		kinds: []string{"NetworkPolicy", "CiliumNetworkPolicy"}, objects: []diff.Action{diff.Removed, diff.Renamed}},
	{topic: "Network policy", says: "Traffic that was refused may pass, or the other way round.",
		kinds: []string{"NetworkPolicy", "CiliumNetworkPolicy"}, objects: []diff.Action{diff.Added}, fields: []string{"spec"}},
	{topic: "Pod security", says: "What pods of the namespace may do changes.",
		kinds: []string{"Namespace"}, fields: []string{"metadata.labels"}, when: keyed("pod-security.kubernetes.io/")},
	{topic: "Pod security", says: "The pods may do more than before, or other things.",
		kinds: []string{"workload"}, fields: []string{"pod.securityContext", "pod.containers.securityContext", "pod.hostNetwork", "pod.hostPID", "pod.hostIPC", "pod.volumes.hostPath"}},
	{topic: "Image", says: "An older version than before.",
		kinds: []string{"workload"}, fields: []string{"pod.containers.image"}, when: isDowngrade},
	{topic: "Image", says: "The image was pinned by its digest and is no longer: the tag can move.",
		kinds: []string{"workload"}, fields: []string{"pod.containers.image"}, when: dropsDigest},
	{topic: "Image", says: "The image comes from somewhere else.",
		kinds: []string{"workload"}, fields: []string{"pod.containers.image"}, when: changesSource},
	{topic: "Image", says: "The image has no tag that stays.",
		kinds: []string{"workload"}, fields: []string{"pod.containers.image"}, when: losesTag},
	{topic: "Immutable field", says: "The API server refuses this change; the workload must be deleted and made anew.", of: isSame,
		kinds: []string{"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"}, fields: []string{"spec.selector"}},
	{topic: "Immutable field", says: "The API server refuses this change; the StatefulSet must be deleted and made anew.", of: isSame,
		kinds: []string{"StatefulSet"}, fields: []string{"spec.serviceName", "spec.volumeClaimTemplates", "spec.podManagementPolicy"}},
	{topic: "Immutable field", says: "The API server refuses this change; the Job must be deleted and made anew.", of: isSame,
		kinds: []string{"Job"}, fields: []string{"pod", "spec.completions", "spec.completionMode"}},
	{topic: "Immutable field", says: "The API server refuses this change; the object must be deleted and made anew.", of: isSame,
		kinds: []string{"RoleBinding", "ClusterRoleBinding"}, fields: []string{"roleRef"}},
	{topic: "Immutable field", says: "The API server refuses this change; the object must be deleted and made anew.", of: isSame,
		kinds: []string{"Service"}, fields: []string{"spec.clusterIP", "spec.clusterIPs"}},
	{topic: "Immutable field", says: "The API server refuses this change of a volume claim.", of: isSame,
		kinds: []string{"PersistentVolumeClaim"}, fields: []string{"spec.storageClassName", "spec.accessModes", "spec.volumeName", "spec.selector", "spec.volumeMode"}},
	{topic: "Data", says: "Deleting it deletes what is stored in it or behind it.",
		kinds: []string{"PersistentVolumeClaim", "PersistentVolume", "StatefulSet", "Namespace", "CustomResourceDefinition", "Secret", "StorageClass"}, objects: []diff.Action{diff.Removed, diff.Renamed}},
	{topic: "Data", says: "The engine no longer syncs this, and deletes from the cluster what it pruned so far.",
		kinds: []string{"Kustomization", "Application", "HelmRelease", "AppProject"}, objects: []diff.Action{diff.Removed, diff.Renamed}},
	{topic: "Data", says: "What keeps the object from being pruned changes.",
		fields: []string{"metadata.annotations", "metadata.labels"}, when: anyOf(keyed("kustomize.toolkit.fluxcd.io/prune"), keyed("argocd.argoproj.io/sync-options"))},
	{topic: "Replicas", says: "Nothing runs any more.",
		kinds: []string{"workload"}, fields: []string{"spec.replicas"}, when: becomes(json.Number("0"))},
	{topic: "Namespace", says: "The object moves to another namespace: it is deleted in one and made anew in the other.", of: isMoved, objects: []diff.Action{diff.Renamed}},
	{topic: "Sync", says: "What the engine syncs, from where or how, changes.",
		kinds: []string{"Kustomization", "Application", "AppProject", "HelmRelease", "GitRepository", "OCIRepository", "HelmRepository"}, fields: []string{"spec"}},
	{topic: "Availability", says: "Nothing keeps one pod running any more while nodes are drained.",
		kinds: []string{"PodDisruptionBudget"}, objects: []diff.Action{diff.Removed}},
	{topic: "Availability", says: "It is deleted under the old name and made anew under the new one, and is gone in between.",
		kinds: []string{"workload", "Service"}, objects: []diff.Action{diff.Renamed}},
	{topic: "API version", says: "The object is written for another version of its API.", fields: []string{"apiVersion"}},
	{topic: "Pods restart", says: "The pod template changes, so all pods are replaced.",
		kinds: []string{"Deployment", "StatefulSet", "DaemonSet"}, fields: []string{"pod", "spec.template"}},
}

func anyOf(tests ...func(diff.Change) bool) func(diff.Change) bool {
	return func(ch diff.Change) bool {
		for _, test := range tests {
			if test(ch) {
				return true
			}
		}
		return false
	}
}
