package limit

import (
	"bytes"
	"fmt"
)

// The limits of documents that programs write.
const (
	// JSONDepth is how deep JSON may be nested: types are lists of lists in it.
	JSONDepth = 250
	// Outputs is how many outputs a root module may have.
	Outputs = 5_000
	// OutputValues is how many values they may have, all together.
	OutputValues = 50_000
)

// JSON reports a document that is nested too deep. What is no JSON is for others
// to report.
func JSON(data []byte) error {
	if _, line := measureJSON(data); line > 0 {
		return &Excess{line, fmt.Sprintf("It is nested more than %d levels deep here, so it can hardly be of Terraform", JSONDepth)}
	}
	return nil
}

// JSONValues is about how many values JSON has.
func JSONValues(data []byte) int {
	values, _ := measureJSON(data)
	return values
}

// measureJSON counts values until they are nested too deep, at a line.
func measureJSON(data []byte) (values, tooDeepAt int) {
	depth, quoted := 0, false
	values = 1
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > JSONDepth {
				return values, 1 + bytes.Count(data[:i], []byte("\n"))
			}
			values++
		case c == ']' || c == '}':
			depth--
		case c == ',':
			values++
		}
	}
	return values, 0
}
