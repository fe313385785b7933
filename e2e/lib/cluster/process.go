package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// A Process is a server that can be stopped, killed and started again. Its
// output goes to a file.
type Process struct {
	Name string
	Log  string // the path of its output

	program string
	args    []string
	env     []string

	mu      sync.Mutex
	cmd     *exec.Cmd
	done    chan struct{}
	peak    int // of earlier lives, in KiB
	started time.Time

	starting sync.Mutex
	stopped  bool // by Stop
}

// Run starts a server in the cluster; Stop of the cluster ends it.
func (c *Cluster) Run(name, program string, env []string, args ...string) (*Process, error) {
	p := &Process{Name: name, Log: filepath.Join(c.Folder, "log", name+".log"), program: program, args: args, env: env}
	if err := p.Start(); err != nil {
		return nil, err
	}
	c.processes = append(c.processes, p)
	return p, nil
}

// Start starts the process, unless it is running.
func (p *Process) Start() error {
	p.starting.Lock()
	defer p.starting.Unlock()
	p.stopped = false
	return p.start()
}

// start is for who holds the lock.
func (p *Process) start() error {
	if p.done != nil && p.Alive() {
		return nil
	}
	log, err := os.OpenFile(p.Log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("opening the log of %s: %w", p.Name, err)
	}
	defer log.Close()
	cmd := exec.Command(p.program, p.args...)
	cmd.Env = append(os.Environ(), p.env...)
	cmd.Stdout, cmd.Stderr = log, log
	// A signal from the terminal goes to us, and we stop things in order.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", p.Name, err)
	}
	done := make(chan struct{})
	p.mu.Lock()
	p.cmd, p.done, p.started = cmd, done, time.Now()
	p.mu.Unlock()
	go func() {
		_ = cmd.Wait() // Alive tells
		close(done)
	}()
	return nil
}

// keep starts the process again whenever it ends by itself, until Stop.
func (p *Process) keep() {
	for {
		<-p.ended()
		time.Sleep(100 * time.Millisecond) // what cannot start does not take the machine
		p.starting.Lock()
		over := p.stopped || p.start() != nil // Dead tells
		p.starting.Unlock()
		if over {
			return
		}
	}
}

// ended is closed when the process has ended.
func (p *Process) ended() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}

// Alive reports whether the process runs.
func (p *Process) Alive() bool { return !isClosed(p.ended()) }

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// Stop asks the process to end, and kills it after a grace period.
func (p *Process) Stop() {
	p.starting.Lock()
	p.stopped = true
	p.starting.Unlock()
	p.end(syscall.SIGTERM)
	select {
	case <-p.ended():
	case <-time.After(5 * time.Second):
		p.Kill()
	}
}

// Kill ends the process the hard way.
func (p *Process) Kill() {
	p.end(syscall.SIGKILL)
	<-p.ended()
}

// end sends a signal to the process and to whatever it started.
func (p *Process) end(signal syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if isClosed(p.done) {
		return
	}
	p.peak = max(p.peak, p.residentPeak())
	if err := syscall.Kill(-p.cmd.Process.Pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		panic("cluster: signalling our own child: " + err.Error())
	}
}

// Peak is the largest resident set of the process over its lives, in KiB.
func (p *Process) Peak() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.peak, p.residentPeak())
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// residentPeak is 0 for a process that has ended.
func (p *Process) residentPeak() int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	m := highWater.FindSubmatch(data)
	if m == nil {
		return 0
	}
	kib, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return 0
	}
	return kib
}
