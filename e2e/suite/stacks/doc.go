// Package stacks holds invented stacks to the real generator, and to the rules
// of Terraform's variables.
package stacks
