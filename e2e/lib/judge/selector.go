package judge

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
)

// parseSelector reads a label selector of an object.
func parseSelector(raw map[string]any) (labels.Selector, error) {
	var s v1.LabelSelector
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(raw, &s); err != nil {
		return nil, fmt.Errorf("reading a selector: %w", err)
	}
	return v1.LabelSelectorAsSelector(&s)
}
