package oauth2proxy

import "slices"

// Decisions are what a stack decided about one of its proxies.
type Decisions struct {
	Name               string // of the proxy
	ForPeople          bool   // in a browser; else for programs, by token
	Host               string
	Provider           string
	IssuerURL          string
	IssuerHost         string
	ClientID           string
	TenantID           string
	APIAudiences       []string
	AllowedGroups      []string
	EmailDomains       []string
	TrustedProxyRanges []string
	RedisURL           string // "" is none
	Backends           []Backend
	Other              string   // the other proxy
	OtherCookies       []string // names of its cookies
	Decided            []Decided
}

// Decided is an option that stack.hcl or an output decides.
type Decided struct {
	Flag, Value string
	By          string // the argument or the output
}

// Backend is what is behind a path of a proxy.
type Backend struct {
	Path, Service string
	Ports         []string
}

// backend finds what is behind a path.
func (d Decisions) backend(path string) (Backend, bool) {
	i := slices.IndexFunc(d.Backends, func(b Backend) bool { return b.Path == path })
	if i < 0 {
		return Backend{}, false
	}
	return d.Backends[i], true
}

// Options are those that a proxy is given, by their flags. An empty one is as good
// as none.
type Options map[string]string

// Value is an option as the proxy sees it.
func (o Options) Value(flag string) string {
	if v := o[flag]; v != "" {
		return v
	}
	documented, _ := ByFlag(flag)
	return documented.Default
}

// List is an option's value as the proxy splits it.
func (o Options) List(flag string) []string { return splitList(o.Value(flag)) }

// IsTrue reports whether a switch is on.
func (o Options) IsTrue(flag string) bool { return isTrue(o.Value(flag)) }

// sameList reports whether two lists hold the same values, in any order.
func sameList(got, want []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)))
}
