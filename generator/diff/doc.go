// Package diff tells what changes between two sets of rendered objects, by
// meaning: what an API server would take as the same is the same.
//
// It refuses to read or write anything, and to know why something changes.
package diff
