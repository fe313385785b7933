package check

import (
	"fmt"
	"slices"
)

// selects tells whether a label selector of Kubernetes selects something with
// these labels. An empty selector selects everything, and none nothing.
func selects(selector any, labels map[string]string) bool {
	if selector == nil {
		return false
	}
	for key, value := range textMap(selector, "matchLabels") {
		if got, there := labels[key]; !there || got != value {
			return false
		}
	}
	for _, e := range itemsOf(selector, "matchExpressions") {
		if !meets(e, labels) {
			return false
		}
	}
	return true
}

func meets(expression any, labels map[string]string) bool {
	value, there := labels[textOf(expression, "key")]
	in := slices.Contains(stringsOf(expression, "values"), value)
	switch textOf(expression, "operator") {
	case "In":
		return there && in
	case "NotIn":
		return !there || !in
	case "Exists":
		return there
	case "DoesNotExist":
		return !there
	}
	return false
}

// pinned gives the values that a selector demands of a label; without any the
// selector lets every value through.
func pinned(selector any, key string) []string {
	if value, there := get(selector, "matchLabels").(map[string]any); there && value[key] != nil {
		return []string{fmt.Sprint(value[key])}
	}
	for _, e := range itemsOf(selector, "matchExpressions") {
		if textOf(e, "key") == key && textOf(e, "operator") == "In" {
			return stringsOf(e, "values")
		}
	}
	return nil
}
