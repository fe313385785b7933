package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/report/markdown"
	"github.com/spf13/pflag"
)

// options are what the command line says.
type options struct {
	stacks        []string
	check         bool
	force         bool
	refresh       bool
	timeout       time.Duration
	outputs       string
	root          string
	format        string
	diff, against string
	explain, plan string
	// files are those of output, each with its form.
	files         []reportFile
	adopt         bool
	output        []string
	limit         int
	link          string
	help, version bool
}

// parseOptions reads the command line. Its errors are for people: what is
// wrong, and what was probably meant.
func parseOptions(args []string) (options, error) {
	var o options
	flags := pflag.NewFlagSet("generator", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringArrayVar(&o.stacks, "stack", nil, "")
	flags.BoolVar(&o.check, "check", false, "")
	flags.BoolVar(&o.force, "force", false, "")
	flags.BoolVar(&o.refresh, "refresh", false, "")
	flags.DurationVar(&o.timeout, "timeout", time.Minute, "")
	flags.StringVar(&o.outputs, "outputs", "", "")
	flags.StringVar(&o.root, "root", ".", "")
	flags.StringVar(&o.format, "format", "text", "")
	flags.StringVar(&o.diff, "diff", "", "")
	flags.StringVar(&o.against, "against", "", "")
	flags.StringVar(&o.explain, "explain", "", "")
	flags.BoolVar(&o.adopt, "adopt", false, "")
	flags.StringVar(&o.plan, "plan", "", "")
	flags.StringArrayVar(&o.output, "output", nil, "")
	flags.IntVar(&o.limit, "limit", markdown.GitHubLimit, "")
	flags.StringVar(&o.link, "link", "", "")
	flags.BoolVarP(&o.help, "help", "h", false, "")
	flags.BoolVar(&o.version, "version", false, "")
	err := flags.Parse(args)
	if err != nil {
		return o, explain(err, flags)
	}
	if err := o.validate(flags); err != nil {
		return o, err
	}
	o.files, err = o.reportFiles(flags)
	return o, err
}

// explain adds the near name to pflag's complaint about an unknown flag.
func explain(err error, flags *pflag.FlagSet) error {
	unknown := new(pflag.NotExistError)
	if !errors.As(err, &unknown) {
		return fmt.Errorf("%w; see --help", err)
	}
	var names []string
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := fact.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", unknown.GetSpecifiedName(), near)
	}
	return fmt.Errorf("%w; see --help", err)
}

func (o options) validate(flags *pflag.FlagSet) error {
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q; a stack is named with --stack %s", flags.Arg(0), flags.Arg(0))
	case o.check && o.force:
		return errors.New("--check writes nothing, so --force has no meaning with it; leave one out")
	case flags.Changed("timeout") && !o.refresh:
		return errors.New("--timeout bounds the reading of a live state; it needs --refresh")
	case o.timeout <= 0:
		return errors.New("--timeout must be longer than nothing, such as 30s")
	case flags.Changed("outputs") && len(o.stacks) != 1:
		return errors.New("--outputs is one stack's outputs; name that stack with one --stack")
	case flags.Changed("outputs") && o.outputs == "":
		return errors.New("--outputs needs a file, or - for standard input")
	}
	if err := o.validateReview(flags); err != nil {
		return err
	}
	return uniqueStacks(o.stacks)
}

func uniqueStacks(names []string) error {
	seen := map[string]bool{}
	for _, n := range names {
		if strings.TrimSpace(n) == "" {
			return errors.New("--stack needs the name of a stack; leave it out for all stacks")
		}
		if seen[n] {
			return fmt.Errorf("--stack %s stands twice; leave one out", n)
		}
		seen[n] = true
	}
	return nil
}

// isTrial reports whether the outputs of the run are others than the recorded ones.
func (o options) isTrial() bool { return o.plan != "" || o.outputs != "" }
