// Package markdown shows a report as a comment on a pull request, which shrinks
// in steps until it fits.
package markdown
