package value

import (
	"bytes"
	"regexp"
)

// A Document is one of those in a YAML file.
type Document struct {
	Line int // in the file, of its first line that is more than a comment, from 1
	Text []byte
}

var (
	documentStart = regexp.MustCompile(`(?m)^---(?:[ \t].*)?\r?$\n?`)
	content       = regexp.MustCompile(`(?m)^[^#\s].*$`)
)

// Documents splits a YAML file. What has no content is no document.
func Documents(data []byte) []Document {
	var all []Document
	start := len(data) - len(bytes.TrimPrefix(data, []byte("\ufeff")))
	add := func(end int) {
		text := data[start:end]
		if first := content.FindIndex(text); first != nil {
			all = append(all, Document{Line: 1 + bytes.Count(data[:start+first[0]], []byte("\n")), Text: text})
		}
	}
	for _, at := range documentStart.FindAllIndex(data, -1) {
		add(at[0])
		start = at[1]
	}
	add(len(data))
	return all
}
