package stack

import (
	"encoding"
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// shown is a value that is not valid as a message tells it, and whether nobody may
// quote it as it is: it may be a secret that somebody put in the place of its name, or
// an address that has one.
func shown(of encoding.TextUnmarshaler, value string) (text string, isConfidential bool) {
	if _, isName := of.(*fact.SecretName); isName {
		return "a value that is not shown, as it may be the secret itself", true
	}
	scheme, rest, isAddress := strings.Cut(value, "://")
	if !isAddress || !strings.ContainsAny(rest, "@?#") {
		return fmt.Sprintf("%q", shorten(value)), false
	}
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i+1] + "…"
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = "…" + rest[i:]
	}
	return fmt.Sprintf("%q", shorten(scheme+"://"+rest)), true
}
