package manifest

import (
	"slices"
	"strings"
)

// patch adds what a podSpecPatch says. It is a text, into which Argo may put values.
func (p *Pod) patch(fields map[string]any, path []string) {
	const field = "podSpecPatch"
	if fields[field] == nil {
		return
	}
	at := below(path, field)
	patch, isRead := readPatch(fields[field])
	if !isRead {
		p.Unread = at
		return
	}
	for key, v := range patch {
		switch key {
		case "volumes":
			p.Spec[key] = append(slices.Clone(Items(p.Spec, key)), Items(v)...)
		case "containers", "initContainers":
			for _, c := range Maps(v) {
				p.Containers = append(p.Containers, Container{Text(c, "name"), at, c, false})
			}
		default:
			p.Spec[key] = v
		}
	}
	if patch["serviceAccountName"] != nil || patch["serviceAccount"] != nil {
		p.AccountAt = at
	}
}

// readPatch reads a podSpecPatch. One whose fields are known only when it runs cannot
// be read.
func readPatch(v any) (map[string]any, bool) {
	text, isText := v.(string)
	if !isText {
		return nil, false
	}
	content, err := Decode([]byte(text))
	patch, isMap := content.(map[string]any)
	return patch, err == nil && isMap && !hasTemplatedKey(patch)
}

func hasTemplatedKey(v any) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, hasTemplatedKey)
	case map[string]any:
		for key, item := range v {
			if strings.Contains(key, "{{") || hasTemplatedKey(item) {
				return true
			}
		}
	case string:
		return strings.HasPrefix(strings.TrimSpace(v), "{{") && strings.Contains(v, "{{=")
	}
	return false
}
