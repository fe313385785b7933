package html

import "example.com/metaflow-gitops/generator/report"

// Row is one line of a change: what both sides have, or what the older and the
// newer side have at this place. A side that has nothing here is nil.
type Row struct {
	Both          string
	Before, After []Segment
}

// inPage is what a page has room for: it is where the shorter forms point to.
var inPage = report.Bounds{Lines: 3000, Width: 4000, Context: 4}

// rows puts the lines that go beside those that come in their place.
func rows(lines []report.Line) []Row {
	var all []Row
	for len(lines) > 0 {
		gone, come := run(lines, '-'), []report.Line(nil)
		lines = lines[len(gone):]
		come = run(lines, '+')
		lines = lines[len(come):]
		for i := range max(len(gone), len(come)) {
			all = append(all, pairOf(gone, come, i))
		}
		for len(lines) > 0 && lines[0].Sign == ' ' {
			all, lines = append(all, Row{Both: lines[0].Text}), lines[1:]
		}
	}
	return all
}

// run is how far lines have one sign.
func run(lines []report.Line, sign byte) []report.Line {
	n := 0
	for n < len(lines) && lines[n].Sign == sign {
		n++
	}
	return lines[:n]
}

// pairOf is the i-th row of a block. Only blocks of one length are compared
// word by word: in others the lines beside each other have nothing in common.
func pairOf(gone, come []report.Line, i int) Row {
	var row Row
	if i < len(gone) {
		row.Before = plain(gone[i].Text)
	}
	if i < len(come) {
		row.After = plain(come[i].Text)
	}
	if len(gone) == len(come) {
		row.Before, row.After = words(gone[i].Text, come[i].Text)
	}
	return row
}
