// Package text shows a report, and the answers of --explain, for a terminal or a
// log.
package text
