package untrusted

import (
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// generators finds the processes that became a generator, and the line since which each is one.
func (tr trace) generators() map[int]int {
	since := map[int]int{}
	for _, e := range tr.events {
		if program, _ := e.argv(); e.isExec() && filepath.Base(program) == "generator" {
			since[tr.process(e.process)] = e.line
		}
	}
	return since
}

// below finds what generators started, themselves and how they ran other programs included.
func (tr trace) below(generators map[int]int) map[int]int {
	since := maps.Clone(generators)
	for grows := true; grows; {
		grows = false
		for child, b := range tr.births {
			from, isBelow := since[tr.process(b.parent)]
			if _, known := since[child]; isBelow && !known && b.line > from {
				since[child], grows = b.line, true
			}
		}
	}
	return since
}

// tried tells what the generators and what they started did, but for calls that are allowed.
func (tr trace) tried(isAllowed func(call) bool) []string {
	var all []string
	generators := tr.generators()
	below := tr.below(generators)
	runs, mayFork := map[int]bool{}, map[int]bool{}
	for _, e := range tr.events {
		process := tr.process(e.process)
		program, argv := e.argv()
		since, isBelow := below[process]
		switch {
		case !isBelow || e.line < since || e.line == generators[process]:
		case e.talks():
			all = append(all, e.call+"("+e.args)
		case e.isExec():
			runs[process] = true
			if !isAllowed(call{"generator", append([]string{program}, argv[min(1, len(argv)):]...)}) {
				all = append(all, started(e))
			} else {
				mayFork[tr.process(tr.births[process].parent)] = true
			}
		}
	}
	return append(all, tr.forked(generators, below, runs, mayFork)...)
}

// started tells of an execve: by its program and arguments, or as strace saw it where strace could not read them.
func started(e event) string {
	program, argv := e.argv()
	if program == "" {
		return "started " + e.call + "(" + e.args
	}
	return "started " + program + " as " + strings.Join(argv, " ")
}

// forked tells of processes that run no program of their own. One is Go's, which tries once, before it starts the
// first program, how it can wait for its end.
func (tr trace) forked(generators, below map[int]int, runs, mayFork map[int]bool) []string {
	var all []string
	for _, process := range slices.Sorted(maps.Keys(below)) {
		parent := tr.process(tr.births[process].parent)
		_, isGenerator := generators[process]
		switch {
		case runs[process] || isGenerator:
		case mayFork[parent]:
			mayFork[parent] = false
		default:
			all = append(all, "forked process "+strconv.Itoa(process))
		}
	}
	return all
}
