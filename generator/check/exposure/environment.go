package exposure

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
)

// environment reads the options that are variables.
func (x proxies) environment(p proxy) {
	if len(manifest.Items(p.container, "envFrom")) > 0 {
		x.Field(p.Owner, "envFrom", containerPath("envFrom"), "Options out of sight", "%s takes variables from a ConfigMap or Secret (envFrom), and with them options that nobody reviewed. Name each variable with its value.", p)
	}
	for _, e := range manifest.Items(p.container, "env") {
		name := manifest.Text(e, "name")
		path := containerPath("env", name)
		if name == "GODEBUG" {
			x.Field(p.Owner, name, path, "Requests in the log", "%s sets GODEBUG, with which Go's own HTTP writes headers, codes and tokens into the log. Remove it.", p)
		}
		if !strings.HasPrefix(name, oauth2proxy.EnvPrefix) {
			continue
		}
		o, known := oauth2proxy.ByEnv(name)
		switch {
		case !known:
			x.Field(p.Owner, name, path, "Unknown option", "%s sets %s, which oauth2-proxy v7.15 has no option for, so it would do nothing%s", p, name, fact.SuggestOr(name, oauth2proxy.EnvNames(), ". Remove it."))
		case strings.Contains(manifest.Text(e, "value"), "$("):
			x.Field(p.Owner, name, path, "Option out of sight", "%s builds %s from another variable: %s. Write its value down.", p, name, o.Quote(manifest.Text(e, "value")))
		case manifest.Get(e, "valueFrom") != nil && !slices.Contains(fromSecret, o.Flag):
			x.Field(p.Owner, name, path, "Option out of sight", "%s takes %s from elsewhere (valueFrom), so nobody can review its value. Write it down.", p, name)
		default:
			x.take(p, o, manifest.Text(e, "value"), path)
		}
	}
}

// fromSecret are the options whose values are secret and that have no file.
var fromSecret = []string{"redis-password"}

// take notes an option that is given, and where.
func (x proxies) take(p proxy, o oauth2proxy.Option, text string, field []string) {
	if err := o.Parse(text); err != nil && text != "" {
		x.Field(p.Owner, o.Env(), field, "Option of another type", "%s sets %s to %s: it %s, or the proxy would not start.", p, o.Env(), o.Quote(text), err)
	}
	p.options[o.Flag], p.fields[o.Flag] = text, field
}
