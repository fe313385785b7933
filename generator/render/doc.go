// Package render builds a planned overlay on the bases, as Kustomize itself
// builds it, into the final objects.
//
// It works in memory: the overlay need not be on disk, and what is on disk
// cannot get into the result. Build is the one way in, so that another, faster
// engine can take Kustomize's place behind it. For each field the package can
// tell which output, stack.hcl line or base file it comes from.
//
// It refuses to judge: what the objects should be like is for package check.
package render
