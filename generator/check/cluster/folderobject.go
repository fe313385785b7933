package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/manifest"
)

// objects checks of a file of people that it holds objects, none of which is a
// stack's, or leads to one.
func (f *folderCheck) objects(name string) {
	if path.Ext(name) == ".jsonnet" {
		f.fault(name, 1, "Program in the folder of a cluster", "Argo CD runs this file and applies what it returns, which is not known before. Put what it returns here, as YAML.")
		return
	}
	if e := new(limit.Excess); errors.As(limit.YAML(f.People[name]), &e) {
		f.fault(name, e.Line, "File above a limit", "%s.", e.Says)
		return
	}
	for i, d := range manifest.Documents(f.People[name]) {
		o, err := manifest.Decode(d.Text)
		switch isObject := err == nil && f.isObject(o); {
		case err == nil && f.isEmpty(o):
		case isObject:
			f.once(name, d.Line, o)
			for _, item := range manifest.Items(o, "items") {
				f.once(name, d.Line, item)
			}
		case f.Flux == nil && i == 0 && path.Ext(name) != ".json" && !isLikeManifest(f.People[name]):
			return // Argo CD does
		case err != nil:
			f.fault(name, d.Line, "Invalid YAML", "The engine cannot read this document, so no stack of the cluster would be synced: %s. Correct it.", inOneLine(err))
		default:
			f.fault(name, d.Line, "No object", "The engine takes every document here for an object, and this one has no kind or no metadata.name, so no stack of the cluster would be synced. Move the file out of clusters/.")
		}
	}
}

// isEmpty reports whether an engine passes over a document.
func (f *folderCheck) isEmpty(o any) bool {
	m, isMap := o.(map[string]any)
	return o == nil || isMap && len(m) == 0 && f.Flux != nil
}

// isObject reports whether an engine takes a document for an object. Only Flux
// asks for a name so early.
func (f *folderCheck) isObject(o any) bool {
	kind := manifest.Text(o, "kind")
	return kind != "" && (f.Flux == nil || strings.HasSuffix(kind, "List") || manifest.Text(o, "metadata", "name") != "")
}

// isLikeManifest is how Argo CD tells a manifest with a mistake from a file that
// is something else.
func isLikeManifest(data []byte) bool {
	for _, word := range []string{"apiVersion:", "kind:", "metadata:"} {
		if !bytes.Contains(data, []byte(word)) {
			return false
		}
	}
	return true
}

// once checks that an object of people is not a stack's, and applies no overlay
// that a stack's objects apply.
func (f *folderCheck) once(name string, line int, o any) {
	who := fmt.Sprintf("%s %q", manifest.Text(o, "kind"), manifest.Text(o, "metadata", "name"))
	if own := f.owners[identity(o)]; own != "" {
		f.fault(name, line, "Object is synced twice", "%s is in %s too, and an engine would apply one of them or none. Remove it here.", who, path.Join(f.Path, own))
	} else if own := f.owners[sourceOf(o)]; own != "" {
		f.fault(name, line, "Object is synced twice", "%s applies the same folder of the same source as %s. Two owners of one object fight over it: remove this one.", who, path.Join(f.Path, own))
	}
}

func ownersOf(stacks map[string][]manifest.Map) map[string]string {
	owners := map[string]string{}
	for own, documents := range stacks {
		for _, d := range documents {
			o := d.Plain()
			owners[identity(o)] = own
			if source := sourceOf(o); source != "" {
				owners[source] = own
			}
		}
	}
	return owners
}

// identity is what makes two objects one to the API server.
func identity(o any) string {
	group, _, _ := strings.Cut(manifest.Text(o, "apiVersion"), "/")
	return strings.Join([]string{group, manifest.Text(o, "kind"), manifest.Text(o, "metadata", "namespace"), manifest.Text(o, "metadata", "name")}, " ")
}

// sourceOf is the folder of a repository that a sync object makes an engine
// apply on its own cluster; "" for any other object, or one that is suspended.
func sourceOf(o any) string {
	text := func(path ...string) string { return manifest.Text(o, append([]string{"spec"}, path...)...) }
	folder := func(p string) string { return path.Join("/", p) }
	switch group, _, _ := strings.Cut(manifest.Text(o, "apiVersion"), "/"); {
	case group == "kustomize.toolkit.fluxcd.io" && manifest.Get(o, "spec", "kubeConfig") == nil && text("suspend") != "true":
		namespace := text("sourceRef", "namespace")
		if namespace == "" {
			namespace = manifest.Text(o, "metadata", "namespace")
		}
		return strings.Join([]string{text("sourceRef", "kind"), namespace, text("sourceRef", "name"), folder(text("path"))}, " ")
	case group == "argoproj.io" && manifest.Text(o, "kind") == "Application" && text("source", "path") != "":
		return strings.Join([]string{text("source", "repoURL"), text("destination", "server"), folder(text("source", "path"))}, " ")
	}
	return ""
}
