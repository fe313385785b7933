package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sigs.k8s.io/yaml"
)

// Decode reads YAML as Kubernetes does, and keeps numbers to the digit.
func Decode(text []byte) (map[string]any, error) {
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	var content any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&content); err != nil {
		return nil, err
	}
	fields, isMap := content.(map[string]any)
	if !isMap && content != nil {
		return nil, fmt.Errorf("no object, but a %s", typeName(content))
	}
	return fields, nil
}

func typeName(v any) string {
	switch v.(type) {
	case map[string]any:
		return "map"
	case []any:
		return "list"
	case string:
		return "string"
	case json.Number:
		return "number"
	case bool:
		return "boolean"
	}
	return "null"
}

// IsScalar reports whether a value is neither a map nor a list.
func IsScalar(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}
