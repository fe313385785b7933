// Command up brings the example stacks of one cluster to a real control plane
// with the real controllers, and leaves it running to look around in.
//
//	go run ./up -cluster aks-metaflow-prod          Flux
//	go run ./up -cluster aks-metaflow-research      Argo CD
//	go run ./up -demo                               tell the story and end
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var o options
	flag.StringVar(&o.cluster, "cluster", "aks-metaflow-prod", "the folder below clusters/ that is synced")
	flag.StringVar(&o.folder, "folder", "", "where state, logs and kubeconfig are kept; without it, a new one that is deleted at the end")
	flag.BoolVar(&o.demo, "demo", false, "show how a change gets from an output to the cluster, and end")
	flag.BoolVar(&o.pause, "pause", false, "with -demo: wait for the return key after each step")
	flag.Parse()
	if err := run(ctx, o); err != nil {
		fmt.Fprintf(os.Stderr, "error: %v\n", err)
		os.Exit(1)
	}
}
