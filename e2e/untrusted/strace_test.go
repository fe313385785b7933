package untrusted

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// traced are the system calls by which a process starts another one or talks to anybody.
const traced = "trace=execve,execveat,clone,clone3,fork,vfork,connect,sendto,sendmsg,sendmmsg"

// event is one system call of a process: a start of a program, or a try to talk.
type event struct {
	process int
	call    string // its name
	args    string // as strace prints them
}

// trace is what strace saw.
type trace struct {
	events []event
	parent map[int]int // of each process
	leader map[int]int // the process of each thread
}

var (
	entered  = regexp.MustCompile(`^(\d+) +(?:<\.\.\. )?([a-z0-9_]+)(\(| resumed>)(.*)`)
	returned = regexp.MustCompile(`\) += (\d+)$`)
	quoted   = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
)

// readTrace reads what strace -f wrote.
func readTrace(t *testing.T, name string) trace {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tr := trace{parent: map[int]int{}, leader: map[int]int{}}
	pending := map[int]string{} // clone calls that have not returned
	for line := range strings.Lines(string(data)) {
		m := entered.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue // a signal or an end
		}
		id, _ := strconv.Atoi(m[1])
		args := pending[id] + m[4]
		delete(pending, id)
		switch isStart := m[3] == "("; {
		case strings.HasPrefix(m[2], "clone") || strings.HasSuffix(m[2], "fork"):
			if strings.HasSuffix(args, "<unfinished ...>") {
				pending[id] = args
				continue
			}
			tr.born(id, args)
		case isStart:
			tr.events = append(tr.events, event{id, m[2], m[4]})
		}
	}
	for i := range tr.events {
		tr.events[i].process = tr.process(tr.events[i].process)
	}
	return tr
}

// born notes the child of a clone call: a thread, or a process.
func (tr trace) born(id int, args string) {
	m := returned.FindStringSubmatch(args)
	if m == nil {
		return // it failed
	}
	child, _ := strconv.Atoi(m[1])
	if strings.Contains(args, "CLONE_THREAD") {
		tr.leader[child] = id
	} else {
		tr.parent[child] = id
	}
}

// process is the process that a thread belongs to.
func (tr trace) process(id int) int {
	for tr.leader[id] != 0 {
		id = tr.leader[id]
	}
	return id
}

// argv is the program of an execve, and its arguments.
func (e event) argv() (program string, argv []string) {
	file, rest, _ := strings.Cut(e.args, ", [")
	list, _, _ := strings.Cut(rest, "], ")
	for _, m := range quoted.FindAllStringSubmatch(list, -1) {
		argv = append(argv, m[1])
	}
	if m := quoted.FindStringSubmatch(file); m != nil {
		program = m[1]
	}
	return program, argv
}

func (e event) isExec() bool { return strings.HasPrefix(e.call, "exec") }

// talks reports whether the call names somebody to talk to.
func (e event) talks() bool { return !e.isExec() && strings.Contains(e.args, "sa_family=") }

// below lists the processes that come of some processes, these included.
func (tr trace) below(roots []int) []int {
	found := slices.Clone(roots)
	for changed := true; changed; {
		changed = false
		for child, parent := range tr.parent {
			if slices.Contains(found, tr.process(parent)) && !slices.Contains(found, child) {
				found, changed = append(found, child), true
			}
		}
	}
	return found
}

// tried tells what the generators and what they started did, but for calls that are allowed.
func (tr trace) tried(isGenerator func(program string) bool, isAllowed func(call) bool) []string {
	var generators []int
	for _, e := range tr.events {
		if program, _ := e.argv(); e.isExec() && isGenerator(program) {
			generators = append(generators, e.process)
		}
	}
	var all []string
	below := tr.below(generators)
	started, mayStart := map[int]bool{}, map[int]bool{}
	for _, e := range tr.events {
		program, argv := e.argv()
		switch {
		case !slices.Contains(below, e.process):
		case e.talks():
			all = append(all, e.call+"("+e.args)
		case e.isExec() && !(slices.Contains(generators, e.process) && isGenerator(program)):
			started[e.process] = true
			if !isAllowed(call{program, argv}) {
				all = append(all, "started "+program+" as "+strings.Join(argv, " "))
			} else {
				mayStart[tr.process(tr.parent[e.process])] = true
			}
		}
	}
	return append(all, tr.forked(below, generators, started, mayStart)...)
}

// forked tells of processes that run no program of their own. One is Go's, which tries once, before it starts the
// first program, how it can wait for its end.
func (tr trace) forked(below, generators []int, started, mayStart map[int]bool) []string {
	var all []string
	for _, process := range below {
		parent := tr.process(tr.parent[process])
		switch {
		case started[process] || slices.Contains(generators, process):
		case mayStart[parent]:
			mayStart[parent] = false
		default:
			all = append(all, "forked process "+strconv.Itoa(process))
		}
	}
	return all
}
