package standin

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// Kinds are those of which the definition is one of our own, minimal, and so says nothing
// of what the real one refuses.
func Kinds() (map[string]bool, error) {
	definitions, err := ourDefinitions()
	if err != nil {
		return nil, err
	}
	kinds := map[string]bool{}
	for _, d := range definitions {
		kind, _, err := unstructured.NestedString(d.Object, "spec", "names", "kind")
		if err != nil {
			return nil, err
		}
		kinds[kind] = true
	}
	return kinds, nil
}
