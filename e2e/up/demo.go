package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"example.com/metaflow-gitops/e2e/lib/programs"
)

// demo tells the story in the commands that a person would give. Each one is
// run for real, and what it prints is shown.
func (s *site) demo(ctx context.Context, o options) error {
	outputs := "terraform/stacks/" + s.stack + "/outputs.json"
	old, changed := "psql-metaflow-"+s.stack+".", "psql-metaflow-"+s.stack+"-2."
	steps := []struct {
		says string
		run  func() error
	}{
		{"Terraform's outputs and a stack.hcl are the input. Generating writes nothing when nothing has changed.", func() error { return s.show(ctx, "generator", "--check") }},
		{"Push it. " + s.name + " finds the stack, and brings it up step by step.", func() error {
			return s.timed(ctx, "first", func() error { return s.engine.Root(ctx, o.cluster) })
		}},
		{"This is on the cluster now. The pods are kwok's: they are Ready, but nothing runs in them.", func() error { return s.show(ctx, "kubectl", "get", "deployments,pods", "--namespace=metaflow") }},
		{"Let the database move: Terraform would record another host in outputs.json.", func() error {
			if err := s.repository.Replace(outputs, old, changed); err != nil {
				return err
			}
			return s.show(ctx, "git", "diff", "--unified=0", outputs)
		}},
		{"Generate. The change set is what the pull request will show.", func() error { return s.show(ctx, "generator", "--stack", s.stack) }},
		{"What a reviewer reads of it: the rendered objects.", func() error {
			return s.show(ctx, "git", "diff", "--unified=1", "overlays/"+s.stack+"/rendered/metaflow-deployment-ui-backend.yaml")
		}},
		{"Merge. " + s.name + " brings the change, and nothing else.", func() error {
			return s.timed(ctx, "Move the database", func() error { return s.engine.Look(ctx) })
		}},
		{"The cluster runs with the new host.", func() error {
			return s.show(ctx, "kubectl", "get", "deployment", "ui-backend", "--namespace=metaflow", `--output=jsonpath={.spec.template.spec.containers[0].env[?(@.name=="MF_METADATA_DB_HOST")].value}{"\n"}`)
		}},
	}
	for i, step := range steps {
		fmt.Printf("\n%d. %s\n\n", i+1, step.says)
		if err := step.run(); err != nil {
			return err
		}
		if o.pause {
			fmt.Print("\n[return] ")
			if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
				return nil
			}
		}
	}
	return nil
}

// show prints a command as a person would type it, and what it says.
func (s *site) show(ctx context.Context, program string, args ...string) error {
	fmt.Printf("    $ %s %s\n", program, strings.Join(args, " "))
	cmd := exec.CommandContext(ctx, s.path(program), args...)
	cmd.Dir = s.repository.Folder
	cmd.Env = append(os.Environ(), "KUBECONFIG="+s.cluster.Kubeconfig(), "GIT_PAGER=cat")
	out, err := cmd.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		fmt.Print("    ", line)
	}
	if err != nil {
		return fmt.Errorf("running %s: %w", program, err)
	}
	return nil
}

func (s *site) path(program string) string {
	switch program {
	case "generator":
		return filepath.Join(s.cluster.Folder, "generator")
	case "kubectl":
		return s.cluster.Programs[programs.Kubectl.Name].Path
	}
	return program
}

func (s *site) timed(ctx context.Context, message string, look func() error) error {
	fmt.Printf("    $ git commit --all --message %q && git push\n", message)
	took, err := s.sync(ctx, message, look)
	if err != nil {
		return err
	}
	fmt.Printf("    ready everywhere %.1f s after the push\n", took.Round(100*time.Millisecond).Seconds())
	return nil
}
