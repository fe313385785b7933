// Package objects checks what must hold for each object by itself.
package objects

import "example.com/metaflow-gitops/generator/check/finding"

// checks are the checks of one stack.
type checks struct{ *finding.List }

// Check adds to a list what is wrong with the stack that it is of.
func Check(l *finding.List) {
	c := checks{l}
	for _, o := range l.Rendered.Objects {
		c.object(o)
	}
}
