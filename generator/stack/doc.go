// Package stack turns one stack's two inputs, its Terraform outputs and its
// stack.hcl, into one typed value: the Stack.
//
// Terraform owns the facts (Contract), stack.hcl owns the decisions (Config).
// Both are decoded by the same code, so a fact and a decision of the same kind
// are held to the same rules, and both remember where each field came from
// (Origin).
//
// The package reports every mistake it finds, not the first one, and refuses
// to guess: what is missing and has no default is an error. It reads bytes
// that others have read from disk, and knows nothing of Kubernetes objects.
package stack
