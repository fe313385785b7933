package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// selector is a Kubernetes label selector of the set-based forms that the sync
// objects use: "key", "key in (a,b)" and "key notin (a,b)", joined by commas.
type selector []requirement

type requirement struct {
	key    string
	op     string // "exists", "in" or "notin"
	values []string
}

var requirementForm = regexp.MustCompile(`^([A-Za-z0-9./_-]+)(?: (in|notin) \(([^()]*)\))?(?:,|$)`)

func parseSelector(text string) (selector, error) {
	if text == "" {
		return nil, fmt.Errorf("empty selector")
	}
	var s selector
	for text != "" {
		m := requirementForm.FindStringSubmatch(text)
		if m == nil {
			return nil, fmt.Errorf("unknown form of selector at %q", text)
		}
		r := requirement{key: m[1], op: m[2], values: strings.Split(m[3], ",")}
		if r.op == "" {
			r.op = "exists"
		}
		s, text = append(s, r), text[len(m[0]):]
	}
	return s, nil
}

// matches follows Kubernetes: what has no such key is matched by notin.
func (s selector) matches(annotations map[string]any) bool {
	for _, r := range s {
		value, there := annotations[r.key].(string)
		switch r.op {
		case "exists":
			if !there {
				return false
			}
		case "in":
			if !there || !slices.Contains(r.values, value) {
				return false
			}
		case "notin":
			if there && slices.Contains(r.values, value) {
				return false
			}
		}
	}
	return true
}
