package exposure

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
)

// variable is one of the proxy's environment.
type variable struct {
	name, value string
	place
}

// place is a field of an object that says something about the proxy.
type place struct {
	object manifest.Object
	path   []string
}

// environment reads the options that are variables, as the kubelet puts them
// together: those of ConfigMaps first, and a later one of a name wins.
func (x proxies) environment(p proxy) {
	for _, source := range manifest.Items(p.container, "envFrom") {
		for _, v := range x.from(p, source) {
			x.variable(p, v)
		}
	}
	for _, e := range manifest.Items(p.container, "env") {
		v := variable{manifest.Text(e, "name"), manifest.Text(e, "value"), place{p.Owner, containerPath("env", manifest.Text(e, "name"))}}
		given, isThere := x.valueFrom(p, v, e)
		if isThere {
			x.variable(p, given)
		}
	}
}

// from are the variables of a ConfigMap. One that is not rendered, and a Secret,
// have values that nobody can review.
func (x proxies) from(p proxy, source any) []variable {
	name, prefix := manifest.Text(source, "configMapRef", "name"), manifest.Text(source, "prefix")
	o, found := x.Find("ConfigMap", p.Namespace, name)
	if name == "" || !found {
		x.Field(p.Owner, "envFrom", containerPath("envFrom"), "Options out of sight", "%s takes variables from a Secret, or from a ConfigMap that is not rendered here (envFrom), and with them options that nobody reviewed. Name each variable with its value.", p)
		return nil
	}
	data := manifest.TextMap(o.Fields, "data")
	var all []variable
	for _, key := range slices.Sorted(maps.Keys(data)) {
		all = append(all, variable{prefix + key, data[key], place{o, []string{"data", key}}})
	}
	return all
}

// valueFrom is the variable with its value, if that is in a ConfigMap that is
// rendered. An option of another source is out of sight, unless it is a secret that
// has no file.
func (x proxies) valueFrom(p proxy, v variable, raw any) (given variable, isThere bool) {
	if manifest.Get(raw, "valueFrom") == nil {
		return v, true
	}
	key := manifest.Text(raw, "valueFrom", "configMapKeyRef", "key")
	o, found := x.Find("ConfigMap", p.Namespace, manifest.Text(raw, "valueFrom", "configMapKeyRef", "name"))
	if value, isText := manifest.Get(o.Fields, "data", key).(string); found && isText {
		v.value, v.place = value, place{o, []string{"data", key}}
		return v, true
	}
	option, _ := oauth2proxy.ByEnv(v.name)
	if strings.HasPrefix(v.name, oauth2proxy.EnvPrefix) && !slices.Contains(fromSecret, option.Flag) {
		x.Field(v.object, v.name, v.path, "Option out of sight", "%s takes %s from elsewhere (valueFrom), so nobody can review its value. Write it down.", p, v.name)
		return v, false
	}
	return v, true
}

// fromSecret are the options whose values are secret and that have no file.
var fromSecret = []string{"redis-password"}

func (x proxies) variable(p proxy, v variable) {
	if fault, known := programVariables[strings.ToUpper(v.name)]; known {
		x.Field(v.object, v.name, v.path, fault.summary, "%s sets %s, %s. Remove it.", p, v.name, fault.why)
	}
	if !strings.HasPrefix(v.name, oauth2proxy.EnvPrefix) {
		return
	}
	o, known := oauth2proxy.ByEnv(v.name)
	switch {
	case !known:
		x.Field(v.object, v.name, v.path, "Unknown option", "%s sets %s, which oauth2-proxy v7.15 has no option for, so it would do nothing%s", p, v.name, fact.SuggestOr(v.name, oauth2proxy.EnvNames(), ". Remove it."))
	case strings.Contains(v.value, "$(") && v.object.Kind != "ConfigMap": // in which nothing is replaced
		x.Field(v.object, v.name, v.path, "Option out of sight", "%s builds %s from another variable: %s. Write its value down.", p, v.name, o.Quote(v.value))
	default:
		x.take(p, o, v.value, v.place)
	}
}

// programVariables are variables that are not oauth2-proxy's own and that its
// program reads all the same, by their names in capitals, with what each would do.
var programVariables = map[string]struct{ summary, why string }{
	"GODEBUG":                    {"Requests in the log", "with which Go's own HTTP writes headers, codes and tokens into the log"},
	"SSL_CERT_FILE":              {"Authorities of somebody else", "so the proxy believes anyone who has a certificate of those authorities to be the issuer"},
	"SSL_CERT_DIR":               {"Authorities of somebody else", "so the proxy believes anyone who has a certificate of those authorities to be the issuer"},
	"HTTP_PROXY":                 {"Requests by way of another proxy", "so requests to the services, with the names of users, go there and not to the services"},
	"ALL_PROXY":                  {"Requests by way of another proxy", "so requests to the services, with the names of users, go there and not to the services"},
	"HOSTALIASES":                {"Names resolved elsewhere", "so the names of the issuer and the services can lead elsewhere"},
	"LOCALDOMAIN":                {"Names resolved elsewhere", "so the names of the issuer and the services can lead elsewhere"},
	"LD_PRELOAD":                 {"Another program in the auth proxy", "so another program's code runs within it"},
	"LD_LIBRARY_PATH":            {"Another program in the auth proxy", "so another program's code runs within it"},
	"LD_AUDIT":                   {"Another program in the auth proxy", "so another program's code runs within it"},
	"AZURE_AUTHORITY_HOST":       {"Login as somebody else", "and the webhook of workload identity sets it where the proxy logs in"},
	"AZURE_FEDERATED_TOKEN_FILE": {"Login as somebody else", "and the webhook of workload identity sets it where the proxy logs in"},
}

// take notes an option that is given, and where.
func (x proxies) take(p proxy, o oauth2proxy.Option, text string, at place) {
	if err := o.Parse(text); err != nil && text != "" {
		x.Field(at.object, o.Env(), at.path, "Option of another type", "%s sets %s to %s: it %s, or the proxy would not start.", p, o.Env(), o.Quote(text), err)
	}
	p.options[o.Flag], p.places[o.Flag] = text, at
}
