// Package fact holds the exact types of the generator's input: what Terraform
// and stack.hcl say is parsed into one of these once, at the edge, and nothing
// downstream ever handles the raw string.
//
// Every type is parsed by its UnmarshalText, whose error is the end of a
// sentence that starts with the field's name ("must be …") and tells what a
// good value looks like. It never repeats the value, since the caller knows
// whether the value may be shown. A zero value means "not given" and is never
// the result of a successful parse.
//
// The package refuses to know any cloud: host suffixes differ between Azure's
// sovereign clouds, so no suffix is written down here.
package fact
