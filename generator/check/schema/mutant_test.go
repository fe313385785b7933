package schema

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
)

// gone takes a field away.
type gone struct{}

// A mutant is a change of a good object that an API server refuses.
type mutant struct {
	kind  string // of the object in testdata/good
	path  string // of what is changed
	value any
	what  What
	where string // of the problem; "" is the path
	says  string // in its text or cure
}

// pod is where the pods of the Deployment are.
const pod = "spec.template.spec."

const container = pod + "containers.web."

var mutants = []mutant{
	// Fields that do not exist.
	{"Deployment", "spec.replica", 2, UnknownField, "", `Did you mean "replicas"?`},
	{"Deployment", container + "imagePulPolicy", "Always", UnknownField, "", `Did you mean "imagePullPolicy"?`},
	{"Deployment", container + "resources.request", fields{"cpu": 1}, UnknownField, "", `Did you mean "requests"?`},
	{"Deployment", "metadata.label", fields{}, UnknownField, "", `Did you mean "labels"?`},
	{"Deployment", "spec.template.metadata.lables", fields{}, UnknownField, "", `Did you mean "labels"?`},
	{"Deployment", "specs", fields{}, UnknownField, "", `Did you mean "spec"?`},
	{"Deployment", container + "livenessProbe.httpGet.pth", "/", UnknownField, "", `Did you mean "path"?`},
	{"Deployment", pod + "secruityContext", fields{}, UnknownField, "", `Did you mean "securityContext"?`},
	{"Service", "spec.ports.http.targetport", 80, UnknownField, "", `Did you mean "targetPort"?`},
	{"NetworkPolicy", "spec.ingres", items{}, UnknownField, "", `Did you mean "ingress"?`},
	{"ServiceAccount", "automountServiceAccountTokens", false, UnknownField, "", `Did you mean "automountServiceAccountToken"?`},
	{"ConfigMap", "dat", fields{}, UnknownField, "", `Did you mean "data"?`},
	{"HelmRelease", "spec.chart.spec.versions", "1", UnknownField, "", `Did you mean "version"?`},
	{"HelmRelease", "spec.valueFrom", items{}, UnknownField, "", `Did you mean "valuesFrom"?`},
	{"Kustomization", "spec.dependson", items{}, UnknownField, "", `Did you mean "dependsOn"?`},
	{"GitRepository", "spec.reference", fields{}, UnknownField, "", "GitRepository in source.toolkit.fluxcd.io/v1 of Flux source-controller"},
	{"Application", "spec.syncpolicy", fields{}, UnknownField, "", `Did you mean "syncPolicy"?`},
	{"AppProject", "spec.sourceRepo", items{}, UnknownField, "", `Did you mean "sourceRepos"?`},
	{"Gateway", "spec.listeners.https.tls.certificateRef", items{}, UnknownField, "", `Did you mean "certificateRefs"?`},
	{"HTTPRoute", "spec.rules.0.backendRef", items{}, UnknownField, "", `Did you mean "backendRefs"?`},
	{"ServiceMonitor", "spec.endpoints.0.intervall", "30s", UnknownField, "", `Did you mean "interval"?`},
	{"PodMonitor", "spec.podMetricEndpoints", items{}, UnknownField, "", `Did you mean "podMetricsEndpoints"?`},
	{"PrometheusRule", "spec.groups.web.rules.0.expresion", "up", UnknownField, "", "PrometheusRule in monitoring.coreos.com/v1"},
	{"ScaledObject", "spec.minReplicas", 1, UnknownField, "", `Did you mean "minReplicaCount"?`},
	{"ScaledJob", "spec.jobTargetRef.template.spec.container", items{}, UnknownField, "", `Did you mean "containers"?`},
	{"VerticalPodAutoscaler", "spec.updatePolicy.mode", "Off", UnknownField, "", ""},
	{"Certificate", "spec.dnsName", "a", UnknownField, "", `Did you mean "dnsNames"?`},
	{"ExternalSecret", "spec.secretstoreRef", fields{}, UnknownField, "", `Did you mean "secretStoreRef"?`},
	{"ClusterPolicy", "spec.rule", items{}, UnknownField, "", `Did you mean "rules"?`},
	{"CiliumNetworkPolicy", "spec.egress.0.toEntity", items{}, UnknownField, "", `Did you mean "toEntities"?`},
	{"SecretProviderClass", "spec.secretObject", items{}, UnknownField, "", `Did you mean "secretObjects"?`},
	{"ExternalDNS", "spec.identity.serviceaccount", "a", UnknownField, "", `Did you mean "serviceAccount"?`},
	{"JobSet", "spec.replicatedJobs.control.template.spec.template.spec.container", items{}, UnknownField, "", `Did you mean "containers"?`},
	{"RayCluster", "spec.headGroup", fields{}, UnknownField, "", `Did you mean "headGroupSpec"?`},
	{"SealedSecret", "spec.encryptData", fields{}, UnknownField, "", `Did you mean "encryptedData"?`},
	{"WorkflowTemplate", "spec.serviceAcountName", "a", UnknownField, "", `Did you mean "serviceAccountName"?`},
	{"CronWorkflow", "spec.workflowSpec.podSpecPath", "a", UnknownField, "", `Did you mean "podSpecPatch"?`},
	{"CustomResourceDefinition", "spec.versions.v1.schemas", fields{}, UnknownField, "", `Did you mean "schema"?`},
	{"CustomResourceDefinition", "spec.versions.v1.schema.openAPIV3Schema.properties.spec.propertys", fields{}, UnknownField, "", `Did you mean "properties"?`},
	{"ValidatingAdmissionPolicy", "spec.validation", items{}, UnknownField, "", `Did you mean "validations"?`},

	// Types.
	{"Deployment", "spec.replicas", "2", WrongType, "", "Remove the quotes."},
	{"Deployment", "spec.replicas", 1.5, WrongType, "", "whole number"},
	{"Deployment", "spec.replicas", 5000000000, WrongType, "", "whole number"},
	{"Deployment", "metadata.labels.stage", 1, WrongType, "", "Put it in quotes."},
	{"Deployment", "metadata.annotations.on", true, WrongType, "", "Put it in quotes."},
	{"Deployment", container + "env.A.value", 1, WrongType, "", "Put it in quotes."},
	{"Deployment", container + "env", fields{"A": "1"}, WrongType, "", "must be a list"},
	{"Deployment", container + "command", "run", WrongType, "", "with - before each item"},
	{"Deployment", container + "args", items{nil}, WrongType, container + "args.0", "null"},
	{"Deployment", container + "args", items{8080}, WrongType, container + "args.0", "Put it in quotes."},
	{"Deployment", container + "securityContext.allowPrivilegeEscalation", "false", WrongType, "", "Remove the quotes."},
	{"Deployment", pod + "containers", fields{}, WrongType, "", "must be a list"},
	{"Deployment", "spec.template", items{}, WrongType, "", "must be a map"},
	{"ConfigMap", "data.A", true, WrongType, "", "Put it in quotes."},
	{"ConfigMap", "data.A", fields{"a": "b"}, WrongType, "", "must be a string"},
	{"Service", "spec.ports.http.port", "80", WrongType, "", "Remove the quotes."},
	{"NetworkPolicy", "spec.ingress", fields{}, WrongType, "", "must be a list"},
	{"SecretProviderClass", "spec.parameters.usePodIdentity", false, WrongType, "", "Put it in quotes."},
	{"Kustomization", "spec.prune", "yes", WrongType, "", "true or false"},
	{"HelmRelease", "spec.chart.spec.version", 20, WrongType, "", "Put it in quotes."},
	{"ScaledObject", "spec.triggers.0.metadata.threshold", 1, WrongType, "", "Put it in quotes."},
	{"HTTPRoute", "spec.rules.0.backendRefs.web.port", "80", WrongType, "", "Remove the quotes."},

	// Values that there are not.
	{"Deployment", container + "imagePullPolicy", "IfNotExists", NotAllowed, "", "Write one of Always, IfNotPresent, Never."},
	{"Deployment", container + "imagePullPolicy", "always", NotAllowed, "", `Did you mean "Always"?`},
	{"Deployment", pod + "restartPolicy", "Never", NotAllowed, "", "Write Always."},
	{"Deployment", pod + "dnsPolicy", "clusterfirst", NotAllowed, "", `Did you mean "ClusterFirst"?`},
	{"Deployment", "spec.strategy.type", "Rolling", NotAllowed, "", `Did you mean "RollingUpdate"?`},
	{"Deployment", "spec.strategy.type", "Recreate", NotAllowed, "spec.strategy.rollingUpdate", "Remove it."},
	{"Deployment", pod + "tolerations.0.effect", "NoExec", NotAllowed, "", `Did you mean "NoExecute"?`},
	{"Deployment", pod + "volumes.data", fields{"name": "data", "emptyDir": fields{}, "configMap": fields{"name": "a"}}, NotAllowed, "", "Remove one of them."},
	{"Deployment", container + "env.B.value", "1", NotAllowed, container + "env.B", "Remove one of them."},
	{"Deployment", container + "volumeMounts.0.name", "date", NotAllowed, pod + "containers.web.volumeMounts.date.name", `Did you mean "data"?`},
	{"Deployment", "spec.template.metadata.labels.app", "wed", NotAllowed, "spec.selector.matchLabels.app", "the template's pods have"},
	{"Service", "spec.type", "LoadBalancers", NotAllowed, "", `Did you mean "LoadBalancer"?`},
	{"Service", "spec.ports.http.protocol", "HTTP", NotAllowed, "", "TCP"},
	{"Job", "spec.template.spec.restartPolicy", "Always", NotAllowed, "", "OnFailure, Never"},
	{"CronJob", "spec.concurrencyPolicy", "Forbidden", NotAllowed, "", `Did you mean "Forbid"?`},
	{"NetworkPolicy", "spec.policyTypes", items{"ingress"}, NotAllowed, "spec.policyTypes.0", `Did you mean "Ingress"?`},
	{"NetworkPolicy", "spec.egress.0.to.0.podSelector", fields{}, NotAllowed, "spec.egress.0.to.0", "ipBlock and podSelector"},
	{"NetworkPolicy", "spec.egress.0.to.0.ipBlock.except", items{"192.168.0.0/16", "0.0.0.0/0"}, NotAllowed, "spec.egress.0.to.0.ipBlock.except", "0.0.0.0/0"},
	{"PodDisruptionBudget", "spec.minAvailable", 1, NotAllowed, "spec", "minAvailable and maxUnavailable"},
	{"HorizontalPodAutoscaler", "spec.minReplicas", 9, NotAllowed, "spec.maxReplicas", "less than minReplicas"},
	{"RoleBinding", "subjects.web.kind", "Serviceaccount", NotAllowed, "", `Did you mean "ServiceAccount"?`},
	{"RoleBinding", "roleRef.kind", "Roles", NotAllowed, "", `Did you mean "Role"?`},
	{"Role", "rules.0.nonResourceURLs", items{"/healthz"}, NotAllowed, "rules.0.nonResourceURLs", "ClusterRole"},
	{"Gateway", "spec.listeners.https.allowedRoutes.namespaces.from", "same", NotAllowed, "", `Did you mean "Same"?`},
	{"HTTPRoute", "spec.rules.0.matches.0.path.type", "Prefix", NotAllowed, "", "PathPrefix"},
	{"HelmRepository", "spec.type", "https", NotAllowed, "", "default, oci"},
	{"Kustomization", "spec.sourceRef.kind", "GitRepo", NotAllowed, "", `Did you mean "GitRepository"?`},
	{"VerticalPodAutoscaler", "spec.updatePolicy.updateMode", "Auto1", NotAllowed, "", `Did you mean "Auto"?`},
	{"ExternalDNS", "spec.resourceTypes", items{"service"}, NotAllowed, "spec.resourceTypes.0", "gateway, ingress"},
	{"ValidatingAdmissionPolicyBinding", "spec.validationActions", items{"Forbid"}, NotAllowed, "spec.validationActions.0", "Deny"},

	// What is required.
	{"Deployment", "spec.selector", gone{}, Required, "", "Add it."},
	{"Deployment", "spec.selector", fields{}, Required, "", "would select all pods"},
	{"Deployment", "metadata.name", gone{}, Required, "", "Add it."},
	{"Deployment", container + "image", gone{}, Required, "", "Add it."},
	{"Deployment", container + "name", gone{}, Required, pod + "containers.0.name", "Add it."},
	{"Deployment", container + "name", "", Required, pod + "containers.0.name", "Add it."},
	{"Deployment", pod + "containers", items{}, Required, "", "Add it."},
	{"Deployment", container + "livenessProbe.httpGet", gone{}, Required, container + "livenessProbe", "exec, grpc, httpGet, tcpSocket"},
	{"Deployment", container + "env.B.valueFrom", fields{}, Required, "", "Add one."},
	{"Deployment", container + "volumeMounts.0.mountPath", gone{}, Required, container + "volumeMounts.data.mountPath", "Add it."},
	{"Deployment", pod + "tolerations.1.operator", gone{}, Required, pod + "tolerations.1.key", "operator: Exists"},
	{"StatefulSet", "spec.template", gone{}, Required, "", "Add it."},
	{"Job", "spec.template.spec.restartPolicy", gone{}, Required, "", "Add it."},
	{"CronJob", "spec.schedule", gone{}, Required, "", "Add it."},
	{"Service", "spec.ports", gone{}, Required, "", "Add it."},
	{"Service", "spec.ports.http.name", gone{}, Required, "spec.ports", "Give each port a name."},
	{"NetworkPolicy", "spec.egress.0.to.0", fields{}, Required, "", "ipBlock, namespaceSelector, podSelector"},
	{"NetworkPolicy", "spec.podSelector.matchExpressions.0.operator", "In", Required, "spec.podSelector.matchExpressions.0.values", "Add it."},
	{"Ingress", "spec.rules.0.http.paths.0.pathType", gone{}, Required, "", "Add it."},
	{"Role", "rules.0.verbs", gone{}, Required, "", "Add it."},
	{"Role", "rules.0.apiGroups", gone{}, Required, "", "core API group"},
	{"RoleBinding", "roleRef.name", gone{}, Required, "", "Add it."},
	{"RoleBinding", "subjects.web.name", gone{}, Required, "subjects.0.name", "Add it."},
	{"PersistentVolumeClaim", "spec.accessModes", gone{}, Required, "", "Add it."},
	{"HorizontalPodAutoscaler", "spec.maxReplicas", gone{}, Required, "", "Add it."},
	{"Kustomization", "spec.interval", gone{}, Required, "", "Add it."},
	{"HelmRelease", "spec.interval", gone{}, Required, "", "Add it."},
	{"Application", "spec.project", gone{}, Required, "", "Add it."},
	{"Gateway", "spec.gatewayClassName", gone{}, Required, "", "Add it."},
	{"ServiceMonitor", "spec.selector", gone{}, Required, "", "Add it."},
	{"ScaledObject", "spec.triggers", gone{}, Required, "", "Add it."},
	{"Certificate", "spec.secretName", gone{}, Required, "", "Add it."},
	{"SecretProviderClass", "spec.provider", gone{}, Required, "", "Add it."},
	{"ExternalDNS", "spec.dnsZoneResourceIDs", items{}, Required, "", "at least 1"},
	{"JobSet", "spec.replicatedJobs.control.template", gone{}, Required, "", "Add it."},

	// Forms: amounts, names, numbers, times.
	{"Deployment", container + "resources.requests.memory", "1Gib", Malformed, "", "not an amount"},
	{"Deployment", container + "resources.requests.cpu", "1.5.5", Malformed, "", "not an amount"},
	{"Deployment", container + "resources.limits.cpu", "half", Malformed, "", "not an amount"},
	{"Deployment", container + "resources.requests.cpu", "-1", Malformed, "", "less than 0"},
	{"Deployment", container + "resources.requests.mem", "1Gi", Malformed, "", "not a key"},
	{"Deployment", container + "ports.http.name", "the-name-of-a-port", Malformed, pod + "containers.web.ports.the-name-of-a-port.name", "at most 15"},
	{"Deployment", container + "ports.http.name", "8080", Malformed, pod + "containers.web.ports.8080.name", "at least one letter"},
	{"Deployment", container + "ports.http.containerPort", 80000, Malformed, "", "65535 at most"},
	{"Deployment", container + "ports.http.containerPort", 0, Malformed, "", "1 at least"},
	{"Deployment", container + "name", "Web_1", Malformed, pod + "containers.Web_1.name", "lower-case"},
	{"Deployment", container + "env.A.name", "A=B", Malformed, container + "env.A=B.name", "without ="},
	{"Deployment", "metadata.name", "Web", Malformed, "", "lower-case"},
	{"Deployment", "metadata.labels.stage", strings.Repeat("a", 64), Malformed, "", "at most 63"},
	{"Deployment", "metadata.labels.stage", "a b", Malformed, "", "at most 63"},
	{"Deployment", "spec.template.metadata.labels.stage", "-a", Malformed, "", "at most 63"},
	{"Deployment", "metadata.labels.a/b/c", "x", Malformed, "", "not a key"},
	{"Deployment", "metadata.annotations.a b", "x", Malformed, "", "not a key"},
	{"Deployment", "metadata.namespace", "meta.flow", Malformed, "", "at most 63"},
	{"Deployment", "spec.replicas", -1, Malformed, "", "0 at least"},
	{"Deployment", "spec.strategy.rollingUpdate.maxSurge", "25", Malformed, "", "percentage"},
	{"Deployment", container + "livenessProbe.httpGet.port", 0, Malformed, "", "1 at least"},
	{"Deployment", container + "livenessProbe.successThreshold", 2, Malformed, "", "1 at most"},
	{"Deployment", pod + "hostname", "a.b", Malformed, "", "at most 63"},
	{"Deployment", pod + "serviceAccountName", "A", Malformed, "", "lower-case"},
	{"Deployment", pod + "nodeSelector.a b", "c", Malformed, "", "not a key"},
	{"CronJob", "spec.schedule", "every night", Malformed, "", "five fields"},
	{"CronJob", "spec.schedule", "0 25 * * *", Malformed, "", "five fields"},
	{"CronJob", "metadata.name", strings.Repeat("a", 53), Malformed, "", "at most 52"},
	{"Service", "metadata.name", "1web", Malformed, "", "with a letter at the beginning"},
	{"Service", "spec.ports.http.port", 70000, Malformed, "", "65535 at most"},
	{"Service", "spec.ports.http.targetPort", "80", Malformed, "", "at least one letter"},
	{"ConfigMap", "data.a/b", "x", Malformed, "", "not a key"},
	{"ConfigMap", "binaryData.logo", "not base64!", Malformed, "", "base64"},
	{"NetworkPolicy", "spec.egress.0.to.0.ipBlock.cidr", "10.0.0.0", Malformed, "", "range of addresses"},
	{"NetworkPolicy", "spec.ingress.0.ports.0.port", "8080", Malformed, "", "at least one letter"},
	{"Ingress", "spec.rules.0.host", "metaflow.example.com:443", Malformed, "", "host name"},
	{"Ingress", "spec.rules.0.http.paths.0.path", "api", Malformed, "", "begin with /"},
	{"PersistentVolumeClaim", "spec.resources.requests.storage", "10 GB", Malformed, "", "not an amount"},
	{"PodDisruptionBudget", "spec.maxUnavailable", "half", Malformed, "", "percentage"},
	{"Lease", "spec.renewTime", "yesterday", Malformed, "", "a time"},
	{"Kustomization", "spec.interval", "10 minutes", Malformed, "", "does not match"},
	{"GitRepository", "spec.url", "git.example.com/a", Malformed, "", "does not match"},
	{"Gateway", "spec.listeners.https.port", 0, Malformed, "", "1 at least"},
	{"Gateway", "spec.listeners.https.hostname", "Metaflow", Malformed, "", "does not match"},
	{"HTTPRoute", "spec.hostnames", items{"https://metaflow.example.com"}, Malformed, "spec.hostnames.0", "does not match"},
	{"ServiceMonitor", "spec.endpoints.0.interval", "half a minute", Malformed, "", "does not match"},
	{"VerticalPodAutoscaler", "spec.resourcePolicy.containerPolicies.0.maxAllowed.memory", "1Gib", Malformed, "", "not an amount"},

	// Entries that must differ.
	{"Deployment", container + "env", items{fields{"name": "A", "value": "1"}, fields{"name": "A", "value": "2"}}, Duplicate, container + "env.A", "item 1 has name: A"},
	{"Deployment", container + "ports", items{fields{"name": "a", "containerPort": 80}, fields{"name": "b", "containerPort": 80, "protocol": "TCP"}}, Duplicate, container + "ports.b", "containerPort: 80, protocol: TCP"},
	{"Deployment", container + "ports", items{fields{"name": "a", "containerPort": 80}, fields{"name": "a", "containerPort": 81}}, Duplicate, container + "ports", "the name a"},
	{"Deployment", container + "volumeMounts", items{fields{"name": "data", "mountPath": "/a"}, fields{"name": "cache", "mountPath": "/a"}}, Duplicate, container + "volumeMounts.cache", "mountPath: /a"},
	{"Deployment", pod + "volumes.config.name", "data", Duplicate, pod + "volumes.data", "name: data"},
	{"Deployment", pod + "containers.side.name", "web", Duplicate, pod + "containers.web", "name: web"},
	{"Deployment", pod + "containers.side.name", "prepare", Duplicate, pod + "containers.prepare", "an init container"},
	{"Deployment", "metadata.finalizers", items{"example.com/a", "example.com/a"}, Duplicate, "metadata.finalizers.1", "in the list already"},
	{"Service", "spec.ports.dns.protocol", "TCP", Duplicate, "spec.ports.dns", "port: 80, protocol: TCP"},
	{"Service", "spec.ports.dns.name", "http", Duplicate, "spec.ports", "the name http"},
	{"ServiceAccount", "secrets", items{fields{"name": "pull"}, fields{"name": "pull"}}, Duplicate, "secrets.pull", "name: pull"},
	{"Pod", "spec.hostAliases", items{fields{"ip": "127.0.0.1"}, fields{"ip": "127.0.0.1"}}, Duplicate, "spec.hostAliases.1", "ip: 127.0.0.1"},
	{"Deployment", pod + "topologySpreadConstraints", items{fields{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}, fields{"maxSkew": 2, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}}, Duplicate, pod + "topologySpreadConstraints.1", "topologyKey: zone"},
	{"Gateway", "spec.listeners", items{fields{"name": "a", "port": 80, "protocol": "HTTP"}, fields{"name": "a", "port": 81, "protocol": "HTTP"}}, Duplicate, "spec.listeners.a", "name: a"},
	{"JobSet", "spec.replicatedJobs", items{fields{"name": "a", "template": fields{}}, fields{"name": "a", "template": fields{}}}, Duplicate, "spec.replicatedJobs.a", "name: a"},
	{"ExternalDNS", "spec.resourceTypes", items{"gateway", "gateway"}, Duplicate, "spec.resourceTypes.1", "in the list already"},

	// API versions that are gone, or not there yet, and kinds that there are not.
	{"Deployment", "apiVersion", "extensions/v1beta1", RemovedAPI, "", "Write apiVersion: apps/v1"},
	{"Deployment", "apiVersion", "apps/v1beta2", RemovedAPI, "", "Write apiVersion: apps/v1"},
	{"Deployment", "apiVersion", "v1", RemovedAPI, "", "Write apiVersion: apps/v1"},
	{"CronJob", "apiVersion", "batch/v1beta1", RemovedAPI, "", "Write apiVersion: batch/v1"},
	{"PodDisruptionBudget", "apiVersion", "policy/v1beta1", RemovedAPI, "", "Write apiVersion: policy/v1"},
	{"HorizontalPodAutoscaler", "apiVersion", "autoscaling/v2beta2", RemovedAPI, "", "Write apiVersion: autoscaling/v2"},
	{"Ingress", "apiVersion", "networking.k8s.io/v1beta1", RemovedAPI, "", "Write apiVersion: networking.k8s.io/v1"},
	{"Role", "apiVersion", "rbac.authorization.k8s.io/v1beta1", RemovedAPI, "", "Write apiVersion: rbac.authorization.k8s.io/v1"},
	{"HelmRelease", "apiVersion", "helm.toolkit.fluxcd.io/v2beta1", RemovedAPI, "", "Write apiVersion: helm.toolkit.fluxcd.io/v2"},
	{"Kustomization", "apiVersion", "kustomize.toolkit.fluxcd.io/v1beta2", RemovedAPI, "", "Write apiVersion: kustomize.toolkit.fluxcd.io/v1"},
	{"HTTPRoute", "apiVersion", "gateway.networking.k8s.io/v1alpha2", RemovedAPI, "", "Write apiVersion: gateway.networking.k8s.io/v1"},
	{"Deployment", "kind", "Deploymnet", UnknownKind, "", `Did you mean "Deployment"?`},
	{"Deployment", "kind", "deployment", UnknownKind, "", `Did you mean "Deployment"?`},
	{"NetworkPolicy", "kind", "NetworkPolicies", UnknownKind, "", `Did you mean "NetworkPolicy"?`},
}

type (
	fields = map[string]any
	items  = []any
)

// TestMutants holds that each of them is found: one problem, where it is, with a
// cure.
func TestMutants(t *testing.T) {
	set, _ := For("1.34")
	for _, m := range mutants {
		t.Run(m.kind+" "+m.path+" "+string(m.what), func(t *testing.T) {
			o := good(t)[m.kind]
			if o == nil {
				t.Fatal("no such object")
			}
			change(t, o, strings.Split(m.path, "."), m.value)
			where := m.where
			if where == "" {
				where = m.path
			}
			for _, p := range set.Check(o) {
				if p.What == m.what && strings.Join(p.Path.Keys(), ".") == where && strings.Contains(p.Text+". "+p.Cure, m.says) {
					return
				}
				t.Logf("%s: %s: %s. %s", p.What, strings.Join(p.Path.Keys(), "."), p.Text, p.Cure)
			}
			t.Errorf("not found: %s at %s with %q", m.what, where, m.says)
		})
	}
}

// change sets or removes what is at a path.
func change(t *testing.T, v any, path []string, to any) {
	t.Helper()
	if number, is := to.(int); is {
		to = json.Number(strconv.Itoa(number))
	}
	for i, step := range path {
		last := i == len(path)-1
		_, remove := to.(gone)
		switch now := v.(type) {
		case map[string]any:
			switch {
			case last && remove:
				delete(now, step)
			case last:
				now[step] = to
			}
			v = now[step]
		case []any:
			at := -1
			for place, item := range now {
				if manifest.Text(item, "name") == step || strconv.Itoa(place) == step {
					at = place
				}
			}
			if at < 0 {
				t.Fatalf("no item %s", step)
			}
			if last {
				now[at] = to
			}
			v = now[at]
		default:
			t.Fatalf("nothing at %s", step)
		}
	}
}
