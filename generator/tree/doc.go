// Package tree knows the folders of a repository, and looks at them before
// anything in them is read.
//
// What is there must be what git, Flux and Kustomize take it for: regular files
// in folders. It refuses to read a file.
package tree
