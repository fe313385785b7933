package untrusted

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// memoryLimit is how much memory a run may need, whatever it is given.
const memoryLimit = 1 << 30

// measure is what came of a run, and the most memory that it had.
type measure struct {
	ran
	memory int64
}

// measured runs a program without strace, which would cost time of its own, and ends it at the limits.
func (w watched) measured(program string, args []string) measure {
	w.t.Helper()
	ctx, stop := context.WithTimeout(w.t.Context(), patience)
	defer stop()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Env = w.tree.folder, w.sensors.env()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go endAt(ctx, cmd.Process.Pid, memoryLimit, stop)
	err := cmd.Wait()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		w.t.Fatal(err)
	}
	m := measure{ran: ran{status: cmd.ProcessState.ExitCode(), took: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), stdout: stdout.String(), stderr: stderr.String()}}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		m.memory = usage.Maxrss << 10
	}
	return m
}

// endAt ends a process that has more memory than it may, before the machine has none left.
func endAt(ctx context.Context, pid int, most int64, end func()) {
	for ctx.Err() == nil {
		data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		_, rest, _ := strings.Cut(string(data), "VmRSS:")
		var kib int64
		if _, err := fmt.Sscan(rest, &kib); err == nil && kib<<10 > most {
			end()
		}
		time.Sleep(20 * time.Millisecond)
	}
}
