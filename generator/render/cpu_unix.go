//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package render

import (
	"syscall"
	"time"
)

// processorTime is how much of the processors this process has had.
func processorTime() (time.Duration, bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
