package exposure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/reach"
	"example.com/metaflow-gitops/generator/stack"
)

// decisions are what the stack decided about one of its proxies.
func (x proxies) decisions(p proxy) oauth2proxy.Decisions {
	auth, expose := x.Stack.Contract.Auth, x.Stack.Config.Expose
	d := oauth2proxy.Decisions{
		Name: p.Owner.Name, ForPeople: p.Owner.Name == people, Host: x.host(), Provider: strings.Replace(expose.Provider.String(), "auth0", "oidc", 1),
		IssuerURL: auth.IssuerURL.String(), IssuerHost: auth.IssuerURL.Host(), ClientID: auth.ClientID.String(), TenantID: x.Stack.Contract.TenantID.String(),
		APIAudiences: texts(auth.APIAudiences), AllowedGroups: texts(expose.AllowedGroups), EmailDomains: texts(expose.EmailDomains),
		TrustedProxyRanges: texts(expose.TrustedProxyRanges), Backends: x.behind(p),
	}
	if expose.Redis != nil {
		d.RedisURL = expose.Redis.URL.String()
	}
	d.Decided = x.decided(p)
	other := people
	if d.ForPeople {
		other = programs
	}
	if pods := x.Workload(p.Namespace, other); pods != nil {
		d.Other, d.OtherCookies = pods.String(), cookieNames(pods)
	}
	return d
}

// decided are the options of a proxy that stack.hcl and the outputs decide.
func (x proxies) decided(p proxy) []oauth2proxy.Decided {
	options := plan.ProxyOptions(x.Stack, p.Owner.Name)
	var all []oauth2proxy.Decided
	for _, env := range slices.Sorted(maps.Keys(options)) {
		option, known := oauth2proxy.ByEnv(env)
		if !known || option.Flag == "upstream" { // which are checked one by one
			continue
		}
		by := options[env].From
		if by.Kind == manifest.FromOutput {
			by.Name = "the output " + by.Name
		} else {
			by.Name += " of stack.hcl"
		}
		all = append(all, oauth2proxy.Decided{Flag: option.Flag, Value: fmt.Sprint(options[env].Value), By: by.Name})
	}
	return all
}

// behind are the paths of a proxy, with the Service behind each.
func (x proxies) behind(p proxy) []oauth2proxy.Backend {
	backends := []oauth2proxy.Backend{{Path: "/metadata/", Service: stack.MetadataService}}
	if p.Owner.Name == people {
		backends = []oauth2proxy.Backend{{Path: "/", Service: stack.UIStatic}, {Path: "/api/", Service: stack.UIBackend}}
		for _, u := range x.Stack.Config.Expose.Upstreams {
			backends = append(backends, oauth2proxy.Backend{Path: u.Path.String(), Service: u.Service.String()})
		}
	}
	for i, b := range backends {
		if v := x.Service(x.servicesNamespace(), b.Service); v != nil {
			for _, port := range manifest.Items(v.Fields, "spec", "ports") {
				backends[i].Ports = append(backends[i].Ports, manifest.Text(port, "port"))
			}
		}
	}
	return backends
}

// cookieNames are those that a proxy is given, as variables and as arguments.
func cookieNames(p *reach.Pods) []string {
	var names []string
	for _, c := range p.Owner.Containers() {
		for _, e := range manifest.Items(c, "env") {
			if manifest.Text(e, "name") == oauth2proxy.EnvPrefix+"COOKIE_NAME" {
				names = append(names, manifest.Text(e, "value"))
			}
		}
		for _, arg := range manifest.Texts(c, "args") {
			if name, found := strings.CutPrefix(arg, "--cookie-name="); found {
				names = append(names, name)
			}
		}
	}
	return names
}

// texts are values as stack.hcl writes them.
func texts[T fmt.Stringer](values []T) []string {
	var all []string
	for _, v := range values {
		all = append(all, v.String())
	}
	return all
}
