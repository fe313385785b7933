package review

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/stack"
)

// Cause is one input that made a change.
type Cause struct {
	// Kind is "output", "stack.hcl", "base" or "generator".
	Kind stack.OriginKind `json:"kind"`
	// Name is the path of the output, the argument of stack.hcl, or the file.
	Name string `json:"name"`
	// File and Line are the place; line 0 is the file as a whole.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Gone says that the place is in the older side: the line was removed.
	Gone bool `json:"gone,omitempty"`
	// Before and After are the states that an output was read from.
	Before *Provenance `json:"before,omitempty"`
	After  *Provenance `json:"after,omitempty"`
	// Unsure says that this is one of several that may have made the change.
	Unsure bool `json:"unsure,omitempty"`
}

// Provenance identifies the state that outputs come from.
type Provenance struct {
	Lineage string `json:"lineage,omitempty"`
	Serial  uint64 `json:"serial"`
}

// String says the cause in one line.
func (c Cause) String() string {
	text := string(c.Kind) + " " + c.Name
	switch c.Kind {
	case stack.FromGenerator:
		text = "the generator itself: outputs, stack.hcl and base/ give the same as before"
	case stack.FromBase:
		text = c.place()
	default:
		if c.File != "" {
			text += " (" + c.place() + c.provenance() + ")"
		}
	}
	if c.Gone {
		text += ", removed"
	}
	return text
}

func (c Cause) place() string {
	if c.Line == 0 {
		return c.File
	}
	return fmt.Sprintf("%s:%d", c.File, c.Line)
}

// provenance tells the serials, and the lineages where these differ.
func (c Cause) provenance() string {
	b, a := c.Before, c.After
	if b == nil || a == nil || *b == *a {
		return ""
	}
	if b.Lineage == a.Lineage {
		return fmt.Sprintf(", serial %d → %d", b.Serial, a.Serial)
	}
	return fmt.Sprintf(", lineage %s serial %d → lineage %s serial %d", short(b.Lineage), b.Serial, short(a.Lineage), a.Serial)
}

func short(lineage string) string {
	head, _, _ := strings.Cut(lineage, "-")
	return head
}

// input is one thing that differs between the inputs of the two sides.
type input struct {
	Cause
	// path of the output or argument, in dots.
	path string
	// base is what changed in a file of base/, by meaning.
	base []baseChange
}

// relates tells whether two paths in dots are one, or one is within the other.
func relates(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

// contains tells whether an input is the block around another one.
func (in input) contains(other input) bool {
	return in.Kind == other.Kind && in.Gone == other.Gone && strings.HasPrefix(other.path, in.path+".")
}
