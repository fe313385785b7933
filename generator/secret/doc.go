// Package secret finds secrets in bytes: values that are known, in the
// encodings in which they could travel, and text that has the shape of a
// credential even if nobody marked it.
//
// It never returns the text that it found, only where it stands and what it
// is called, so that no caller can repeat it by mistake.
package secret
