package killed

import (
	"os"
	"path/filepath"
	"time"
)

// watched are the folders in which a run changes something first, whatever it
// is about, and when they were changed last.
type watched map[string]time.Time

func watch(root string) watched {
	folders, _ := filepath.Glob(filepath.Join(root, "overlays/*/rendered"))
	w := watched{}
	for _, folder := range append(folders, filepath.Join(root, "terraform/stacks")) {
		w[folder] = changedLast(folder)
	}
	return w
}

func changedLast(folder string) time.Time {
	info, err := os.Stat(folder)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// untilFirst waits for the first change, and not longer than that.
func (w watched) untilFirst(longest time.Duration) {
	for begun := time.Now(); time.Since(begun) < longest; time.Sleep(100 * time.Microsecond) {
		for folder, then := range w {
			if !changedLast(folder).Equal(then) {
				return
			}
		}
	}
}
