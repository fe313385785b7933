// Package check proves things about what was rendered, before anything is
// written. Each proof returns every finding, as a diagnostic with place and
// cure; none of them changes anything or looks at the disk.
package check
