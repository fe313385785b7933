package value

import "slices"

// Selects tells whether a label selector of Kubernetes selects something with
// these labels. An empty selector selects everything; none, or what is no
// selector, nothing.
func Selects(selector any, labels map[string]string) bool {
	if _, isSelector := selector.(map[string]any); !isSelector {
		return false
	}
	for key, want := range TextMap(selector, "matchLabels") {
		if got, there := labels[key]; !there || got != want {
			return false
		}
	}
	for _, e := range Items(selector, "matchExpressions") {
		if !meets(e, labels) {
			return false
		}
	}
	return true
}

func meets(expression any, labels map[string]string) bool {
	got, there := labels[Text(expression, "key")]
	in := slices.Contains(Texts(expression, "values"), got)
	switch Text(expression, "operator") {
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
