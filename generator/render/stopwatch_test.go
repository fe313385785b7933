package render

import (
	"testing"
	"time"

	"example.com/metaflow-gitops/generator/limit"
)

// TestStopwatch holds that a build is over by the processor's time that it had, and by
// the clock only after much longer.
func TestStopwatch(t *testing.T) {
	had, knows := processorTime()
	if !knows {
		t.Skip("this system does not tell what a process had of its processors")
	}
	now := time.Now()
	for _, c := range []struct {
		name string
		w    stopwatch
		want bool
	}{
		{"just begun", stopwatch{now, had, true}, false},
		{"waited for its turn", stopwatch{now.Add(-2 * limit.BuildTime), had, true}, false},
		{"waited for ever", stopwatch{now.Add(-2 * limit.BuildPatience), had, true}, true},
		{"had too much", stopwatch{now, had - 2*limit.BuildTime, true}, true},
		{"by the clock where nothing else is known", stopwatch{now.Add(-2 * limit.BuildTime), 0, false}, true},
		{"by the clock, in time", stopwatch{now, 0, false}, false},
	} {
		if got := c.w.isOver(); got != c.want {
			t.Errorf("%s: over is %v", c.name, got)
		}
	}
}
