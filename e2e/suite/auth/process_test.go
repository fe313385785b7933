package auth

import (
	"os/exec"
	"syscall"
	"time"
)

// process is a running proxy.
type process struct {
	command *exec.Cmd
	done    chan struct{}
}

func (p *process) running() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// stop ends it as a cluster does: by a signal, and then the hard way.
func (p *process) stop() {
	_ = p.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
		_ = p.command.Process.Kill()
		<-p.done
	}
}
