package manifest

import "strings"

// Filename is the name of the object's file under rendered/.
func (o Object) Filename() string {
	scope := o.Namespace
	if scope == "" {
		scope = "cluster"
	}
	return safe(scope + "-" + strings.ToLower(o.Kind) + "-" + o.Name + ".yaml")
}

// safe replaces what some file system cannot hold; names of RBAC objects may
// have a colon.
func safe(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, name)
}
