package stacks

// expose says how the stack is public, and for whom.
func (s stack) expose(b *body) {
	e := s.exposure
	b.set("provider", quote(e.provider))
	if e.gateway == "istio" {
		b.set("gateway_class", quote(e.gateway))
	}
	if e.ingress != "" {
		s.ingress(b)
	}
	s.people(b)
	s.sessions(b)
	if s.hasUpstream() {
		u := b.block("upstream", "dashboard")
		u.set("path", quote("/dashboard/"))
		u.set("service", quote(dashboard))
		u.set("port", "8501")
	}
	if s.hasProgram() {
		p := b.block("program", "ci")
		p.set("issuer", quote(s.program()))
		p.set("audience", `coalesce(length(output.auth.api_audiences) == 0 ? "" : output.auth.api_audiences[0], "metaflow")`)
	}
}

// ingress says where requests come from: the controller's pods, or an
// Application Gateway's subnet.
func (s stack) ingress(b *body) {
	b.set("ingress_tls_secret", quote("metaflow-tls"))
	if s.is(3, "outside") {
		b.set("ingress_class", quote("azure-application-gateway"))
		b.set("ingress_ranges", list("172.16.1.0/24"))
		return
	}
	b.set("ingress_class", quote(s.exposure.ingress))
	b.set("ingress_namespace", quote(s.exposure.ingress))
	b.set("trusted_proxy_ranges", list(s.cluster.output.PodCIDRs[0]))
}

// sessions says how long a login lasts, and where it is kept.
func (s stack) sessions(b *body) {
	switch roll(4, "sessions", s.number) {
	case 0:
		b.set("session_lifetime", quote("8h"))
	case 1:
		redis := b.block("redis")
		redis.set("url", quote("rediss://sessions.example.com:10000"))
		redis.set("password_secret_name", quote("metaflow-redis-password"))
		redis.set("ranges", list("172.16.0.0/24"))
	case 2:
		redis := b.block("redis")
		redis.set("url", quote("redis://redis.sessions.svc.cluster.local"))
		redis.set("namespace", quote("sessions"))
	}
}

// people says who may log in.
func (s stack) people(b *body) {
	if s.is(4, "scopes") {
		b.set("scopes", list("openid", "profile", "email"))
	}
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
