package render

import (
	"time"

	"example.com/metaflow-gitops/generator/limit"
)

// stopwatch measures a build by the time of the processors, so that a busy machine
// refuses nothing: there a build only waits longer for its turn.
type stopwatch struct {
	start time.Time
	had   time.Duration // of the processors, before
	knows bool
}

func newStopwatch() stopwatch {
	had, knows := processorTime()
	return stopwatch{time.Now(), had, knows}
}

// isOver reports whether the build has had all the time that it may have.
func (w stopwatch) isOver() bool {
	now, _ := processorTime()
	most := limit.BuildPatience
	if !w.knows {
		most = limit.BuildTime
	}
	return w.knows && now-w.had > limit.BuildTime || time.Since(w.start) > most
}
