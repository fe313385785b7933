// Package revision reads files as they are at a revision of git.
//
// It asks the git command, which knows every kind of repository: worktrees,
// alternates, SHA-256. It lists first and reads only what is asked for, so a
// file that has not changed since costs nothing but its hash.
//
// It refuses to change anything, and to reach for the network: what a shallow
// or partial clone lacks is an error that says how to get it.
package revision
