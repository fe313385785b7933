// Package html shows a report as one HTML page that needs nothing else: an
// overview of the stacks, the picture of each, and all changes, side by side
// or in one column.
//
// It is a function from a report to text. The page loads nothing, and its own
// policy forbids it to. All that it says is in it without its script, which
// only adds the filter, keys and what the reader chose the last time. A report
// is to be redacted before.
package html
