// Package plan decides what a stack consists of: a pure function from a Stack
// to the files of its overlay, its client profile and its sync objects, as
// ordered values that remember where each field comes from.
//
// It reads and writes nothing, knows no Kustomize machinery beyond the names
// of the bases, and never repeats what a base already says: a fact reaches a
// workload as a patch of exactly the fields that hold it.
package plan
