// Package check runs all checks over what was rendered, before anything is written.
// Each check reports everything that it finds, as a diagnostic with place and cure; none
// changes anything or looks at the disk.
package check
