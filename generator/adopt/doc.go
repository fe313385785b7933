// Package adopt turns what somebody edited by hand in generated manifests into a
// Kustomize component that makes the same of them.
//
// It refuses to read or write anything, and to lift what stack.hcl decides.
package adopt
