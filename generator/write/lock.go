package write

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"example.com/metaflow-gitops/generator/tree"
)

// Lock keeps the runs in one repository apart: any number may read at once, and
// who writes is alone. The kernel drops it with the process, and it leaves no
// file. Where a system or a file system knows no such locks, there is none.
type Lock struct {
	// Alone is for a run that writes.
	Alone bool
	// Patience is how long to wait for others.
	Patience time.Duration
	// Talk is where a run says that it waits.
	Talk io.Writer
}

const (
	quiet = time.Second // before it says so
	pause = 20 * time.Millisecond
)

// Take waits for the lock, and gives what drops it again.
func (l Lock) Take(ctx context.Context, root *os.Root) (drop func(), err error) {
	// The folder of the stacks is there in every repository.
	folder, err := root.Open(tree.Stacks)
	if err != nil {
		return func() {}, nil // reading the stacks will say why
	}
	if err := l.wait(ctx, folder); err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	return func() { _ = folder.Close() }, nil
}

func (l Lock) wait(ctx context.Context, folder *os.File) error {
	said := false
	for begun := time.Now(); !tryLock(folder, l.Alone); { //nolint:forbidigo // how long a run waits is in no output
		waited := time.Since(begun)
		if waited > l.Patience {
			return fmt.Errorf("another run of the generator has been working in this repository for %s; wait for its end, or end it", l.Patience)
		}
		if waited > quiet && !said {
			said = true
			fmt.Fprintln(l.Talk, "waiting for another run of the generator in this repository")
		}
		select {
		case <-ctx.Done():
			return errors.New("interrupted; nothing was written")
		case <-time.After(pause):
		}
	}
	return nil
}
