// Package review tells what changes between two sets of rendered objects, by
// meaning: what an API server would take as the same is the same.
//
// It is a function from values to values and then to text. Compare gives the
// changes of one stack, Causes ties each to the input that changed, Risks
// names what a reviewer must not miss, and a Report of all stacks is shown as
// text, Markdown, JSON or one HTML page. Secrets are taken out before there is
// a Report, and each form escapes what it quotes, so no value can break out.
//
// It refuses to read or write anything, and to show a side that could not be
// rendered as if its objects were gone.
package review
