package fact

import (
	"regexp"
	"strings"
)

// labelKey is the key of a Kubernetes label or taint, with or without prefix.
const labelKey = `([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?`

// labelValue is its value, which may be empty.
const labelValue = `([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?`

var nodeLabel = regexp.MustCompile(`^` + labelKey + `=` + labelValue + `$`)

// Label is a label of pods: KEY=VALUE.
type Label struct{ text }

// UnmarshalText parses KEY=VALUE.
func (l *Label) UnmarshalText(b []byte) error {
	return l.match(b, nodeLabel, `a label such as "example.com/team=forecast"`)
}

// Annotation is an annotation of pods: KEY=VALUE, in a list that commas part.
type Annotation struct{ text }

var annotation = regexp.MustCompile(`^` + labelKey + `=[^\x00-\x1f\x7f\x{2028}\x{2029},]*$`)

// UnmarshalText parses KEY=VALUE.
func (a *Annotation) UnmarshalText(b []byte) error {
	return a.match(b, annotation, `an annotation such as "example.com/owner=data platform", on one line and without a comma`)
}

// NodeLabel is a label that a node must have: KEY=VALUE.
type NodeLabel struct{ text }

// UnmarshalText parses KEY=VALUE.
func (l *NodeLabel) UnmarshalText(b []byte) error {
	return l.match(b, nodeLabel, `a label of nodes such as "metaflow.example.com/pool=tasks"`)
}

// Taint is a taint of nodes as Terraform and kubectl write it:
// KEY=VALUE:EFFECT.
type Taint struct {
	text
	Key, Value, Effect string
}

var taint = regexp.MustCompile(`^` + labelKey + `=` + labelValue + `:(NoSchedule|PreferNoSchedule|NoExecute)$`)

// UnmarshalText parses KEY=VALUE:EFFECT.
func (t *Taint) UnmarshalText(b []byte) error {
	if err := t.match(b, taint, `a taint of nodes such as "sku=gpu:NoSchedule", with effect NoSchedule, PreferNoSchedule or NoExecute`); err != nil {
		return err
	}
	rest, effect, _ := strings.Cut(t.s, ":")
	t.Key, t.Value, _ = strings.Cut(rest, "=")
	t.Effect = effect
	return nil
}
