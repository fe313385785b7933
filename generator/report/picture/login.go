package picture

import (
	"strings"

	"example.com/metaflow-gitops/generator/reach"
)

// dress makes a node that of a proxy that asks for a login.
func (n *node) dress(l *reach.Login) {
	n.column, n.icon = logins, lock
	n.details = []string{l.Issuers[0], who(l)}
	n.says = "asks for a login at " + strings.Join(l.Issuers, " or ") + ": " + who(l)
	if l.ByToken {
		n.says = "asks for a token of " + strings.Join(l.Issuers, " or ")
	}
	if len(l.Without) > 0 {
		paths := strings.Join(l.Without, ", ")
		n.details = append(n.details, "no login for "+paths)
		n.says += ", and for none on " + paths
	}
}

// who is who may pass, of those that the issuer knows.
func who(l *reach.Login) string {
	var parts []string
	if l.Groups > 0 {
		parts = append(parts, counted(l.Groups, "group"))
	}
	if l.Domains > 0 {
		parts = append(parts, counted(l.Domains, "e-mail domain"))
	}
	who := strings.Join(parts, ", ")
	switch {
	case l.ByToken:
		return strings.Trim("tokens of "+counted(len(l.Issuers), "issuer")+", "+who, " ,")
	case who == "":
		return "all its accounts may log in"
	}
	return who + " may log in"
}
