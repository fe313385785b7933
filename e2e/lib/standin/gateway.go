package standin

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// A role is one kind of object, and the status that its controller would give
// an object of it.
type role struct {
	apiVersion, kind string
	status           func(o *unstructured.Unstructured) map[string]any
}

const gatewayAPI = "gateway.networking.k8s.io/v1"

// roles are the controllers that are played.
var roles = []role{
	{gatewayAPI, "Gateway", gatewayStatus},
	{gatewayAPI, "HTTPRoute", routeStatus},
	{"networking.k8s.io/v1", "Ingress", ingressStatus},
	{"helm.toolkit.fluxcd.io/v2", "HelmRelease", releaseStatus},
}

// Play sets the status of Gateways, HTTPRoutes, Ingresses and HelmReleases as a
// controller would that finds them good, until the context ends. No chart is
// installed.
func Play(ctx context.Context, c cluster.Client) {
	for {
		for _, r := range roles {
			r.play(ctx, c)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// play is as patient as a controller: what fails is tried again.
func (r role) play(ctx context.Context, c cluster.Client) {
	list, err := c.Resource(r.apiVersion, r.kind, "").List(ctx, v1.ListOptions{})
	if err != nil {
		return
	}
	for _, o := range list.Items {
		status := r.status(&o)
		if same(o.Object["status"], status) {
			continue
		}
		o.Object["status"] = status
		_, _ = c.Resource(r.apiVersion, r.kind, o.GetNamespace()).UpdateStatus(ctx, &o, v1.UpdateOptions{})
	}
}

// same compares two statuses but for their times.
func same(a, b any) bool { return reflect.DeepEqual(timeless(a), timeless(b)) }

func timeless(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for key, value := range v {
			if key != "lastTransitionTime" {
				m[key] = timeless(value)
			}
		}
		return m
	case []any:
		var list []any
		for _, item := range v {
			list = append(list, timeless(item))
		}
		return list
	case int64:
		return fmt.Sprint(v)
	}
	return v
}

// conditions are true ones of the given kinds.
func conditions(o *unstructured.Unstructured, kinds ...string) []any {
	var list []any
	for _, kind := range kinds {
		list = append(list, map[string]any{
			"type": kind, "status": "True", "reason": kind, "message": "set by a stand-in",
			"observedGeneration": o.GetGeneration(), "lastTransitionTime": time.Now().UTC().Format(time.RFC3339),
		})
	}
	return list
}

func gatewayStatus(o *unstructured.Unstructured) map[string]any {
	specified, _, _ := unstructured.NestedSlice(o.Object, "spec", "listeners")
	var listeners []any
	for _, item := range specified {
		listeners = append(listeners, map[string]any{
			"name": item.(map[string]any)["name"], "attachedRoutes": int64(1),
			"supportedKinds": []any{map[string]any{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute"}},
			"conditions":     conditions(o, "Accepted", "Programmed", "ResolvedRefs"),
		})
	}
	return map[string]any{"conditions": conditions(o, "Accepted", "Programmed"), "listeners": listeners}
}

func routeStatus(o *unstructured.Unstructured) map[string]any {
	specified, _, _ := unstructured.NestedSlice(o.Object, "spec", "parentRefs")
	var parents []any
	for _, parent := range specified {
		parents = append(parents, map[string]any{
			"parentRef": parent, "controllerName": "example.com/stand-in", "conditions": conditions(o, "Accepted", "ResolvedRefs"),
		})
	}
	return map[string]any{"parents": parents}
}

func ingressStatus(*unstructured.Unstructured) map[string]any {
	return map[string]any{"loadBalancer": map[string]any{"ingress": []any{map[string]any{"ip": "192.0.2.1"}}}}
}

func releaseStatus(o *unstructured.Unstructured) map[string]any {
	return map[string]any{"observedGeneration": o.GetGeneration(), "conditions": conditions(o, "Ready", "Released")}
}
