package reach

import (
	"maps"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// anyValue stands for a label's value that is not known before the pod is there. No
// selector can demand it, as no label may have it.
const anyValue = "*"

// addedLabels are those that the controllers of Kubernetes add to pods.
var addedLabels = map[string]map[string]string{
	"Deployment":  {"pod-template-hash": anyValue},
	"ReplicaSet":  {},
	"StatefulSet": {"controller-revision-hash": anyValue, "statefulset.kubernetes.io/pod-name": anyValue, "apps.kubernetes.io/pod-index": anyValue},
	"DaemonSet":   {"controller-revision-hash": anyValue, "pod-template-generation": anyValue},
	"Job":         jobLabels,
	"CronJob":     jobLabels,
}

var jobLabels = map[string]string{
	"batch.kubernetes.io/controller-uid": anyValue, "batch.kubernetes.io/job-name": anyValue,
	"controller-uid": anyValue, "job-name": anyValue,
}

// GatewayLabel is on the pods that a controller makes from a Gateway.
const GatewayLabel = gatewayAPI + "/gateway-name"

// MadeOf models what Istio's controller makes from a Gateway, in the Gateway's
// namespace and by the name NAME-CLASS: the pods that terminate TLS, and the Service
// that a load balancer leads to. Of other objects nothing is made.
func MadeOf(gateway manifest.Object) []manifest.Object {
	if gateway.Kind != "Gateway" || !IsGatewayAPI(gateway) {
		return nil
	}
	build := func(apiVersion, kind string, spec map[string]any) manifest.Object {
		o := manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: gateway.Namespace, Name: gateway.Name + "-" + manifest.Text(gateway.Fields, "spec", "gatewayClassName")}
		o.Fields = map[string]any{"apiVersion": apiVersion, "kind": kind, "spec": spec,
			"metadata": map[string]any{"name": o.Name, "namespace": o.Namespace, "labels": map[string]any{GatewayLabel: gateway.Name}}}
		return o
	}
	labels := map[string]any{GatewayLabel: gateway.Name}
	selector := map[string]any{"matchLabels": labels}
	return []manifest.Object{
		build("apps/v1", "Deployment", map[string]any{"selector": selector, "template": map[string]any{
			"metadata": map[string]any{"labels": gatewayPodLabels(gateway)},
			"spec":     map[string]any{"containers": []any{map[string]any{"name": "istio-proxy"}}},
		}}),
		build("v1", "Service", map[string]any{"type": "LoadBalancer", "selector": labels}),
		build("v1", "ServiceAccount", nil),
		build("autoscaling/v2", "HorizontalPodAutoscaler", nil),
		build("policy/v1", "PodDisruptionBudget", map[string]any{"selector": selector}),
	}
}

// gatewayPodLabels are those of a Gateway's pods: of its infrastructure, or else
// the Gateway's own, and over them those by which the controller knows its pods.
func gatewayPodLabels(gateway manifest.Object) map[string]any {
	labels := map[string]any{
		"sidecar.istio.io/inject":             "false",
		"service.istio.io/canonical-name":     gateway.Name + "-" + manifest.Text(gateway.Fields, "spec", "gatewayClassName"),
		"service.istio.io/canonical-revision": "latest",
	}
	own := manifest.Fields(gateway.Fields, "metadata", "labels")
	if given := manifest.Fields(gateway.Fields, "spec", "infrastructure", "labels"); given != nil {
		own = given
	}
	for key, v := range own {
		if !strings.HasPrefix(key, gatewayAPI+"/") {
			labels[key] = v
		}
	}
	maps.Copy(labels, map[string]any{GatewayLabel: gateway.Name, "gateway.istio.io/managed": "istio.io-gateway-controller"})
	return labels
}
