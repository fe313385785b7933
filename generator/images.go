package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/images"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/spf13/pflag"
)

// stackImages are the images of one stack, as `generator images` lists them.
type stackImages struct {
	Stack    string         `json:"stack"`
	Registry string         `json:"registry,omitempty"`
	Images   []images.Image `json:"images"`
}

// listImages lists what the stacks pull, and how to fill their registry mirrors.
func listImages(args []string, std stdio) (int, error) {
	o, err := parseImages(args)
	if err != nil {
		return exitFailed, err
	}
	r, lists := imagesIn(o, std)
	if cannotGoOn(r.diags, r.err) {
		if err := show(o, r, std); err != nil {
			return exitFailed, err
		}
		return exitFailed, nil
	}
	if o.format == "json" {
		encoder := json.NewEncoder(std.out)
		encoder.SetIndent("", "  ")
		return exitFine, encoder.Encode(lists)
	}
	for _, l := range lists {
		l.write(std.out)
	}
	return exitFine, nil
}

func parseImages(args []string) (options, error) {
	var o options
	flags := pflag.NewFlagSet("generator images", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringArrayVar(&o.stacks, "stack", nil, "")
	flags.StringVar(&o.root, "root", ".", "")
	flags.StringVar(&o.format, "format", "text", "")
	if err := flags.Parse(args); err != nil {
		return o, explain(err, flags)
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q; a stack is named with --stack %s", flags.Arg(0), flags.Arg(0))
	case o.format != "text" && o.format != "json":
		return o, fmt.Errorf("unknown format %q; there is text and json", o.format)
	}
	return o, nil
}

// imagesIn builds the stacks that are asked for, with their mirrors and without.
func imagesIn(o options, std stdio) (result, []stackImages) {
	root, err := openRoot(o.root)
	if err != nil {
		return result{err: err}, nil
	}
	defer root.Close()
	if r := lookAround(o, root); cannotGoOn(r.diags, r.err) {
		return r, nil
	}
	in, err := load.Read(context.Background(), o.request(root, std.in))
	if err != nil {
		return result{err: err}, nil
	}
	r := result{stacks: in.Asked, diags: in.Diags, sources: in.Sources, notes: in.Notes, outputs: in.Outputs, redactor: secret.NewRedactor(in.Secrets)}
	lists := []stackImages{}
	for _, s := range in.Stacks {
		if !slices.Contains(in.Asked, s.Name) {
			continue
		}
		built, diags := build.Stack(in.Base, s)
		r.diags = append(r.diags, diags...)
		published, _ := build.Stack(in.Base, images.Published(s))
		if built != nil && published != nil {
			lists = append(lists, stackImages{s.Name, registryOf(s), images.Of(built, published)})
		}
	}
	return r, lists
}

func registryOf(s *stack.Stack) string {
	if s.Contract.ImageRegistry == nil {
		return ""
	}
	return s.Contract.ImageRegistry.String()
}

// write lists the images of a stack, and the commands that fill its mirror.
func (l stackImages) write(w io.Writer) {
	fmt.Fprintf(w, "# Stack %s pulls:\n", l.Stack)
	for _, i := range l.Images {
		fmt.Fprintln(w, i.Pulled)
	}
	if l.Registry != "" {
		fmt.Fprintf(w, "# To fill %s, run as somebody who may import into it:\n", l.Registry)
	}
	for _, i := range l.Images {
		switch command := i.Import(l.Registry); {
		case l.Registry == "":
		case !i.IsTagged():
			fmt.Fprintf(w, "# %s: its tag is the one that its chart takes, unless the argument values sets one\n", i.Pulled)
		case command != "":
			fmt.Fprintln(w, command)
		case !i.IsFrom(l.Registry):
			fmt.Fprintf(w, "# %s: it is not pulled from there\n", i.Pulled)
		default:
			fmt.Fprintf(w, "# %s: a component or stack.hcl names it as it is pulled, so where it is published is not known here\n", i.Pulled)
		}
	}
	fmt.Fprintln(w)
}
