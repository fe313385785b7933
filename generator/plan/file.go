package plan

import "example.com/metaflow-gitops/generator/manifest"

// File is one generated YAML file: one or more documents below a comment.
type File struct {
	// Path is relative to the overlay, with slashes.
	Path      string
	Documents []manifest.Map
}

// Raw is one generated file that is no YAML.
type Raw struct {
	Path string
	Data []byte
}

// each returns the values as a list.
func each[T any](values []T, to func(int, T) any) manifest.List {
	list := make(manifest.List, len(values))
	for i, v := range values {
		list[i] = to(i, v)
	}
	return list
}

// names returns plain strings as a list.
func names(values ...string) manifest.List {
	return each(values, func(_ int, v string) any { return v })
}
