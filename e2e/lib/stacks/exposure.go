package stacks

// exposure is how a stack is public.
type exposure struct {
	provider string
	gateway  string // class of the Gateway
	ingress  string // or that of the Ingress
	dns      bool   // the host is published in a zone of ours
	host     string
	issuer   string
	audience []string // of programs
}

// exposures take turns; an empty one is private.
var exposures = []exposure{
	{provider: "entra-id", gateway: "approuting-istio", dns: true},
	{},
	{provider: "auth0", gateway: "istio", dns: true},
	{provider: "entra-id", ingress: "traefik"},
	{provider: "oidc", gateway: "approuting-istio"},
	{provider: "oidc", ingress: "haproxy"},
	{provider: "entra-id", gateway: "istio"},
}

func newExposure(s stack) *exposure {
	e := exposures[s.number%len(exposures)]
	if e.provider == "" {
		return nil
	}
	e.host = s.name + ".metaflow.example.com"
	switch e.provider {
	case "entra-id":
		e.issuer, e.audience = "https://"+s.region.cloud.login+"/"+s.tenant+"/v2.0", []string{"api://metaflow-" + s.name, uuid("application", s.number)}
	case "auth0":
		e.issuer, e.audience = "https://example.eu.auth0.com/", []string{"https://" + e.host + "/api"}
	default:
		e.issuer, e.audience = "https://login.example.com/realms/"+s.name, []string{"https://" + e.host + "/api", "metaflow"}
	}
	return &e
}

// program is a further issuer of tokens, which every third stack has.
func (s stack) program() string {
	return pick([]string{"https://token.ci.example.com", s.cluster.issuer("programs")}, "program", s.number)
}

func (s stack) hasProgram() bool { return s.is(3, "program") }
