package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"example.com/metaflow-gitops/generator/write"
)

// patience is how long a run waits for others in the same repository.
const patience = time.Minute

// begin makes sure that nobody writes while this run works, and nobody reads
// while it writes. A run that writes first puts in order what a killed one left.
func begin(ctx context.Context, o options, root *os.Root, talk io.Writer) (notes []string, end func(), err error) {
	end, err = write.Lock{Alone: o.writes(), Patience: patience, Talk: talk}.Take(ctx, root)
	if err != nil || !o.writes() {
		return nil, end, err
	}
	if notes, err = write.Resume(root); err == nil {
		err = write.Clean(root)
	}
	if err != nil {
		end()
		return nil, nil, fmt.Errorf("putting in order what a killed run left: %w", err)
	}
	return notes, end, nil
}

// writes reports whether the run is one that writes.
func (o options) writes() bool { return !o.check && !o.isReview() && o.explain == "" }
