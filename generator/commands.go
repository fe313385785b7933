package main

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// command is something that is done to a repository as a whole. The daily run
// over its stacks is no command: it is what flags alone ask for.
type command struct {
	name string
	run  func(args []string, std stdio) (int, error)
}

// commands are all that there are, by their place in the help.
func commands() []command {
	return []command{
		{"images", listImages},
		{"help", help},
	}
}

// commandIn finds the command that the arguments begin with, or nil for flags.
func commandIn(args []string) (*command, error) {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return nil, nil
	}
	var names []string
	for _, c := range commands() {
		if c.name == args[0] {
			return &c, nil
		}
		names = append(names, c.name)
	}
	if near := fact.Nearest(args[0], names); near != "" {
		return nil, fmt.Errorf("unknown command %q; did you mean %q?", args[0], near)
	}
	return nil, fmt.Errorf("unknown command %q; there is %s, and a stack is named with --stack %s", args[0], strings.Join(names, ", "), args[0])
}

func help(args []string, std stdio) (int, error) {
	if len(args) > 0 {
		return exitFailed, fmt.Errorf("help takes no arguments, and %q is one; it tells of everything", args[0])
	}
	fmt.Fprint(std.out, helpText)
	return exitFine, nil
}
