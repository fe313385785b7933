package exposure

import (
	"regexp"
	"strconv"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
	"example.com/metaflow-gitops/generator/stack"
)

// proxyContainer is the name of the proxy's container in base/.
const proxyContainer = "auth-proxy"

// proxy is one of the two deployments of oauth2-proxy with the options that it
// starts with.
type proxy struct {
	*reach.Pods
	container map[string]any
	options   oauth2proxy.Options
	places    map[string]place // by flag
}

// proxies checks the edges from the proxies' pods to the login and to what is
// behind it.
type proxies struct{ scope }

func (x proxies) check() {
	for _, name := range []string{people, programs} {
		pods := x.Workload(x.servicesNamespace(), name)
		if pods == nil {
			x.At(x.removed("apps/v1", "Deployment", x.servicesNamespace(), x.Stack.Decision("expose"), name, stack.AuthProxy), "Missing auth proxy", "The stack is public, but the Deployment %s/%s is not there. Leave it in.", x.servicesNamespace(), name)
			continue
		}
		p := proxy{Pods: pods, options: oauth2proxy.Options{}, places: map[string]place{}}
		for _, c := range pods.Owner.Containers() {
			if c["name"] == proxyContainer {
				p.container = c
			}
		}
		x.image(p)
		x.program(p)
		x.names(p)
		x.secrets(p)
		x.environment(p)
		x.arguments(p)
		x.rules(p)
		x.probes(p)
	}
	x.secretObjects()
}

// rules checks what must hold of the options.
func (x proxies) rules(p proxy) {
	for _, f := range oauth2proxy.Check(x.decisions(p), p.options) {
		at, given := p.places[f.Option.Flag]
		if !given {
			at = place{p.Owner, containerPath("env", f.Option.Env())}
		}
		x.Field(at.object, at.mark(f.Option), at.path, f.Summary, "%s has %s %s: %s", p, f.Option.Env(), f.Value, f.Detail)
	}
}

// mark is how an option is spelt at its place.
func (at place) mark(o oauth2proxy.Option) string {
	switch last := at.path[len(at.path)-1]; {
	case last == "args":
		return "--" + o.Flag
	case at.object.Kind == "ConfigMap":
		return last
	}
	return o.Env()
}

// containerPath is a field of the proxy's container in its Deployment.
func containerPath(field ...string) []string {
	return append([]string{"spec", "template", "spec", "containers", proxyContainer}, field...)
}

// proxyName is what images of it are called: builds of others, such as hardened ones,
// put words of their own before or behind the name.
var proxyName = regexp.MustCompile(`/([a-z0-9]+[-_.])*oauth2-proxy([-_.][a-z0-9]+)*$`)

var proxyVersion = regexp.MustCompile(`^v?7\.(\d+)\.(\d+)`)

// image checks that the container is oauth2-proxy, of a release without the
// known ways around it and with the options that are known here.
func (x proxies) image(p proxy) {
	text, path := manifest.Text(p.container, "image"), containerPath("image")
	image := fact.ParseImage(text)
	if !proxyName.MatchString(image.Name) {
		x.Field(p.Owner, text, path, "Not the auth proxy", "Container %s of %s runs the image %q, not oauth2-proxy, so nothing is known of the login that it demands.", proxyContainer, p, text)
		return
	}
	m := proxyVersion.FindStringSubmatch(image.Tag)
	if m == nil && image.Tag == "" && image.Digest != "" {
		return
	}
	if m == nil {
		x.Field(p.Owner, text, path, "Auth proxy of unknown version", "%s runs %q; the options are checked as those of v7.15. Give a tag of that line.", p, text)
		return
	}
	minor, patch := atoi(m[1]), atoi(m[2])
	if minor < 15 || minor == 15 && patch < 5 {
		x.Field(p.Owner, text, path, "Auth proxy with known holes", "%s runs %q. Releases before v7.15.5 can be passed by a health check's user agent or a forged X-Forwarded-Uri. Take v7.15.5 or later.", p, text)
	}
}

// atoi reads digits that a pattern has matched.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits) // too many of them are a large number, too
	return n
}

// probes checks that the kubelet asks on the paths that the proxy answers.
func (x proxies) probes(p proxy) {
	for _, answered := range [][2]string{{"livenessProbe", "ping-path"}, {"readinessProbe", "ready-path"}} {
		probe, flag := answered[0], answered[1]
		if path := manifest.Text(p.container, probe, "httpGet", "path"); path != "" && path != p.options.Value(flag) {
			x.Field(p.Owner, "", containerPath(probe), "Probe on another path", "%s has a %s on %q, but the proxy answers on %q (%s), so its pods would never be ready.", p, probe, path, p.options.Value(flag), flag)
		}
	}
}
