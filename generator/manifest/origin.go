package manifest

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// Origin says where a value comes from. It is shown to people, so its text is
// short and stable.
type Origin struct {
	// Kind is one of the constants below.
	Kind OriginKind
	// Name is the path of the output ("database.host"), of the stack.hcl
	// attribute ("sync.interval"), or the base file.
	Name string
	// Range is the place in outputs.json, stack.hcl or the base file; empty
	// for a default.
	Range hcl.Range
}

// OriginKind is the kind of place that a value comes from.
type OriginKind string

// The kinds of origin.
const (
	FromOutput    OriginKind = "output"
	FromStackFile OriginKind = "stack.hcl"
	FromDefault   OriginKind = "default"
	FromBase      OriginKind = "base"
	FromGenerator OriginKind = "generator"
)

// String renders the origin, such as "output database.host (FILE:LINE)".
func (o Origin) String() string {
	if o.Range.Filename == "" {
		return fmt.Sprintf("%s %s", o.Kind, o.Name)
	}
	return fmt.Sprintf("%s %s (%s:%d)", o.Kind, o.Name, o.Range.Filename, o.Range.Start.Line)
}
