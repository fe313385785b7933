// Package load reads a repository at rest: its bases, its stacks, their outputs
// and secrets. What is wrong with what people wrote is in the diagnostics of the
// result; an error is of the environment.
package load

import (
	"slices"

	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// Repository is everything that was read.
type Repository struct {
	// Names are those of all stacks of the repository, and Asked of those that
	// the run is about.
	Names, Asked []string
	// Stacks are those of Names that could be read.
	Stacks []*stack.Stack
	Base   render.Base
	// Outputs of all stacks that could be read, by stack.
	Outputs map[string]Outputs
	// Secrets are the values of sensitive outputs, as far as they are known.
	Secrets *secret.Known
	// Notes are what a person should know, but nothing is wrong with.
	Notes []string
	// Decisions are the stack.hcl that could be read, and Faults what is wrong
	// with a stack, both by stack.
	Decisions map[string][]byte
	Faults    map[string]hcl.Diagnostics
	// Sources are the files that diagnostics may quote.
	Sources map[string]*hcl.File
	Diags   hcl.Diagnostics
}

// Stack is the one of a name, or nil where it could not be read.
func (r *Repository) Stack(name string) *stack.Stack {
	i := slices.IndexFunc(r.Stacks, func(s *stack.Stack) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return r.Stacks[i]
}
