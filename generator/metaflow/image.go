package metaflow

import "strings"

// pythons are the versions of Python that Metaflow 2.19 and the client libraries of
// Azure that the guide names run on. A step that names no image gets that of the version
// which starts the flow: plugins/kubernetes/kubernetes_decorator.py of Netflix/metaflow.
var pythons = []string{"3.9", "3.10", "3.11", "3.12", "3.13"}

// OldestPython is the first version of the range.
func OldestPython() string { return pythons[0] }

// NewestPython is the last one.
func NewestPython() string { return pythons[len(pythons)-1] }

// PythonImages are the images of those versions, as Metaflow names them.
func PythonImages() []string {
	var images []string
	for _, version := range pythons {
		images = append(images, "python:"+version)
	}
	return images
}

// HasRegistry reports whether a reference names a registry, as Metaflow sees it: what
// stands before a slash has a full stop or a colon.
func HasRegistry(reference string) bool {
	first, _, found := strings.Cut(reference, "/")
	return found && strings.ContainsAny(first, ".:")
}
