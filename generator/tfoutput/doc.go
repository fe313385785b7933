// Package tfoutput reads the outputs of one Terraform workspace into typed
// values.
//
// It takes three documents and tells them apart by content: what `terraform
// output -json` prints, a version-4 state file, and a recorded outputs.json.
// Types are Terraform's own (cty), sensitive values carry a mark from the
// first moment on, and every value knows its line in the document.
//
// The package knows nothing of any contract: which outputs there must be is
// the stack's business. It never writes, and no diagnostic of it repeats a
// value.
package tfoutput
