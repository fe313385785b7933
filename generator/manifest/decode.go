package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sigs.k8s.io/yaml"
)

// Decode reads one document of YAML as Kubernetes does, and keeps numbers to the
// digit.
func Decode(text []byte) (any, error) {
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	var content any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return content, d.Decode(&content)
}

// Object reads a document that is an object, or has nothing at all.
func (d Document) Object() (Object, error) {
	content, err := Decode(d.Text)
	if err != nil {
		return Object{}, err
	}
	fields, isMap := content.(map[string]any)
	if !isMap && content != nil {
		return Object{}, fmt.Errorf("no object, but a %s", typeName(content))
	}
	return New(fields), nil
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
