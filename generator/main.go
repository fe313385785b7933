// Generator writes the Kustomize overlay of each Metaflow stack from that
// stack's Terraform outputs and its stack.hcl. See help.txt for how to call it
// and docs/architecture.md for how it works.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr}))
}
