package schema

import (
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// nearest is the candidate that was probably meant: the same in another case, one
// with few other letters, or the only one that begins as the text does.
func nearest(text string, candidates []string) string {
	for _, c := range candidates {
		if strings.EqualFold(c, text) {
			return c
		}
	}
	if near := fact.Nearest(text, candidates); near != "" {
		return near
	}
	found := ""
	for _, c := range candidates {
		if n := commonStart(strings.ToLower(c), strings.ToLower(text)); n < 3 || 3*n < 2*len(text) {
			continue
		}
		if found != "" {
			return ""
		}
		found = c
	}
	return found
}

// commonStart is how many bytes two texts begin with alike.
func commonStart(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
