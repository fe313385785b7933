package fact

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// HostName is a fully qualified DNS name in lower case, without a final dot.
type HostName struct{ text }

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// UnmarshalText parses a host name of at most 253 characters; addresses,
// wildcards, ports and schemes are refused.
func (h *HostName) UnmarshalText(b []byte) error {
	if len(b) > 253 {
		return errors.New("must be a host name of at most 253 characters")
	}
	return h.match(b, hostName, `a host name in lower case without scheme, port or final dot, such as "metaflow.example.com"`)
}

// IsWithin reports whether the host is the domain or lies below it.
func (h HostName) IsWithin(domain string) bool {
	return h.s == domain || strings.HasSuffix(h.s, "."+domain)
}

// URL is an absolute https URL without user, query or fragment. Its text is
// kept to the letter: a trailing slash matters to OIDC issuers.
type URL struct {
	text
	host, port, path string
}

// UnmarshalText parses an https URL with a DNS host.
func (u *URL) UnmarshalText(b []byte) error {
	const want = "must be an https URL without user, query or fragment"
	parsed, err := url.Parse(string(b))
	if err != nil || parsed.Scheme != "https" || parsed.User != nil || parsed.RawQuery != "" || parsed.ForceQuery || strings.Contains(string(b), "#") {
		return errors.New(want)
	}
	var host HostName
	if err := host.UnmarshalText([]byte(parsed.Hostname())); err != nil {
		return fmt.Errorf("%s; its host %w", want, err)
	}
	if p := parsed.Port(); p != "" {
		var port Port
		if err := port.UnmarshalText([]byte(p)); err != nil {
			return fmt.Errorf("%s; its port %w", want, err)
		}
	}
	if strings.Contains(parsed.EscapedPath(), "//") || strings.ContainsAny(string(b), " \t\\$,=") {
		return errors.New(want + ", and in its path no double slash, space, or any of \\ $ , =")
	}
	u.s, u.host, u.port, u.path = string(b), parsed.Hostname(), parsed.Port(), parsed.Path
	return nil
}

// Host returns the URL's host name without port.
func (u URL) Host() string { return u.host }

// Port returns the URL's port, "" where it says none.
func (u URL) Port() string { return u.port }

// Path returns the URL's path, "" or starting with a slash.
func (u URL) Path() string { return u.path }

// FirstLabel returns the host's first DNS label, where Azure puts the name of
// the resource behind an endpoint.
func (u URL) FirstLabel() string {
	label, _, _ := strings.Cut(u.host, ".")
	return label
}

// RegistryHost is a container registry that images are pulled through: a host
// and optionally a path.
type RegistryHost struct{ text }

var registryHost = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]+(:[0-9]{1,5})?(/[a-z0-9]+([._-][a-z0-9]+)*)*$`)

// UnmarshalText parses HOST, HOST:PORT or HOST/PATH.
func (r *RegistryHost) UnmarshalText(b []byte) error {
	return r.match(b, registryHost, `a registry as HOST or HOST/PATH in lower case without scheme, such as "registry.example.com"`)
}

// CIDR is an address range whose host bits are zero.
type CIDR struct {
	text
	prefix netip.Prefix
}

// UnmarshalText parses an IPv4 or IPv6 range in CIDR form.
func (c *CIDR) UnmarshalText(b []byte) error {
	p, err := netip.ParsePrefix(string(b))
	if err != nil || p.Addr().Is4In6() {
		return errors.New(`must be an address range in CIDR form, such as "10.20.0.0/16"`)
	}
	if p != p.Masked() {
		return fmt.Errorf("must have zero host bits; did you mean %q?", p.Masked())
	}
	c.s, c.prefix = p.String(), p
	return nil
}

// Prefix returns the parsed range.
func (c CIDR) Prefix() netip.Prefix { return c.prefix }

// Port is a TCP port from 1 to 65535.
type Port struct{ n uint16 }

// UnmarshalText parses a decimal port number.
func (p *Port) UnmarshalText(b []byte) error {
	n, err := strconv.ParseUint(string(b), 10, 16)
	if err != nil || n == 0 {
		return errors.New("must be a port number from 1 to 65535")
	}
	p.n = uint16(n)
	return nil
}

// Int returns the port as a number.
func (p Port) Int() int { return int(p.n) }
