package cause

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Cause is one input that made a change.
type Cause struct {
	// Kind is "output", "stack.hcl", "base" or "generator".
	Kind manifest.OriginKind `json:"kind"`
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
	case manifest.FromGenerator:
		text = "the generator itself: outputs, stack.hcl and base/ give the same as before"
	case manifest.FromBase:
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

// relates reports whether two paths in dots are one, or one is within the other.
func relates(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

// contains reports whether an input is the block around another one.
func (in input) contains(other input) bool {
	return in.Kind == other.Kind && in.Gone == other.Gone && strings.HasPrefix(other.path, in.path+".")
}

// maxSaid is how many causes of one change are spelt out.
const maxSaid = 3

// Text says in one sentence why something changes; "" if nobody knows.
func Text(causes []Cause) string { return Say(causes, Cause.String) }

// Say makes one sentence of causes, each of which is said in its own way.
func Say(causes []Cause, say func(Cause) string) string {
	if len(causes) == 0 {
		return ""
	}
	var parts []string
	for i, c := range causes {
		if i == maxSaid {
			parts = append(parts, fmt.Sprintf("%d more", len(causes)-maxSaid))
			break
		}
		parts = append(parts, say(c))
	}
	if causes[0].Unsure {
		return "perhaps because of " + strings.Join(parts, "; ")
	}
	return "because of " + strings.Join(parts, "; ")
}

// Origin says where a value comes from, in one line.
func (c Cause) Origin() string {
	switch {
	case c.Kind == manifest.FromGenerator:
		return "generator"
	case c.Kind == manifest.FromBase:
		return "base " + c.place()
	case c.File == "":
		return "default of " + c.Name
	}
	return c.String()
}
