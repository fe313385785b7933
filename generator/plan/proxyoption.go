package plan

import (
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// ProxyOptions are the options that stack.hcl and the outputs decide for one of the
// auth proxies, by the names of their variables. What is secret is not among them.
func ProxyOptions(s *stack.Stack, proxy string) map[string]manifest.Sourced {
	p, options := planner{Stack: s}, map[string]manifest.Sourced{}
	for _, item := range p.login().options(proxy) {
		e := item.(manifest.Map)
		name, _ := e.Get("name").(string)
		switch v := e.Get("value").(type) {
		case manifest.Sourced:
			options[name] = v
		case string:
			options[name] = manifest.From(v, s.Decision("expose"))
		}
	}
	return options
}

// options are the variables of one of the two proxies.
func (p loginPlanner) options(proxy string) manifest.List {
	people := p.fact("auth.client_id", p.Contract.Auth.ClientID)
	if proxy == proxyForPrograms {
		return slices.Concat(p.loginEnv(p.programsClient(people)), p.programsEnv(), p.metricsEnv())
	}
	return slices.Concat(p.loginEnv(people), p.peopleEnv(), p.sessionEnv(), p.upstreamsEnv(), p.metricsEnv())
}

// upstreamsEnv says what is behind the proxy for people, where it is more than base/
// says; a list cannot be added to.
func (p loginPlanner) upstreamsEnv() manifest.List {
	upstreams := p.Config.Expose.Upstreams
	if len(upstreams) == 0 {
		return nil
	}
	urls := manifest.List{"http://ui-static:3000/", "http://ui-backend:8083/api/"}
	for _, name := range sortedNames(upstreams) {
		u := upstreams[name]
		urls = append(urls, fmt.Sprintf("http://%s:%d%s", u.Service, u.Port.Int(), u.Path))
	}
	return manifest.List{env("OAUTH2_PROXY_UPSTREAMS", manifest.From(joined(urls), p.Decision("expose.upstream."+sortedNames(upstreams)[0])))}
}

// ProxySecrets is what the proxies' SecretProviderClass reads from Key Vault.
func ProxySecrets(s *stack.Stack) manifest.Sourced {
	return objectList(planner{Stack: s}.login().proxySecrets())
}
