package check

import "fmt"

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
