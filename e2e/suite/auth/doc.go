// Package auth is the contract of the authenticated endpoints, held against a
// real auth proxy in front of stand-ins for the services, with a real OpenID
// provider. All of it is tests; `make auth-test` runs them, and the README says
// what is real and what is not.
package auth
