package auth

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
)

// report is what is printed at the end.
type report struct {
	mu       sync.Mutex
	rows     []*row
	skipped  []string
	mappings []mapping
}

type row struct {
	stack, subject          string
	passed, failed, skipped int
}

// results are those of this process: TestMain prints them after the last test.
var results report

func (r *report) row(stack, subject string) *row {
	for _, known := range r.rows {
		if known.stack == stack && known.subject == subject {
			return known
		}
	}
	r.rows = append(r.rows, &row{stack: stack, subject: subject})
	return r.rows[len(r.rows)-1]
}

func (r *report) done(stack, subject string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.row(stack, subject).failed++
		return
	}
	r.row(stack, subject).passed++
}

func (r *report) skip(stack, subject, name, why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.row(stack, subject).skipped++
	r.skipped = append(r.skipped, fmt.Sprintf("SKIPPED %s/%s/%s: %s", stack, subject, name, why))
}

// mapped notes what is not as it is rendered, once for each stack.
func (r *report) mapped(w *world) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slices.ContainsFunc(r.mappings, func(m mapping) bool { return m.stack == w.stack }) {
		return
	}
	for _, m := range w.mappings {
		m.stack, m.to = w.stack, strings.ReplaceAll(m.to, w.folder, "FOLDER")
		r.mappings = append(r.mappings, m)
	}
}

func (r *report) print(out io.Writer) {
	if len(r.mappings) > 0 {
		printMappings(out, r.mappings)
	}
	if len(r.rows) == 0 {
		return
	}
	fmt.Fprintln(out)
	for _, line := range r.skipped {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "stack\tsubject\tpassed\tfailed\tskipped")
	for _, row := range r.rows {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\n", row.stack, row.subject, row.passed, row.failed, row.skipped)
	}
	table.Flush()
}

// weakened counts a case that had to fail, and what it came to.
func (r *report) weakened(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	row := r.row("prod", "apache, weakened")
	if err == nil {
		row.failed++
		return
	}
	row.passed++
}
