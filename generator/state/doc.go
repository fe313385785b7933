// Package state reads the Terraform state of one workspace from wherever the
// root module's own backend configuration says that it is.
//
// A local state and a blob of the azurerm backend are read directly, with no
// initialisation and no Terraform; every other backend is asked through
// `terraform state pull` (or `tofu`). It only ever reads: it takes no lock,
// selects no workspace for others and creates none. What it returns is the
// document as it is, secrets included, for package tfoutput to parse; none of
// its errors repeats any of it.
package state
