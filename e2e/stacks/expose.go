package stacks

// expose says how the stack is public, and for whom.
func (s stack) expose(b *body) {
	e := s.exposure
	b.set("provider", quote(e.provider))
	if e.gateway == "istio" {
		b.set("gateway_class", quote(e.gateway))
	}
	if e.ingress != "" {
		b.set("ingress_class", quote(e.ingress))
		b.set("ingress_namespace", quote(e.ingress))
		b.set("ingress_tls_secret", quote("metaflow-tls"))
		b.set("trusted_proxy_ranges", list(s.cluster.output.PodCIDRs[0]))
	}
	s.people(b)
	if s.hasProgram() {
		p := b.block("program", "ci")
		p.set("issuer", quote(s.program()))
		p.set("audience", `coalesce(length(output.auth.api_audiences) == 0 ? "" : output.auth.api_audiences[0], "metaflow")`)
	}
}

// people says who may log in.
func (s stack) people(b *body) {
	if s.exposure.provider == "entra-id" {
		b.set("allowed_groups", s.entraGroups())
		return
	}
	if s.is(3, "domains") {
		b.set("email_domains", `["example.com", join(".", [regex("^[a-z]+", stack.name), "example.com"])]`)
		b.set("email_claim", quote("email"))
		return
	}
	b.set("allowed_groups", `["${upper(stack.name)} users", "admins of all stacks"]`)
	if s.exposure.provider == "auth0" {
		b.set("groups_claim", `"https://${trimprefix(output.auth.host, "${stack.name}.")}/groups"`)
	}
}

// entraGroups is an expression where an output knows the groups.
func (s stack) entraGroups() string {
	switch {
	case s.access == nil:
		return list(s.groups("people", 2)...)
	case s.renamed:
		return `split(",", output.launchers)`
	case s.is(2, "deployers"):
		return "concat(output.access.launch, output.access.deploy)"
	}
	return "output.access.launch"
}
