// Package azure stands for the parts of Azure that Terraform's azurerm backend
// talks to, on loopback: Azurite for blobs, and an endpoint that gives a token
// to whoever asks. A proxy leads the real host names there and refuses every
// other name, so the backend is configured as in production and nothing leaves
// the machine.
//
// Azurite checks a token's audience, issuer and time; nobody checks its
// signature, or that a federated credential fits. Roles do not exist.
package azure
