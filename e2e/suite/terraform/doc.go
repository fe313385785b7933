// Package terraform holds the tests that need more than Go: Terraform, its azurerm
// provider, Node for Azurite, and a shell. `make terraform-test` runs them. They are
// in a module of their own so that what they need weighs on nobody else.
//
// The provider is the real one, and Azure is a stand-in (package arm). A first
// apply takes a minute and more, so there is one, and a case goes on from its state.
package terraform
