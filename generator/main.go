// Generator writes the Kustomize overlay of each Metaflow stack from that
// stack's Terraform outputs and its stack.hcl. See help.txt for how to call it
// and docs/architecture.md for how it works.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	// A run is short: half of its time would go into collecting garbage that
	// the end of the process frees anyway. The limit is soft, and keeps a run
	// over many stacks from growing with their number.
	debug.SetGCPercent(800)
	debug.SetMemoryLimit(80 << 20)
	os.Exit(run(os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr}))
}
