package untrusted

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A run may take so much time of the processors, whatever it is given, and so much time of people: it may wait for its
// turn on a busy machine, but for nothing else.
const (
	limit    = 10 * time.Second
	patience = 3 * limit
)

// ran is what came of a run.
type ran struct {
	status         int // -1 if it had to be ended
	stdout, stderr string
	took           time.Duration // of the processors
	tried          []string      // what nobody allowed
	wrote          []string      // what is not as it was
}

// watched runs a program in a tree, under all the watchers.
type watched struct {
	t       *testing.T
	tree    tree
	sensors *sensors
}

func watch(t *testing.T) watched { w := newTree(t); return watched{t, w, newSensors(t)} }

// generator runs a build of the generator.
func (w watched) generator(program string, args ...string) ran {
	w.t.Helper()
	args = append([]string{"--root", w.tree.folder, "--format", "json"}, args...)
	revision := ""
	if at := slices.Index(args, "--diff"); at >= 0 {
		revision = args[at+1]
	}
	judge := func(c call) bool { return isAllowed(c, w.tree.folder, revision) }
	before := w.tree.manifest()
	r := w.run(w.sensors.env(), patience, judge, program, args...)
	r.wrote = w.tree.manifest().changed(before)
	return r
}

// run runs a command under strace, if there is one, and asks all that watched.
func (w watched) run(env []string, patience time.Duration, judge func(call) bool, program string, args ...string) ran {
	w.t.Helper()
	argv := append([]string{program}, args...)
	traceFile := filepath.Join(filepath.Dir(w.sensors.bin), "trace")
	if shared.strace != "" {
		argv = append([]string{shared.strace, "-f", "--seccomp-bpf", "-qq", "-s", "65536", "-e", "signal=none", "-e", traced, "-o", traceFile, "--"}, argv...)
	}
	r := w.start(env, patience, argv)
	r.tried = w.sensors.seen(judge)
	if shared.strace != "" {
		r.tried = append(r.tried, readTrace(w.t, traceFile).tried(judge)...)
	}
	return r
}

func (w watched) start(env []string, patience time.Duration, argv []string) ran {
	w.t.Helper()
	ctx, stop := context.WithTimeout(w.t.Context(), patience)
	defer stop()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Env = w.tree.folder, env
	// All that it starts ends with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	r := ran{status: cmd.ProcessState.ExitCode(), took: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) && ctx.Err() == nil {
		w.t.Fatal(err)
	}
	if ctx.Err() != nil {
		r.status = -1
	}
	r.stdout, r.stderr = stdout.String(), stderr.String()
	return r
}

// diagnostic is an error that the generator tells machines of.
type diagnostic struct {
	Severity, Summary, Detail string
	Subject                   struct {
		File string
		Line int
	}
}

// errors are the mistakes that the run told of.
func (r ran) errors(t *testing.T) []diagnostic {
	t.Helper()
	var told struct{ Diagnostics []diagnostic }
	if err := json.Unmarshal([]byte(r.stdout), &told); err != nil {
		return nil
	}
	return slices.DeleteFunc(told.Diagnostics, func(d diagnostic) bool { return d.Severity != "error" })
}

// names reports whether the run told of a mistake at one of these places.
func (r ran) names(t *testing.T, places []place) bool {
	t.Helper()
	return slices.ContainsFunc(r.errors(t), func(d diagnostic) bool {
		return slices.ContainsFunc(places, func(p place) bool {
			if d.Subject.File == "" { // of the environment: the file is in what it says
				return p.line == 0 && strings.Contains(d.Detail, p.file)
			}
			return d.Subject.File == p.file && (p.line == 0 || p.line == d.Subject.Line)
		})
	})
}

// mentions reports whether a mistake that the run told of is in a file, or has it in its words, or the component that it is of.
func (r ran) mentions(t *testing.T, file string) bool {
	t.Helper()
	return slices.ContainsFunc(r.errors(t), func(d diagnostic) bool {
		isOf := strings.HasPrefix(file, evil+"/") && (strings.HasPrefix(d.Subject.File, evil+"/") || strings.Contains(d.Detail, evil))
		return isOf || d.Subject.File == file || strings.Contains(d.Detail, file)
	})
}

// told is all that the run said, for a log.
func (r ran) told() string { return strings.TrimSpace(r.stdout + "\n" + r.stderr) }
