package untrusted

import (
	"fmt"
	"io"
	"sync"
	"text/tabwriter"
)

// score counts what became of the attacks, by build.
type score struct {
	mu    sync.Mutex
	lines []*scoreLine
}

type scoreLine struct {
	build                    string
	attacks, refused, caught int
	runs                     int
}

func (s *score) of(build string) *scoreLine {
	for _, l := range s.lines {
		if l.build == build {
			return l
		}
	}
	l := &scoreLine{build: build}
	s.lines = append(s.lines, l)
	return l
}

// add counts one attack on a build: whether all its runs refused it, and whether something came of it.
func (s *score) add(build string, runs int, isRefused, isCaught bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.of(build)
	l.attacks++
	l.runs += runs
	if isRefused {
		l.refused++
	}
	if isCaught {
		l.caught++
	}
}

func (s *score) print(w io.Writer) {
	if len(s.lines) == 0 {
		return
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "generator\tattacks\truns\trefused\tended without an error\tdid what was attacked\t")
	for _, l := range s.lines {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t\n", l.build, l.attacks, l.runs, l.refused, l.attacks-l.refused, l.caught)
	}
	table.Flush()
}
