package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/state"
	"github.com/hashicorp/hcl/v2"
)

const stacksFolder = "terraform/stacks"

// input is everything that is read from disk.
type input struct {
	names  []string // of all stacks of the repository
	stacks []*stack.Stack
	base   render.Base
	// outputs of all stacks that could be read, by stack.
	outputs map[string]outputs
	// states reads live states; nil without --refresh.
	states *state.Reader
	// secrets are the values of sensitive outputs, as far as they are known.
	secrets *secret.Known
	// notes are what a person should know, but nothing is wrong with.
	notes   []string
	isAsked func(name string) bool
	// decisions are the stack.hcl that could be read, and faults what is wrong
	// with a stack, both by stack.
	decisions map[string][]byte
	faults    map[string]hcl.Diagnostics
	// sources are the files that diagnostics may quote.
	sources map[string]*hcl.File
	diags   hcl.Diagnostics
}

// readInput reads the bases and all stacks. Stacks that were not asked for are
// read as well, since stacks of one cluster must not collide, but their
// mistakes are not reported.
func readInput(ctx context.Context, o options, root *os.Root, stdin io.Reader) (*input, error) {
	in := &input{sources: map[string]*hcl.File{}, outputs: map[string]outputs{}, secrets: new(secret.Known),
		decisions: map[string][]byte{}, faults: map[string]hcl.Diagnostics{}}
	in.isAsked = func(name string) bool { return isAsked(o, name) }
	if o.refresh {
		in.states = newStates(o, root)
	}
	if err := in.findStacks(o, root); err != nil {
		return nil, err
	}
	in.refuseUnknown(o.stacks)
	if err := in.readBase(root); err != nil || in.base.Files == nil {
		return in, err // nothing can be built on what is above a limit
	}
	for _, name := range in.names {
		asked := isAsked(o, name)
		s, diags, err := in.readStack(ctx, o, root, stdin, name)
		if err != nil && asked {
			return nil, err
		}
		switch {
		case asked:
			in.diags, in.faults[name] = append(in.diags, diags...), diags
		case s == nil:
			in.warnUnread(name)
		}
		if s != nil {
			in.stacks = append(in.stacks, s)
		}
	}
	in.learnSecrets()
	in.diags = append(in.diags, stack.CheckFleet(in.stacks, func(name string) bool { return isAsked(o, name) })...)
	return in, nil
}

// warnUnread says that a stack which was not asked for could not be read.
func (in *input) warnUnread(name string) {
	in.diags = append(in.diags, diag.Warning(diag.File(path.Join(stacksFolder, name)), "Stack not compared", fmt.Sprintf("Stack %q has mistakes of its own, so this run could not tell whether it collides with yours. Run the generator with --stack %s to see them.", name, name)))
}

// isAsked tells whether a stack is to be generated in this run.
func isAsked(o options, name string) bool {
	return len(o.stacks) == 0 || slices.Contains(o.stacks, name) || name == o.against
}

// asked lists the stacks that are to be generated in this run.
func (in *input) asked(o options) []string {
	return slices.DeleteFunc(slices.Clone(in.names), func(name string) bool { return !isAsked(o, name) })
}

func (in *input) findStacks(o options, root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), stacksFolder)
	if err != nil {
		return fmt.Errorf("listing stacks: %w", err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		var name fact.StackName
		err := name.UnmarshalText([]byte(e.Name()))
		switch {
		case err == nil:
			in.names = append(in.names, e.Name())
		case isAsked(o, e.Name()):
			in.fault(path.Join(stacksFolder, e.Name()), "Invalid stack name", fmt.Sprintf("The folder %q cannot be a stack: its name %s. Rename it.", e.Name(), err))
		}
	}
	return nil
}

func (in *input) refuseUnknown(asked []string) {
	for _, name := range asked {
		if !slices.Contains(in.names, name) {
			cure := fact.Suggest(name, in.names)
			if cure == "" {
				cure = fmt.Sprintf(". There are %v.", in.names)
			}
			in.diags = append(in.diags, stack.UnknownStack(name, cure))
		}
	}
}

// readBase reads every file below base/, if all are within the limits.
func (in *input) readBase(root *os.Root) error {
	files, total := map[string][]byte{}, 0
	err := fs.WalkDir(root.FS(), "base", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[p], err = readUpTo(root, p, limit.FileSize)
		if total += len(files[p]); total > limit.TreeSize {
			in.fault("base", "Too much to read", fmt.Sprintf("The files of base/ have more than %d MiB. Move what is not a base elsewhere.", limit.TreeSize>>20))
			return fs.SkipAll
		}
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("reading base: %w", err)
	case total > limit.TreeSize:
		return nil
	}
	base, diags := render.NewBase(files)
	in.base, in.diags = base, append(in.diags, diags...)
	return nil
}

// readUpTo reads a file, and no more of it than one byte beyond a limit.
func readUpTo(root *os.Root, p string, most int64) ([]byte, error) {
	f, err := root.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

func (in *input) readStack(ctx context.Context, o options, root *os.Root, stdin io.Reader, name string) (*stack.Stack, hcl.Diagnostics, error) {
	src := stack.Source{Name: name, Filename: path.Join(stacksFolder, name, "stack.hcl")}
	text, diags, err := readDecisions(root, src.Filename)
	if err != nil {
		return nil, nil, err
	}
	if more := in.refuseCredentials(src.Filename, text); more.HasErrors() {
		text, diags = nil, append(diags, more...) // not even parsed: diagnostics quote values
	}
	src.HCL, in.decisions[name] = text, text
	if utf8.Valid(text) && !hasLongLine(text) {
		in.sources[src.Filename] = &hcl.File{Bytes: text}
	}
	out, err := in.readOutputs(ctx, o, root, stdin, name)
	if err != nil {
		return nil, nil, err
	}
	in.outputs[name] = out
	doc, diags := out.doc, append(diags, out.diags...)
	switch {
	case text == nil:
		return nil, diags, nil
	case doc == nil:
		return nil, append(diags, stack.CheckSyntax(src)...), nil
	}
	src.Outputs = doc
	s, more := stack.Parse(src)
	return s, append(diags, more...), nil
}

// hasLongLine reports whether a text has a line that is too long to be quoted.
func hasLongLine(text []byte) bool {
	for line := range bytes.Lines(text) {
		if len(line) > 1000 {
			return true
		}
	}
	return false
}

// readDecisions reads stack.hcl, and no more of it than the limit.
func readDecisions(root *os.Root, p string) ([]byte, hcl.Diagnostics, error) {
	data, err := readUpTo(root, p, stack.MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hcl.Diagnostics{diag.Error(diag.File(p), "Missing stack.hcl", "A stack needs a stack.hcl, even if it is empty. Create it, or remove the folder if the stack is gone.")}, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading %q: %w", p, err)
	}
	if len(data) > stack.MaxSize {
		return nil, hcl.Diagnostics{diag.Error(diag.File(p), "stack.hcl too large", fmt.Sprintf("It is larger than %d MiB, so it can hardly be decisions of people. Restore it from git.", stack.MaxSize>>20))}, nil
	}
	return data, nil, nil
}

// refuseCredentials finds credentials that somebody wrote into stack.hcl.
func (in *input) refuseCredentials(p string, text []byte) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, m := range secret.FindShapes(text) {
		d := diag.Error(diag.File(p), "Credential in stack.hcl", fmt.Sprintf("Something here looks like %s. Put it into Key Vault and give the name of that Key Vault secret; if it was committed, replace it.", m.Name))
		d.Subject.Start = hcl.Pos{Line: 1 + bytes.Count(text[:m.Start], []byte("\n")), Column: 1, Byte: m.Start}
		d.Subject.End = d.Subject.Start
		diags = append(diags, d)
	}
	return diags
}

func (in *input) fault(p, summary, detail string) {
	in.diags = append(in.diags, diag.Error(diag.File(p), summary, detail))
}
