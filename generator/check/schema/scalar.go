package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
)

func (w *walker) wrongType(s *openapi.Schema, v any) {
	cure := fmt.Sprintf("Write %s.", typeNames[s.Type])
	text, isText := v.(string)
	switch _, isNumber := numberText(v); {
	case s.Type == openapi.String && v != nil && !isMapOrList(v):
		cure = "Put it in quotes."
	case isText && (s.Type == openapi.Boolean || s.Type == openapi.Integer || s.Type == openapi.Number) && looksLike(s.Type, text):
		cure = "Remove the quotes."
	case s.Type == openapi.Array && (isText || isNumber):
		cure = "Write a list, with - before each item."
	}
	w.report(WrongType, w.key(), fmt.Sprintf("is %s, but must be %s", w.describe(v), typeNames[s.Type]), cure)
}

func isMapOrList(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

func looksLike(t openapi.Type, text string) bool {
	if t == openapi.Boolean {
		return text == "true" || text == "false"
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

// numberText is a number in digits, whatever type a decoder gave it.
func numberText(v any) (string, bool) {
	switch v := v.(type) {
	case json.Number:
		return v.String(), true
	case int:
		return strconv.Itoa(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	case uint64:
		return strconv.FormatUint(v, 10), true
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case int32, uint32, uint, float32:
		return fmt.Sprint(v), true
	}
	return "", false
}

func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	text, is := numberText(v)
	if !is {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil || math.IsInf(n, 0)
}

// scalar checks a value that is neither a map nor a list.
func (w *walker) scalar(s *openapi.Schema, v any) {
	if !isOfType(s, v) {
		w.wrongType(s, v)
		return
	}
	if text, is := v.(string); is && text == "" && s.Has(openapi.Native) && s.Type != openapi.Quantity {
		return // as if it was not given
	}
	if s.Type == openapi.Quantity && !isQuantity(v) {
		w.report(Malformed, markOf(v), fmt.Sprintf("is %s, which is not an amount", w.describe(v)), "Write a number, with one of the units m, k, M, G, T, Ki, Mi, Gi, Ti after it where it needs one.")
		return
	}
	w.enum(s, v)
	w.scalarLimits(s, v)
}

// isOfType reports whether a value is of the type that a schema says.
func isOfType(s *openapi.Schema, v any) bool {
	_, isText := v.(string)
	n, isNumber := numberOf(v)
	isWhole := isNumber && n == math.Trunc(n) && !math.IsInf(n, 0)
	switch s.Type {
	case openapi.String:
		return isText
	case openapi.Integer:
		return isWhole && inRange(s.Format, n)
	case openapi.Number:
		return isNumber
	case openapi.Boolean:
		_, is := v.(bool)
		return is
	case openapi.IntOrString:
		return isText || isWhole && inRange("int32", n)
	case openapi.Quantity:
		return isText || isNumber
	}
	return true
}

func inRange(format string, n float64) bool {
	switch format {
	case "int32":
		return n >= math.MinInt32 && n <= math.MaxInt32
	case "int64":
		return n >= -(1<<63) && n < 1<<63
	}
	return true
}

// enum holds a value to those that there are.
func (w *walker) enum(s *openapi.Schema, v any) {
	if len(s.Enum) == 0 {
		return
	}
	text, isText := v.(string)
	if number, is := numberText(v); is {
		text = number
	} else if !isText {
		text = fmt.Sprint(v)
	}
	if slices.Contains(s.Enum, text) {
		return
	}
	cure := fmt.Sprintf("Write one of %s.", strings.Join(s.Enum, ", "))
	if near := nearest(text, s.Enum); near != "" && len(s.Enum) > 1 {
		cure = fmt.Sprintf("Did you mean %q? %s", near, cure)
	}
	if len(s.Enum) == 1 {
		cure = fmt.Sprintf("Write %s.", s.Enum[0])
	}
	w.report(NotAllowed, markOf(v), fmt.Sprintf("is %s, which is not one of its values", w.describe(v)), cure)
}

// markOf is what to look for in a manifest: a text that is long enough to be peculiar.
func markOf(v any) string {
	if text, is := v.(string); is && len(text) > 2 && !strings.Contains(text, "\n") {
		return text
	}
	return ""
}
