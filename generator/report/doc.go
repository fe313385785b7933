// Package report is what a review comes to: of each stack what changes, why, what
// of it is risky, and what failed. The packages below it are its forms.
//
// Secrets are taken out before a report is shown, and each form escapes what it
// quotes, so that no value can break out. It refuses to read or write anything,
// and to show a side that could not be rendered as if its objects were gone.
package report
