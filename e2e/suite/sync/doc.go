// Package sync holds the tests that run on a real control plane, with the real
// controllers of Flux and Argo CD. `make e2e` runs all of them; without
// METAFLOW_E2E they are skipped.
package sync
