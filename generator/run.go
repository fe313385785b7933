package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"syscall"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/sanitize"
	"example.com/metaflow-gitops/generator/state"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// Exit statuses of the command.
const (
	exitFine        = 0
	exitFailed      = 1
	exitDifferences = 2
)

// stdio are the three streams of the process.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

//go:embed help.txt
var helpText string

// run is the whole command: arguments in, exit status out.
func run(args []string, std stdio) int {
	status, err := runArguments(args, std)
	if err != nil {
		fmt.Fprintf(std.err, "error: %s\n", sanitize.Lines(err.Error()))
		return exitFailed
	}
	return status
}

// runArguments runs a command, or the daily run that flags alone ask for.
func runArguments(args []string, std stdio) (int, error) {
	if c, err := commandIn(args); c != nil || err != nil {
		if err != nil {
			return exitFailed, err
		}
		return c.run(args[1:], std)
	}
	o, err := parseOptions(args)
	switch {
	case err != nil:
		return exitFailed, err
	case o.help:
		return help(nil, std)
	case o.version:
		fmt.Fprintln(std.out, versionLine())
		return exitFine, nil
	}
	result := runIn(o, std)
	if err := show(o, result, std); err != nil {
		return exitFailed, err
	}
	return result.status(o), nil
}

// runIn runs the command in the repository.
func runIn(o options, std stdio) result {
	root, err := openRoot(o.root)
	if err != nil {
		return result{err: err}
	}
	defer root.Close()
	ctx := context.Background()
	if o.refresh {
		// Only what waits for others is interrupted gently.
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
	}
	notes, end, err := begin(ctx, o, root, std.err)
	if err != nil {
		return result{err: err}
	}
	defer end()
	if r := lookAround(o, root); cannotGoOn(r.diags, r.err) {
		return r
	}
	r := runMode(ctx, o, root, std.in)
	r.notes = append(notes, r.notes...)
	return r
}

// request is what the options want read.
func (o options) request(root *os.Root, stdin io.Reader) load.Request {
	r := load.Request{Root: root, Stacks: o.stacks, Outputs: o.outputs, Plan: o.plan, Stdin: stdin, Record: o.refresh, Override: o.force}
	if o.against != "" {
		r.Stacks = append(slices.Clone(r.Stacks), o.against)
	}
	if o.refresh {
		r.States = &state.Reader{Folder: filepath.Join(root.Name(), "terraform"), Timeout: o.timeout}
	}
	return r
}

// runMode does what the options ask for.
func runMode(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	switch {
	case o.adopt:
		return adoptEdits(ctx, o, root, stdin)
	case o.explain != "":
		return explainObject(ctx, o, root, stdin)
	case o.against != "":
		return compareStacks(ctx, o, root, stdin)
	case o.diff != "":
		return reviewStacks(ctx, o, root, stdin)
	}
	return generate(ctx, o, root, stdin)
}

// lookAround finds what must not be read at all: a pipe keeps its reader waiting,
// and a link leads elsewhere.
func lookAround(o options, root *os.Root) (r result) {
	irregular, err := tree.Find(root.FS().(tree.FS))
	for _, i := range irregular {
		if i.IsEdit() && o.force {
			continue // which is replaced
		}
		r.diags = append(r.diags, diag.Error(diag.File(i.Path), "Not a regular file", i.Says()))
	}
	r.err = err
	return r
}

// openRoot opens the root of the repository, which is known by its stacks.
func openRoot(dir string) (*os.Root, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the root of the repository: %w", err)
	}
	if info, err := root.Stat(tree.Stacks); err != nil || !info.IsDir() {
		return nil, errors.Join(fmt.Errorf("%q is not the root of the repository: it has no folder terraform/stacks; name the root with --root", dir), root.Close())
	}
	return root, nil
}

func versionLine() string {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	return "metaflow-gitops generator " + version + ", output contract 1"
}

// status is the exit status that a result means.
func (r result) status(o options) int {
	switch {
	case r.err != nil || r.diags.HasErrors():
		return exitFailed
	case r.report != nil && r.report.Differs(), o.check && len(r.changes.Differences()) > 0:
		return exitDifferences
	}
	return exitFine
}

// cannotGoOn reports whether the run cannot go on.
func cannotGoOn(diags hcl.Diagnostics, err error) bool { return err != nil || diags.HasErrors() }
