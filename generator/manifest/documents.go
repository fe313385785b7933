package manifest

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
		if rest, is := separated(line); is {
			all, current = append(all, current), Document{}
			line = rest // on which the next document may begin
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

// separated reports whether a line ends one document, and gives what it has of the
// next one.
func separated(line []byte) (rest []byte, is bool) {
	rest, is = bytes.CutPrefix(line, []byte("---"))
	if !is || len(rest) > 0 && bytes.IndexByte([]byte(" \t\r\n"), rest[0]) < 0 {
		return nil, false
	}
	return rest, true
}
