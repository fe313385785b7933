package plan

import (
	"example.com/metaflow-gitops/generator/manifest"
)

// sessionsPolicy lets the proxy for people reach the Redis of their sessions.
func (p policyPlanner) sessionsPolicy() []manifest.Map {
	redis := p.Config.Expose.Redis
	if redis == nil {
		return nil
	}
	to := p.blocks("expose.redis.ranges", redis.Ranges)
	if redis.Namespace != nil {
		to = manifest.List{namespacePeer(p.decision("expose.redis.namespace", redis.Namespace))}
	}
	return []manifest.Map{egress("sessions", pods(proxyForPeople),
		manifest.Map{{"to", to}, {"ports", manifest.List{port(manifest.From(redis.URL.Port(), p.Decision("expose.redis.url")))}}})}
}

// upstreamPolicies let the proxy for people reach the applications behind it, and
// nobody else.
func (p policyPlanner) upstreamPolicies() []manifest.Map {
	var policies []manifest.Map
	for _, name := range sortedNames(p.Config.Expose.Upstreams) {
		u, path := p.Config.Expose.Upstreams[name], "expose.upstream."+name
		service := p.decision(path+".service", u.Service)
		ports := manifest.Entry{Key: "ports", Value: manifest.List{port(manifest.From(u.Port.Int(), p.Decision(path+".port")))}}
		application := manifest.Map{{"matchLabels", manifest.Map{{nameLabel, service}}}}
		policies = append(policies,
			egress("upstream-"+name, pods(proxyForPeople), manifest.Map{{"to", manifest.List{manifest.Map{{"podSelector", application}}}}, ports}),
			ingress("upstream-"+name+"-from-auth-proxy", application, manifest.Map{{"from", manifest.List{manifest.Map{{"podSelector", pods(proxyForPeople)}}}}, ports}))
	}
	return policies
}
