// Generator writes the Kustomize overlay of each Metaflow stack from that
// stack's Terraform outputs and its stack.hcl. See help.txt for how to call it
// and docs/architecture.md for how it works.
package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"example.com/metaflow-gitops/generator/sanitize"
)

func main() {
	// A run is short: half of its time would go into collecting garbage that
	// the end of the process frees anyway. The limit is soft, and keeps a run
	// over many stacks from growing with their number.
	debug.SetGCPercent(800)
	debug.SetMemoryLimit(80 << 20)
	os.Exit(safely(run, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr}))
}

// safely runs the command. A panic is a mistake of this program, and is said to
// be one: the status of Go itself, 2, would mean that there are differences.
func safely(command func([]string, stdio) int, args []string, std stdio) (status int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(std.err, "error: this is a bug of the generator, not of your files: %s; please report this line, with what you ran, where you got the generator from\n", sanitize.Text(fmt.Sprint(p)))
			status = exitFailed
		}
	}()
	return command(args, std)
}
