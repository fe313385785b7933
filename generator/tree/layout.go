package tree

import "path"

// The folders of a repository, by path from its root.
const (
	// Base has the Kustomize bases, and Components those that stacks may list.
	Base       = "base"
	Components = "base/components"
	// Overlays has the generated overlay of each stack, and Clusters one folder
	// per cluster, in which its engine begins.
	Overlays = "overlays"
	Clusters = "clusters"
	// Stacks has the decisions about each stack and its recorded outputs.
	Stacks = "terraform/stacks"
)

// Overlay is the folder of a stack's overlay.
func Overlay(stack string) string { return path.Join(Overlays, stack) }

// Rendered is the folder of a stack's final objects, one file each.
func Rendered(stack string) string { return path.Join(Overlays, stack, "rendered") }

// Record is the file of a stack's recorded outputs.
func Record(stack string) string { return path.Join(Stacks, stack, "outputs.json") }

// Decisions is the file of what people decide about a stack.
func Decisions(stack string) string { return path.Join(Stacks, stack, "stack.hcl") }
