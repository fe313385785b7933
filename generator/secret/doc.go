// Package secret finds secrets in bytes: values that are known, and text that
// looks like a credential even if nobody marked it, both in every encoding in
// which they could travel.
//
// A text is read as it is, and as it reads once its escapes, percent signs,
// entities, base64 and hexadecimal digits are undone, one within the other. What
// only stands in for a credential, as documentation has it, is none.
//
// It never returns the text that it found, only its place and what it is called,
// so that no caller can repeat it by mistake.
package secret
