package reach

import (
	"cmp"
	"net/url"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Login is what a proxy asks for: oauth2-proxy, by its options.
type Login struct {
	Issuers []string // hosts
	ByToken bool     // of programs; else of people, in a browser
	Groups  int      // that may log in; 0 is no limit
	Domains int      // of e-mail addresses that may log in; 0 is no limit
	Without []string // paths that need no login
}

// proxyOptions reads a proxy's options, of variables and arguments, by the names that
// they have on the command line.
func (p *Pods) proxyOptions() map[string]string {
	found := map[string]string{}
	for _, c := range p.Owner.Containers() {
		for _, e := range manifest.Items(c, "env") {
			if name, is := strings.CutPrefix(manifest.Text(e, "name"), "OAUTH2_PROXY_"); is {
				found[strings.ToLower(strings.ReplaceAll(name, "_", "-"))] = manifest.Text(e, "value")
			}
		}
		for _, a := range append(manifest.Texts(c, "command"), manifest.Texts(c, "args")...) {
			if option, is := strings.CutPrefix(a, "--"); is {
				name, text, given := strings.Cut(option, "=")
				if !given {
					text = "true"
				}
				found[name] = strings.Trim(found[name]+","+text, ",") // may be given more than once
			}
		}
	}
	return found
}

// Login is what pods ask for if they are a proxy that asks for a login, or nil.
func (p *Pods) Login() *Login {
	o := p.proxyOptions()
	issuer := cmp.Or(o["oidc-issuer-url"], o["provider"])
	if issuer == "" {
		return nil
	}
	l := &Login{ByToken: o["skip-jwt-bearer-tokens"] == "true"}
	l.Issuers = appendNew(l.Issuers, hostOf(issuer))
	for _, pair := range listOf(o["extra-jwt-issuers"]) {
		l.Issuers = appendNew(l.Issuers, hostOf(pair))
	}
	l.Groups = len(listOf(o["allowed-groups"])) + len(listOf(o["allowed-group"]))
	for _, d := range append(listOf(o["email-domains"]), listOf(o["email-domain"])...) {
		if d == "*" {
			l.Domains = 0
			break
		}
		l.Domains++
	}
	for _, name := range []string{"skip-auth-routes", "skip-auth-route", "skip-auth-regex"} {
		l.Without = append(l.Without, listOf(o[name])...)
	}
	return l
}

func listOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

// hostOf is the host of a URL, or the text itself where it is none.
func hostOf(text string) string {
	if u, err := url.Parse(strings.TrimSpace(text)); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return text
}
