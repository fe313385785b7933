package check

import (
	"path"
	"strings"
)

// An ignoreLine is one pattern of a .sourceignore, in git's syntax as Flux's
// source-controller reads it: a pattern that matches a folder matches all that is
// in it, and the last pattern that matches a file decides.
type ignoreLine struct {
	folder     string // of the .sourceignore, from the root; "" is the root
	number     int    // of the line, from 1
	text       string
	parts      []string
	isAnywhere bool // one name, of the file or of any folder above it
	isKept     bool // it starts with an exclamation mark
	isFolder   bool // it ends in a slash, so no file has this name
}

// ignoreLines reads a .sourceignore.
func ignoreLines(file string, data []byte) []ignoreLine {
	var lines []ignoreLine
	for i, text := range strings.Split(string(data), "\n") {
		text = strings.TrimSuffix(text, "\r")
		if strings.HasPrefix(text, "#") || strings.TrimSpace(text) == "" {
			continue
		}
		l := ignoreLine{folder: strings.TrimPrefix(path.Dir(file), "."), number: i + 1, text: text}
		if !strings.HasSuffix(text, `\ `) {
			text = strings.TrimRight(text, " ")
		}
		text, l.isKept = strings.CutPrefix(text, "!")
		text, l.isFolder = strings.CutSuffix(text, "/")
		l.isAnywhere = !strings.Contains(text, "/")
		l.parts = strings.Split(strings.TrimPrefix(text, "/"), "/")
		lines = append(lines, l)
	}
	return lines
}

// matches tells whether a file is the pattern's, by its path from the root.
func (l ignoreLine) matches(file string) bool {
	if l.folder != "" {
		within, inside := strings.CutPrefix(file, l.folder+"/")
		if !inside {
			return false
		}
		file = within
	}
	names := strings.Split(file, "/")
	if !l.isAnywhere {
		return l.leads(l.parts, names)
	}
	for i := range names {
		if l.leads(l.parts, names[i:]) {
			return true
		}
	}
	return false
}

// leads tells whether a pattern matches the start of a path: a folder above the
// file, or the file itself.
func (l ignoreLine) leads(parts, names []string) bool {
	switch {
	case len(parts) == 0:
		return len(names) > 0 || !l.isFolder
	case parts[0] == "**" && len(parts) == 1:
		return len(names) > 0
	case parts[0] == "**":
		for i := range names {
			if l.leads(parts[1:], names[i:]) {
				return true
			}
		}
		return false
	case len(names) == 0:
		return false
	}
	is, err := path.Match(parts[0], names[0])
	return err == nil && is && l.leads(parts[1:], names[1:])
}

// ignoring is the line that keeps a file from the cluster, or nil.
func ignoring(lines []ignoreLine, file string) *ignoreLine {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].matches(file) {
			if lines[i].isKept {
				return nil
			}
			return &lines[i]
		}
	}
	return nil
}
