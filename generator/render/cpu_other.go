//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package render

import "time"

// processorTime is not known here.
func processorTime() (time.Duration, bool) { return 0, false }
