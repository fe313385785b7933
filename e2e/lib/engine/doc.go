// Package engine runs what syncs a repository to a cluster: a git server, and
// the controllers of Flux or of Argo CD.
package engine
