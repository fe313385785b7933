package load

import (
	"io"
	"os"
	"slices"

	"example.com/metaflow-gitops/generator/state"
)

// Request is what is to be read. Stacks that are not asked for are read as well,
// since stacks of one cluster must not collide, but their mistakes are not
// reported.
type Request struct {
	Root *os.Root
	// Stacks are those that the run is about; none means all.
	Stacks []string
	// Outputs is the file of the outputs of the one stack asked for, and Plan that
	// of its plan; "-" is Stdin. Without both, the outputs are those that States
	// reads, or else those that are recorded.
	Outputs, Plan string
	Stdin         io.Reader
	States        *state.Reader
	// Record makes a new record of the outputs, and Override also one of outputs
	// that are older than the recorded ones, or of another state.
	Record, Override bool
}

// asksFor reports whether the run is about a stack.
func (r Request) asksFor(name string) bool {
	return len(r.Stacks) == 0 || slices.Contains(r.Stacks, name)
}
