package untrusted

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// traced are the system calls by which a process starts another one or talks to anybody.
const traced = "trace=execve,execveat,clone,clone3,fork,vfork,connect,sendto,sendmsg,sendmmsg"

// event is one system call of a process: a start of a program, or a try to talk.
type event struct {
	line    int // of what strace wrote
	process int
	call    string // its name
	args    string // as strace prints them
}

// birth is how a process came to be.
type birth struct{ line, parent int }

// trace is what strace saw.
type trace struct {
	events []event
	births map[int]birth // of processes
	leader map[int]int   // the process of each thread
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
	tr := trace{births: map[int]birth{}, leader: map[int]int{}}
	pending := map[int]event{} // calls of clone that have not returned
	for n, line := range strings.Split(string(data), "\n") {
		m := entered.FindStringSubmatch(line)
		if m == nil {
			continue // a signal or an end
		}
		id, _ := strconv.Atoi(m[1])
		e := event{line: n, process: id, call: m[2], args: m[4]}
		isStart := m[3] == "("
		switch {
		case !isStart && pending[id].call == e.call:
			p := pending[id]
			p.args += e.args
			tr.born(p)
			delete(pending, id)
		case !isStart:
		case !e.clones():
			tr.events = append(tr.events, e)
		case strings.HasSuffix(e.args, "<unfinished ...>"):
			pending[id] = e
		default:
			tr.born(e)
		}
	}
	return tr
}

func (e event) clones() bool {
	return strings.HasPrefix(e.call, "clone") || strings.HasSuffix(e.call, "fork")
}

// born notes the child of a clone call: a thread, or a process.
func (tr trace) born(e event) {
	m := returned.FindStringSubmatch(e.args)
	if m == nil {
		return // it failed
	}
	child, _ := strconv.Atoi(m[1])
	if strings.Contains(e.args, "CLONE_THREAD") {
		tr.leader[child] = e.process
	} else {
		tr.births[child] = birth{e.line, e.process}
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
