package value

import (
	"bytes"
	"slices"
)

// A Document is one of those in a YAML file.
type Document struct {
	Line int    // in the file, where the text begins, from 1
	Text []byte // from the first line on that is more than a comment
}

// Documents splits a YAML file at its separators. What has no content is no
// document.
func Documents(data []byte) []Document {
	var all []Document
	var current Document
	number := 0
	for line := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		number++
		if isSeparator(line) {
			all, current = append(all, current), Document{}
			continue
		}
		if content := bytes.TrimSpace(line); current.Line == 0 && len(content) > 0 && content[0] != '#' {
			current.Line = number
		}
		if current.Line > 0 {
			current.Text = append(current.Text, line...)
		}
	}
	return slices.DeleteFunc(append(all, current), func(d Document) bool { return d.Line == 0 })
}

// isSeparator tells whether a line ends one document and begins the next.
func isSeparator(line []byte) bool {
	rest, is := bytes.CutPrefix(line, []byte("---"))
	return is && (len(rest) == 0 || bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0)
}
