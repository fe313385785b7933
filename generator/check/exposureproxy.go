package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// proxyContainer is the name of the proxy's container in base/.
const proxyContainer = "auth-proxy"

// proxy is one of the two deployments of oauth2-proxy with the options that it
// starts with.
type proxy struct {
	workload
	forPeople bool
	container map[string]any
	given     map[string]optionValue // by flag
}

// optionValue is an option that somebody gave.
type optionValue struct {
	value string
	field []string // of the Deployment
}

// proxies proves the edges from the proxies' pods to the login and to what is
// behind it.
func (x *exposure) proxies() {
	for _, name := range []string{people, programs} {
		w, found := x.workload(x.servicesNamespace(), name)
		if !found {
			x.at(x.stack.Decision("expose"), "Missing auth proxy", "The stack is public, but the Deployment %s/%s is not there. A component may have removed it.", x.servicesNamespace(), name)
			continue
		}
		p := proxy{workload: w, forPeople: name == people, given: map[string]optionValue{}}
		for _, c := range w.Containers() {
			if c["name"] == proxyContainer {
				p.container = c
			}
		}
		x.image(p)
		x.program(p)
		x.environment(p)
		x.arguments(p)
		x.rules(p)
		x.probes(p)
	}
}

// value is an option as the proxy sees it. An empty variable is none.
func (p proxy) value(flag string) string {
	if s, given := p.given[flag]; given && s.value != "" {
		return s.value
	}
	o, _ := optionByFlag(flag)
	return o.value
}

func (p proxy) list(flag string) []string { return splitList(p.value(flag)) }

func (p proxy) isTrue(flag string) bool {
	yes, err := strconv.ParseBool(p.value(flag))
	return err == nil && yes
}

// containerPath is a field of the proxy's container in its Deployment.
func containerPath(field ...string) []string {
	return append([]string{"spec", "template", "spec", "containers", proxyContainer}, field...)
}

var proxyVersion = regexp.MustCompile(`^v?7\.(\d+)\.(\d+)`)

// image proves that the container is oauth2-proxy, of a release without the
// known ways around it and with the options that are known here.
func (x *exposure) image(p proxy) {
	text, path := textOf(p.container, "image"), containerPath("image")
	image := fact.ParseImage(text)
	if !strings.HasSuffix(image.Name, "/oauth2-proxy") {
		x.fault(p.Object, text, path, "Not the auth proxy", "Container %s of %s runs the image %q, not oauth2-proxy, so nothing is known of the login that it demands.", proxyContainer, p, text)
		return
	}
	m := proxyVersion.FindStringSubmatch(image.Tag)
	if m == nil && image.Tag == "" && image.Digest != "" {
		return
	}
	if m == nil {
		x.fault(p.Object, text, path, "Auth proxy of unknown version", "%s runs %q; the options are checked as those of v7.15. Give a tag of that line.", p, text)
		return
	}
	minor, patch := atoi(m[1]), atoi(m[2])
	if minor < 15 || minor == 15 && patch < 2 {
		x.fault(p.Object, text, path, "Auth proxy with known holes", "%s runs %q. Releases before v7.15.2 can be passed by a health check's user agent or a forged X-Forwarded-Uri. Take v7.15.2 or later.", p, text)
	}
}

// atoi reads digits that a pattern has matched.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits) // too many of them are a large number, too
	return n
}

// environment reads the options that are variables.
func (x *exposure) environment(p proxy) {
	if len(itemsOf(p.container, "envFrom")) > 0 {
		x.fault(p.Object, "envFrom", containerPath("envFrom"), "Options out of sight", "%s takes variables from a ConfigMap or Secret (envFrom), and with them options that nobody reviewed. Name each variable with its value.", p)
	}
	for _, e := range itemsOf(p.container, "env") {
		name := textOf(e, "name")
		path := containerPath("env", name)
		if name == "GODEBUG" {
			x.fault(p.Object, name, path, "Requests in the log", "%s sets GODEBUG, with which Go's own HTTP writes headers, codes and tokens into the log. Remove it.", p)
		}
		if !strings.HasPrefix(name, envPrefix) {
			continue
		}
		o, known := optionByEnv(name)
		switch {
		case !known:
			x.fault(p.Object, name, path, "Unknown option", "%s sets %s, which oauth2-proxy v7.15 has no option for, so it would do nothing%s", p, name, fact.SuggestOr(name, envNames(), ". Remove it."))
		case strings.Contains(textOf(e, "value"), "$("):
			x.fault(p.Object, name, path, "Option out of sight", "%s builds %s from another variable: %q. Write its value down.", p, name, textOf(e, "value"))
		case get(e, "valueFrom") != nil && !slices.Contains(fromSecret, o.flag):
			x.fault(p.Object, name, path, "Option out of sight", "%s takes %s from elsewhere (valueFrom), so nobody can review its value. Write it down.", p, name)
		default:
			x.take(p, o, optionValue{textOf(e, "value"), path})
		}
	}
}

// fromSecret are the options whose values are secret and that have no file.
var fromSecret = []string{"redis-password"}

func envNames() []string {
	names := make([]string, len(documentedOptions))
	for i, o := range documentedOptions {
		names[i] = o.env()
	}
	return names
}

func (x *exposure) take(p proxy, o option, s optionValue) {
	if err := o.kind.parse(s.value); err != nil && s.value != "" {
		x.fault(p.Object, o.env(), s.field, "Option of another type", "%s sets %s to %q: it %s, or the proxy would not start.", p, o.env(), s.value, err)
	}
	p.given[o.flag] = s
}

// probes proves that the kubelet asks on the paths that the proxy answers.
func (x *exposure) probes(p proxy) {
	for _, answered := range [][2]string{{"livenessProbe", "ping-path"}, {"readinessProbe", "ready-path"}} {
		probe, flag := answered[0], answered[1]
		if path := textOf(p.container, probe, "httpGet", "path"); path != "" && path != p.value(flag) {
			x.fault(p.Object, "", containerPath(probe), "Probe on another path", "%s has a %s on %q, but the proxy answers on %q (%s), so its pods would never be ready.", p, probe, path, p.value(flag), flag)
		}
	}
}
