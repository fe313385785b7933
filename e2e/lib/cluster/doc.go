// Package cluster runs a Kubernetes control plane on this machine: the real
// etcd, API server, controller manager and scheduler, and kwok in place of
// kubelets, so pods become Ready but no container ever runs.
//
// It listens on the loopback alone, keeps its state in one folder, and stops
// whatever it started.
package cluster
