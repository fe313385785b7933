package exposure

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// notes are annotations that people write for people, by the part behind the domain,
// which may be any.
var notes = []string{"contact", "cost-center", "cost-centre", "costcenter", "dashboard", "description", "documentation", "docs", "environment", "link", "links", "maintainer", "note", "notes", "oncall", "on-call", "owner", "owners", "purpose", "repository", "runbook", "runbook-url", "slack", "source", "source-url", "team", "ticket", "url"}

// quietDomains are those of tools that send no request anywhere else for an
// annotation, each with the dot or the slash at its end.
var quietDomains = []string{"app.kubernetes.io/", "argocd.argoproj.io/", "config.kubernetes.io/", "grafana.com/", "internal.config.kubernetes.io/", "kubectl.kubernetes.io/", "kustomize.toolkit.fluxcd.io/", "meta.helm.sh/", "prometheus.io/", "reloader.stakater.com/"}

// quiet are annotations of Services, Gateways and Ingresses by which their
// controllers lead no request elsewhere, and let nobody in who was kept out. A star
// at the end stands for any rest.
var quiet = []string{
	// of Services, and of Gateways for theirs
	"service.kubernetes.io/topology-mode", "service.kubernetes.io/topology-aware-hints", "networking.istio.io/traffic-distribution",
	"service.beta.kubernetes.io/azure-load-balancer-internal", "service.beta.kubernetes.io/azure-load-balancer-internal-subnet",
	"service.beta.kubernetes.io/azure-load-balancer-ipv4", "service.beta.kubernetes.io/azure-load-balancer-ipv6", "service.beta.kubernetes.io/azure-load-balancer-health-probe-*",
	"service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout", "service.beta.kubernetes.io/azure-load-balancer-disable-tcp-reset",
	"service.beta.kubernetes.io/azure-allowed-ip-ranges", "service.beta.kubernetes.io/azure-allowed-service-tags", "service.beta.kubernetes.io/azure-deny-all-except-load-balancer-source-ranges",
	"service.beta.kubernetes.io/azure-pip-name", "service.beta.kubernetes.io/azure-pip-prefix-id", "service.beta.kubernetes.io/azure-pip-tags", "service.beta.kubernetes.io/azure-load-balancer-resource-group",

	// of certificates
	"cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "cert-manager.io/issuer-kind", "cert-manager.io/issuer-group", "cert-manager.io/common-name", "cert-manager.io/duration",
	"cert-manager.io/renew-before", "cert-manager.io/private-key-*", "cert-manager.io/usages", "cert-manager.io/revision-history-limit", "kubernetes.io/tls-acme",

	// of Ingress controllers
	"haproxy.org/allow-list", "haproxy.org/deny-list", "haproxy.org/whitelist", "haproxy.org/blacklist", "haproxy.org/rate-limit-*", "haproxy.org/ssl-redirect", "haproxy.org/ssl-redirect-code",
	"haproxy.org/ssl-redirect-port", "haproxy.org/timeout-*", "haproxy.org/check", "haproxy.org/check-interval", "haproxy.org/load-balance", "haproxy.org/pod-maxconn", "haproxy.org/maxconn", "haproxy.org/forwarded-for",
	"nginx.ingress.kubernetes.io/whitelist-source-range", "nginx.ingress.kubernetes.io/denylist-source-range", "nginx.ingress.kubernetes.io/limit-*", "nginx.ingress.kubernetes.io/ssl-redirect",
	"nginx.ingress.kubernetes.io/force-ssl-redirect", "nginx.ingress.kubernetes.io/proxy-body-size", "nginx.ingress.kubernetes.io/proxy-read-timeout", "nginx.ingress.kubernetes.io/proxy-send-timeout",
	"nginx.ingress.kubernetes.io/proxy-connect-timeout", "nginx.ingress.kubernetes.io/proxy-buffer-size", "nginx.ingress.kubernetes.io/proxy-buffers-number", "nginx.ingress.kubernetes.io/proxy-buffering",
	"nginx.org/client-max-body-size", "nginx.org/proxy-connect-timeout", "nginx.org/proxy-read-timeout", "nginx.org/proxy-send-timeout", "nginx.org/proxy-buffer-size", "nginx.org/proxy-buffers",
	"nginx.org/proxy-buffering", "nginx.org/hsts", "nginx.org/hsts-*", "nginx.org/redirect-to-https", "nginx.org/limit-req-*", "nginx.org/keepalive", "nginx.org/max-conns", "nginx.org/max-fails", "nginx.org/fail-timeout", "nginx.org/lb-method",
	"appgw.ingress.kubernetes.io/ssl-redirect", "appgw.ingress.kubernetes.io/use-private-ip", "appgw.ingress.kubernetes.io/waf-policy-for-path", "appgw.ingress.kubernetes.io/request-timeout",
	"appgw.ingress.kubernetes.io/connection-draining", "appgw.ingress.kubernetes.io/connection-draining-timeout", "appgw.ingress.kubernetes.io/health-probe-*",
	"alb.networking.azure.io/alb-id", "alb.networking.azure.io/alb-name", "alb.networking.azure.io/alb-namespace", "alb.networking.azure.io/alb-frontend",
	"traefik.ingress.kubernetes.io/router.tls", "konghq.com/https-redirect-status-code",
}

// isQuiet reports whether an annotation is known to lead no request elsewhere.
func isQuiet(key, value string) bool {
	domain, name, hasDomain := strings.Cut(key, "/")
	switch {
	case !hasDomain: // it is the user's own, and no controller may claim it
		return !slices.Contains([]string{"ingress.class"}, domain)
	case strings.HasSuffix(name, "ssl-redirect") && value == "false", key == "nginx.org/redirect-to-https" && value == "false",
		key == "traefik.ingress.kubernetes.io/router.tls" && value != "true":
		return false
	case slices.Contains(notes, name), slices.ContainsFunc(quietDomains, func(d string) bool { return strings.HasPrefix(key, d) }):
		return true
	}
	return slices.ContainsFunc(quiet, func(known string) bool {
		start, isPattern := strings.CutSuffix(known, "*")
		return key == known || isPattern && strings.HasPrefix(key, start)
	})
}

// exporting are labels by which a mesh leads others to a Service.
var exporting = []string{"mirror.linkerd.io/", "istio.io/use-waypoint", "networking.istio.io/", "service.kubernetes.io/service-proxy-name", "multicluster."}

// annotations checks that no annotation of what requests come by leads them
// elsewhere.
func (x entries) annotations() {
	for _, o := range x.Rendered.Objects {
		switch {
		case o.Kind == "Service" && o.Group() == "":
			x.annotated(o, "Service that diverts", "metadata", "annotations")
			for _, key := range slices.Sorted(maps.Keys(manifest.TextMap(o.Fields, "metadata", "labels"))) {
				if slices.ContainsFunc(exporting, func(start string) bool { return strings.HasPrefix(key, start) }) {
					x.diverts(o, "Service that diverts", "label", key, "metadata", "labels")
				}
			}
		case o.Kind == "Ingress":
			x.annotated(o, "Ingress that diverts", "metadata", "annotations")
		case o.Kind == "Gateway" && reach.IsGatewayAPI(o):
			x.annotated(o, "Gateway that diverts", "metadata", "annotations")
			x.annotated(o, "Gateway that diverts", "spec", "infrastructure", "annotations")
		case o.Kind == "HTTPRoute" && reach.IsGatewayAPI(o):
			x.annotated(o, "Route that diverts", "metadata", "annotations")
		}
	}
}

func (x entries) annotated(o manifest.Object, summary string, path ...string) {
	given := manifest.TextMap(o.Fields, path...)
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if !isQuiet(key, given[key]) {
			x.diverts(o, summary, "annotation", key, path...)
		}
	}
}

func (x entries) diverts(o manifest.Object, summary, what, key string, path ...string) {
	id := "exposure/" + strings.ReplaceAll(strings.ToLower(summary), " ", "-")
	x.Field(o, key, append(slices.Clone(path), key), summary, "%s has the %s %s, which is not known to be harmless: its controller may send requests elsewhere or past the auth proxy. Remove it, or except %s in stack.hcl, with a reason.", o, what, key, id)
}
