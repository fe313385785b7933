// Package fence keeps Kustomize to the files of the repository. Left to itself
// Kustomize starts git and opens connections for anything that looks like an
// address, in any field that names a file.
//
// There are two fences, each of which holds alone. Local reads the kustomization
// files before Kustomize does, and refuses every name that is not one of an
// existing file or folder, with its place. Offline runs Kustomize in a process
// that finds no program to start and refuses every request.
//
// It refuses to judge what is in the files: that is for package check.
package fence
