// Package stacks invents stacks: complete, varied and always the same ones, for
// whatever needs more of them than the repository has. Stack number k is the
// same however many there are. All of it is computed; nothing here reads or
// writes a file. Everything that stack.hcl can say turns up in some stack, and
// none of them draws a diagnostic.
package stacks
