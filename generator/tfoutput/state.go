package tfoutput

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
)

// ParseState reads a whole state file as Parse reads a document. What Terraform says of the
// resources may be as large as the caller lets it be: it is left out first, and what is left
// is held to MaxSize.
func ParseState(path string, data []byte) (*Document, hcl.Diagnostics) {
	if diags := checkSyntax(path, data); diags.HasErrors() {
		return nil, diags
	}
	start, end := resourceList(data)
	if lines := bytes.Count(data[start:end], []byte("\n")); len(data)-(end-start)+lines <= MaxSize {
		data = bytes.Join([][]byte{data[:start], bytes.Repeat([]byte("\n"), lines), data[end:]}, nil) // with each line where it was
	}
	return Parse(path, data)
}

// resourceList returns what is between the brackets of the list "resources" at the top
// level of an object, or nothing of it.
func resourceList(data []byte) (start, end int) {
	depth := 0
	var name []byte // the last string at the top level, which before a bracket is the name of a member
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '"':
			from := i
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			if depth == 1 {
				name = data[from+1 : min(i, len(data))]
			}
		case '[', '{':
			if depth++; depth == 2 && c == '[' && string(name) == "resources" {
				start = i + 1
			}
		case ']', '}':
			if depth--; depth == 1 && start > 0 {
				return start, i
			}
		}
	}
	return 0, 0
}
