// Package terraform holds the tests that need more than Go: Terraform, its azurerm
// provider, Node for Azurite, and a shell. `make terraform-test` runs them. They are
// in a module of their own so that what they need weighs on nobody else.
package terraform
