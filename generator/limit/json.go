package limit

import (
	"bytes"
	"fmt"
)

// The limits of documents that programs write.
const (
	// JSONDepth is how deep JSON may be nested: types are lists of lists in it.
	JSONDepth = 250
	// JSONValues is how many values a document may have.
	JSONValues = 1_000_000
	// Outputs is how many outputs a root module may have.
	Outputs = 5_000
)

// JSON reports a document that is nested too deep or has too many values. What is
// no JSON is for others to report.
func JSON(data []byte) error {
	depth, values, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == ',':
			values++
		}
		if depth > JSONDepth || values > JSONValues {
			line := 1 + bytes.Count(data[:i], []byte("\n"))
			return &Excess{line, fmt.Sprintf("It is nested more than %d levels deep, or has more than %d values, so it can hardly be of Terraform", JSONDepth, JSONValues)}
		}
	}
	return nil
}
