// Package cause ties changes to the inputs that made them, and fields to where
// they come from: an output, a line of stack.hcl, a file of base/, or the
// generator itself.
//
// It starts from the origins that the plan gives to its values and from the way
// that Kustomize tells of each object, and where these are not enough it builds
// the stack with one input after the other as it was. It refuses to read or write
// anything, and to name a cause that it only guesses as if it knew.
package cause
