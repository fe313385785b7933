package stack

import (
	"errors"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// Engine is the GitOps engine of a stack.
type Engine struct{ fact.Choice }

// The engines.
const (
	Flux   = "flux"
	ArgoCD = "argo-cd"
)

// UnmarshalText parses an engine.
func (e *Engine) UnmarshalText(b []byte) error { return e.Parse(b, Flux, ArgoCD) }

// Preset is a known way in which Flux is installed.
type Preset struct{ fact.Choice }

// The presets.
const (
	FluxBootstrap    = "flux-bootstrap"
	AKSFluxExtension = "aks-flux-extension"
)

// UnmarshalText parses a preset.
func (p *Preset) UnmarshalText(b []byte) error { return p.Parse(b, FluxBootstrap, AKSFluxExtension) }

// Decryption is a way in which Secrets in git are encrypted.
type Decryption struct{ fact.Choice }

// UnmarshalText parses a way; Flux knows one.
func (d *Decryption) UnmarshalText(b []byte) error { return d.Parse(b, SOPS) }

// SOPS is the only way in which Flux decrypts.
const SOPS = "sops"

// PodGC is when Argo deletes the pods of a workflow's steps.
type PodGC struct{ fact.Choice }

// UnmarshalText parses one of Argo's strategies.
func (g *PodGC) UnmarshalText(b []byte) error {
	return g.Parse(b, "OnWorkflowSuccess", "OnWorkflowCompletion", "OnPodSuccess", "OnPodCompletion")
}

// MonitorAPI is the API group of PodMonitors.
type MonitorAPI struct{ fact.Choice }

// UnmarshalText parses a group.
func (m *MonitorAPI) UnmarshalText(b []byte) error {
	return m.Parse(b, "azmonitoring.coreos.com", "monitoring.coreos.com")
}

// Provider is who logs people in.
type Provider struct{ fact.Choice }

// The providers.
const (
	EntraID = "entra-id"
	Auth0   = "auth0"
	OIDC    = "oidc"
)

// UnmarshalText parses a provider.
func (p *Provider) UnmarshalText(b []byte) error { return p.Parse(b, EntraID, Auth0, OIDC) }

// NamespaceRole is one of a stack's three namespaces by its role.
type NamespaceRole struct{ fact.Choice }

// The roles of namespaces.
const (
	ServicesNamespace = "services"
	JobsNamespace     = "jobs"
	GatewayNamespace  = "gateway"
)

// ArgoNamespace is the role of the namespace of Argo's controllers, which is no
// fact of Terraform and cannot be adopted.
const ArgoNamespace = "argo"

// UnmarshalText parses a role.
func (n *NamespaceRole) UnmarshalText(b []byte) error {
	return n.Parse(b, ServicesNamespace, JobsNamespace, GatewayNamespace)
}

// ComponentPath is a Kustomize component below base/, as a path from the root.
type ComponentPath struct{ s string }

// UnmarshalText refuses everything outside base/, which is all that the engines
// watch beside the overlay.
func (c *ComponentPath) UnmarshalText(b []byte) error {
	s := string(b)
	if s != path.Clean(s) || !strings.HasPrefix(s, "base/") || strings.ContainsAny(s, "\\\x00\n") {
		return errors.New(`must be the path of a component below base/ from the root, such as "base/components/spread-zones"`)
	}
	if s == PrivateOrigin {
		return errors.New("must not be the component of private stacks, which the generator adds by itself")
	}
	c.s = s
	return nil
}

// PrivateOrigin is the component that puts a private stack's user interface and
// its API on one origin.
const PrivateOrigin = "base/components/private-origin"

// String returns the path from the root, with slashes.
func (c ComponentPath) String() string { return c.s }

// Repository is the URL of a git repository over https or ssh.
type Repository struct{ s string }

var scpForm = regexp.MustCompile(`^[\w.-]+@[\w.-]+:[^\s\x00-\x1f]+$`)

// UnmarshalText refuses URLs that carry a password: they would be in git.
func (r *Repository) UnmarshalText(b []byte) error {
	u, err := url.Parse(string(b))
	if scpForm.Match(b) {
		r.s = string(b)
		return nil
	}
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "ssh" && u.Scheme != "http") || strings.ContainsAny(string(b), " \n") {
		return errors.New(`must be the URL of a git repository over https or ssh`)
	}
	if _, password := u.User.Password(); password || (u.User != nil && u.Scheme != "ssh") {
		return errors.New(`must not hold a user or password, since it goes to git; give Argo CD a repository credential instead`)
	}
	r.s = string(b)
	return nil
}

// String returns the URL.
func (r Repository) String() string { return r.s }

// IsZero reports whether the URL was never given.
func (r Repository) IsZero() bool { return r.s == "" }

// Domain is an e-mail domain.
type Domain struct{ fact.HostName }

// UnmarshalText refuses "*": whoever means everybody must say so in the issuer.
func (d *Domain) UnmarshalText(b []byte) error {
	if string(b) == "*" {
		return errors.New(`must not be "*"; leave email_domains out and restrict people by allowed_groups`)
	}
	return d.HostName.UnmarshalText(b)
}

// Scope is one scope that a login asks for.
type Scope struct{ fact.Text }

// UnmarshalText refuses spaces, which separate scopes.
func (s *Scope) UnmarshalText(b []byte) error {
	if strings.ContainsAny(string(b), " \t,") {
		return errors.New("must be one scope, without a space or a comma")
	}
	return s.Text.UnmarshalText(b)
}

// RedisURL is the address of a Redis.
type RedisURL struct{ u url.URL }

// UnmarshalText refuses a user or a password: they would be in git.
func (r *RedisURL) UnmarshalText(b []byte) error {
	u, err := url.Parse(string(b))
	if err != nil || u.Scheme != "redis" && u.Scheme != "rediss" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New(`must be redis://HOST:PORT or rediss://HOST:PORT, with a number of a database behind a slash if need be`)
	}
	if u.User != nil {
		return errors.New("must not hold a user or password, since it goes to git; name the password's Key Vault secret in password_secret_name")
	}
	var port fact.Port
	if u.Port() != "" && port.UnmarshalText([]byte(u.Port())) != nil {
		return errors.New("must have a port from 1 to 65535")
	}
	r.u = *u
	return nil
}

// String returns the URL.
func (r RedisURL) String() string { return r.u.String() }

// Port is the TCP port, Redis's own where the URL says none.
func (r RedisURL) Port() int {
	if port, err := strconv.Atoi(r.u.Port()); err == nil {
		return port
	}
	return 6379
}

// IsEncrypted reports whether it is spoken to with TLS.
func (r RedisURL) IsEncrypted() bool { return r.u.Scheme == "rediss" }

// UpstreamPath is a path of the stack's host that leads to an application of one's
// own.
type UpstreamPath struct{ s string }

var upstreamPath = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/$`)

// takenPaths are those that the stack's own services and the login answer.
var takenPaths = []string{"api", "metadata", "oauth2", "oauth2-proxy", "static", "assets", "plugins"}

// UnmarshalText refuses paths of the stack's own.
func (u *UpstreamPath) UnmarshalText(b []byte) error {
	if !upstreamPath.Match(b) {
		return errors.New(`must be a path of the host with a slash at both ends, such as "/dash/"`)
	}
	if first := strings.Split(string(b), "/")[1]; slices.Contains(takenPaths, first) {
		return errors.New("must not be below /" + first + "/, where something of the stack itself answers")
	}
	u.s = string(b)
	return nil
}

// String returns the path.
func (u UpstreamPath) String() string { return u.s }

// BusReplicas is how many pods an event bus has.
type BusReplicas struct{ fact.Choice }

// UnmarshalText parses a number that makes a quorum.
func (b *BusReplicas) UnmarshalText(text []byte) error { return b.Parse(text, "1", "3", "5") }
