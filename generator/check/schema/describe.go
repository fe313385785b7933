package schema

import (
	"fmt"
	"slices"
	"strconv"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
)

var typeNames = map[openapi.Type]string{
	openapi.Object: "a map", openapi.Array: "a list", openapi.String: "a string", openapi.Integer: "a whole number", openapi.Number: "a number",
	openapi.Boolean: "true or false", openapi.IntOrString: "a whole number or a string", openapi.Quantity: "an amount, such as 500m or 2Gi",
}

// describe says what a value is, and what it says where that is short and can be no
// secret.
func (w *trail) describe(v any) string {
	text, isNumber := numberText(v)
	hidden := w.isHidden()
	switch v := v.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "a map"
	case []any:
		return "a list"
	case string:
		if hidden {
			return "a string"
		}
		return "the string " + quote(v)
	}
	switch {
	case isNumber && hidden:
		return "a number"
	case isNumber:
		return "the number " + text
	}
	return fmt.Sprint(v)
}

// quoted is a text in quotes, or that it is not shown.
func (w *trail) quoted(s string) string {
	if w.isHidden() {
		return "something that is not shown here"
	}
	return quote(s)
}

func quote(s string) string {
	if len(s) > 80 {
		s = s[:77] + "..."
	}
	return strconv.Quote(s)
}

// private are fields, and kinds, whose values may be what nobody should read in a log.
var private = []string{"args", "command", "data", "stringData", "binaryData", "encryptedData", "annotations", "parameters"}

// isHidden reports whether a value at the path so far may be a secret.
func (w *trail) isHidden() bool {
	inEnvironment := false
	for i, s := range w.path {
		if s.inList {
			continue
		}
		if slices.Contains(private, s.key) || i > 0 && w.root.APIVersion == "keda.sh/v1alpha1" && s.key == "metadata" {
			return true
		}
		inEnvironment = inEnvironment && s.key != "name" || s.key == "env"
	}
	return inEnvironment
}
