package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"example.com/metaflow-gitops/e2e/lib/programs"
)

// Options say what cluster to start.
type Options struct {
	Programs map[string]programs.Built
	Folder   string // for all of its state; made when missing
	Nodes    int    // fake ones, of 64 CPUs, 512 GiB, 4 TiB of disk and 500 pods each; 1 when 0
}

// Cluster is a running control plane.
type Cluster struct {
	Client
	Folder   string
	Programs map[string]programs.Built
	// Took says how long each component took to be ready, by its name.
	Took map[string]time.Duration

	ports     ports
	processes []*Process
}

// Start starts a cluster and waits until its nodes are Ready. The caller must
// Stop it.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	c := &Cluster{Folder: o.Folder, Programs: o.Programs, Took: map[string]time.Duration{}}
	if err := c.start(ctx, max(o.Nodes, 1)); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) start(ctx context.Context, nodes int) error {
	for _, f := range []string{"log", "etcd"} {
		if err := os.MkdirAll(filepath.Join(c.Folder, f), 0o755); err != nil {
			return fmt.Errorf("making the cluster's folder: %w", err)
		}
	}
	var err error
	if c.ports, err = freePorts(); err != nil {
		return err
	}
	if err := makeKeys(c.path("pki")); err != nil {
		return err
	}
	if err := c.writeKubeconfig(); err != nil {
		return err
	}
	if c.Client, err = NewClient(c.Kubeconfig()); err != nil {
		return err
	}
	steps := []func(context.Context) error{c.startEtcd, c.startAPIServer, c.startControllers, func(ctx context.Context) error { return c.startNodes(ctx, nodes) }}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Stop ends everything that was started in the cluster, the newest first.
func (c *Cluster) Stop() {
	for _, p := range slices.Backward(c.processes) {
		p.Stop()
	}
}

// Processes are what runs in the cluster, in the order of their start.
func (c *Cluster) Processes() []*Process { return c.processes }

// Process returns the one of a name.
func (c *Cluster) Process(name string) *Process {
	for _, p := range c.processes {
		if p.Name == name {
			return p
		}
	}
	panic("cluster: there is no process " + name)
}

// Dead returns an error that names each process that has ended by itself.
func (c *Cluster) Dead() error {
	var all error
	for _, p := range c.processes {
		if !p.Alive() {
			all = errors.Join(all, fmt.Errorf("%s has ended; see %s", p.Name, p.Log))
		}
	}
	return all
}

func (c *Cluster) path(elem ...string) string {
	return filepath.Join(append([]string{c.Folder}, elem...)...)
}

// timed notes how long a component takes.
func (c *Cluster) timed(name string, start time.Time) { c.Took[name] = time.Since(start) }
