package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"example.com/metaflow-gitops/e2e/lib/judge"
	"example.com/metaflow-gitops/e2e/lib/programs"
	"example.com/metaflow-gitops/e2e/lib/standin"
)

type options struct {
	cluster, folder string
	demo, pause     bool
}

// site is a cluster with an engine that syncs a copy of this repository.
type site struct {
	cluster    *cluster.Cluster
	git        *engine.GitServer
	repository *engine.Repository
	engine     syncer
	name       string // of the engine
	stack      string // the first on the cluster
	wanted     int    // how many objects of the engine's the stacks have
}

type syncer interface {
	Root(ctx context.Context, folder string) error
	Look(ctx context.Context) error
	Synced(ctx context.Context, revision string, wanted int, within time.Duration) error
}

func run(ctx context.Context, o options) error {
	if o.folder == "" {
		folder, err := os.MkdirTemp("", "metaflow-e2e-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		o.folder = folder
	}
	s, err := start(ctx, o)
	if s != nil {
		defer s.stop()
	}
	if err != nil {
		return err
	}
	if o.demo {
		return s.demo(ctx, o)
	}
	if _, err := s.sync(ctx, "first", func() error { return s.engine.Root(ctx, o.cluster) }); err != nil {
		return err
	}
	fmt.Printf(`%s has synced clusters/%s.

  export KUBECONFIG=%s
  git clone %s       push to it, and %s syncs within a minute

Everything is below %s. Stop it with make e2e-down, or here with Ctrl-C.
`, s.name, o.cluster, s.cluster.Kubeconfig(), s.git.URL(engine.Name), s.name, o.folder)
	<-ctx.Done()
	return nil
}

func start(ctx context.Context, o options) (*site, error) {
	cache, err := programs.Open(".", os.Stderr)
	if err != nil {
		return nil, err
	}
	built, err := cache.Build(ctx, programs.ControlPlane()...)
	if err != nil {
		return nil, err
	}
	s := &site{}
	fmt.Fprintln(os.Stderr, "starting etcd, API server, controller manager, scheduler and kwok")
	if s.cluster, err = cluster.Start(ctx, cluster.Options{Programs: built, Folder: o.folder}); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx, o, cache); err != nil {
		return s, err
	}
	return s, nil
}

func (s *site) prepare(ctx context.Context, o options, cache programs.Cache) error {
	if err := standin.Define(ctx, s.cluster, cache); err != nil {
		return err
	}
	go standin.Play(ctx, s.cluster.Client)
	var err error
	if s.git, err = engine.StartGitServer(filepath.Join(o.folder, "git")); err != nil {
		return err
	}
	generator := filepath.Join(o.folder, "generator")
	build := exec.CommandContext(ctx, "go", "build", "-o", generator, "./generator")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the generator: %w\n%s", err, out)
	}
	if s.repository, err = engine.NewRepository(s.git, filepath.Join(o.folder, "repository"), "..", generator); err != nil {
		return err
	}
	if err := s.repository.WithoutCharts(); err != nil {
		return err
	}
	return s.startEngine(ctx, o, cache)
}

// startEngine starts the engine that the stacks of the cluster are made for.
func (s *site) startEngine(ctx context.Context, o options, cache programs.Cache) error {
	files, err := s.repository.Files("clusters/" + o.cluster + "/*.yaml")
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("finding stacks: there are none in clusters/%s", o.cluster)
	}
	kind := ""
	for _, f := range files {
		stack, err := judge.ReadStack(s.repository.Folder, strings.TrimSuffix(filepath.Base(f), ".yaml"))
		if err != nil {
			return err
		}
		s.stack, kind = stack.Name, stack.Sync[0].GetKind()
		s.wanted += len(stack.Sync)
	}
	if kind == "Kustomization" {
		s.name = "Flux"
		fmt.Fprintln(os.Stderr, "starting Flux's source-controller and kustomize-controller")
		s.engine, err = engine.StartFlux(ctx, s.cluster, s.git, cache, engine.Bootstrap())
		return err
	}
	s.name, s.wanted = "Argo CD", len(files)
	fmt.Fprintln(os.Stderr, "starting Argo CD's repository server and application controller")
	s.engine, err = engine.StartArgoCD(ctx, s.cluster, s.git, cache)
	return err
}

// sync pushes, lets the engine look, and waits.
func (s *site) sync(ctx context.Context, message string, look func() error) (time.Duration, error) {
	revision, err := s.repository.Push(message)
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	if err := look(); err != nil {
		return 0, err
	}
	err = s.engine.Synced(ctx, revision, s.wanted, 5*time.Minute)
	return time.Since(begin), err
}

func (s *site) stop() {
	if s.git != nil {
		s.git.Stop()
	}
	s.cluster.Stop()
}
