// Package manifest is the one model of what a cluster is given.
//
// It has two forms. What the generator decides is a Map: ordered as it is written,
// with the Origin of each value that an output, stack.hcl or a default decided. What
// Kustomize builds, or a file has, is an Object: the plain values of YAML, as maps,
// lists, strings, numbers and booleans. Map.Plain and Object.Manifest lead from one to
// the other.
//
// A Document is read from a file, with its line; Encode writes Maps. Get and its like
// read plain values: what is not there, or of another type than it should be, reads as
// nothing. A Selector means what the API means by it.
package manifest
