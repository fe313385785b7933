package picture

import (
	"cmp"
	"net/url"
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// login is what a proxy asks for: oauth2-proxy, by its options.
type login struct {
	issuers  []string // hosts
	byToken  bool     // of programs; else of people, in a browser
	groups   int      // that may log in; 0 is no limit
	domains  int      // of e-mail addresses that may log in; 0 is no limit
	withouts []string // paths that need no login
}

// options reads a proxy's options, of variables and arguments, by the names
// that they have on the command line.
func options(i *item) map[string]string {
	found := map[string]string{}
	for _, c := range i.Containers() {
		for _, e := range value.Items(c, "env") {
			if name, is := strings.CutPrefix(value.Text(e, "name"), "OAUTH2_PROXY_"); is {
				found[strings.ToLower(strings.ReplaceAll(name, "_", "-"))] = value.Text(e, "value")
			}
		}
		for _, a := range append(value.Texts(c, "command"), value.Texts(c, "args")...) {
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

// loginOf tells whether pods are a proxy that asks for a login, and for which.
func loginOf(i *item) (login, bool) {
	o := options(i)
	issuer := cmp.Or(o["oidc-issuer-url"], o["provider"])
	if issuer == "" {
		return login{}, false
	}
	l := login{byToken: o["skip-jwt-bearer-tokens"] == "true"}
	l.issuers = appendNew(l.issuers, hostOf(issuer))
	for _, pair := range listOf(o["extra-jwt-issuers"]) {
		l.issuers = appendNew(l.issuers, hostOf(pair))
	}
	l.groups = len(listOf(o["allowed-groups"])) + len(listOf(o["allowed-group"]))
	for _, d := range append(listOf(o["email-domains"]), listOf(o["email-domain"])...) {
		if d == "*" {
			l.domains = 0
			break
		}
		l.domains++
	}
	for _, name := range []string{"skip-auth-routes", "skip-auth-route", "skip-auth-regex"} {
		l.withouts = append(l.withouts, listOf(o[name])...)
	}
	return l, true
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

// dress makes a node that of a proxy.
func (l login) dress(n *node) {
	n.column, n.icon = logins, lock
	n.details = []string{l.issuers[0], l.who()}
	n.says = "asks for a login at " + strings.Join(l.issuers, " or ") + ": " + l.who()
	if l.byToken {
		n.says = "asks for a token of " + strings.Join(l.issuers, " or ")
	}
	if len(l.withouts) > 0 {
		paths := strings.Join(l.withouts, ", ")
		n.open = true
		n.details = append(n.details, "no login for "+paths)
		n.says += ", and for none on " + paths
	}
}

// who is who may pass, of those that the issuer knows.
func (l login) who() string {
	var parts []string
	if l.groups > 0 {
		parts = append(parts, counted(l.groups, "group"))
	}
	if l.domains > 0 {
		parts = append(parts, counted(l.domains, "e-mail domain"))
	}
	who := strings.Join(parts, ", ")
	switch {
	case l.byToken:
		return strings.Trim("tokens of "+counted(len(l.issuers), "issuer")+", "+who, " ,")
	case who == "":
		return "all its accounts may log in"
	}
	return who + " may log in"
}
