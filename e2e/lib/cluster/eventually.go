package cluster

import (
	"context"
	"fmt"
	"time"
)

// Eventually waits until a condition holds. The condition also gives its state
// in words, which the error repeats when time is up; an error of its own ends
// the waiting at once.
func Eventually(ctx context.Context, within time.Duration, what string, holds func(context.Context) (bool, string, error)) error {
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	state := "nothing seen yet"
	for {
		ok, now, err := holds(ctx)
		if err != nil {
			return fmt.Errorf("waiting until %s: %w", what, err)
		}
		if ok {
			return nil
		}
		if ctx.Err() == nil {
			state = now
		}
		select {
		case <-whole.Done():
			return fmt.Errorf("waiting until %s: %w", what, whole.Err())
		case <-ctx.Done():
			return fmt.Errorf("waiting until %s: not within %s: %s", what, within, state)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
