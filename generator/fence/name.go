package fence

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/limit"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// text holds one text to the meaning of its field.
func (w *walk) text(in document, at, s string) {
	if meanings[at] != source {
		w.measure(in, at, s)
	}
	switch meanings[at] {
	case plain:
	case file:
		w.file(in, at, s)
		if at == "crds[]" {
			w.definitions(in, at, s)
		}
	case folder:
		w.name(in, at, s, s, false, true)
	case entry:
		w.name(in, at, s, s, true, true)
		w.count(in, at, s)
	case source:
		name := s
		if _, after, found := strings.Cut(s, "="); found {
			name = after
		}
		w.name(in, at, s, name, true, false)
	case patch:
		if !isInline(s) {
			w.file(in, at, s)
		}
	case plugin:
		w.plugin(in, at, s)
	default:
		w.refuseUnknown(in, at)
	}
}

// measure holds a text that may be YAML of its own to the limits.
func (w *walk) measure(in document, at, s string) {
	if e := new(limit.Excess); strings.Contains(s, "\n") && errors.As(limit.YAML([]byte(s)), &e) {
		w.refuseText(in, at, s, "Text above a limit", e.Says+".")
	}
}

func (w *walk) file(in document, at, s string) { w.name(in, at, s, s, true, false) }

// name holds a name to what is there. What is written differs from it where it
// stands behind a key.
func (w *walk) name(in document, at, written, name string, mayFile, mayFolder bool) {
	key := strings.Join([]string{in.path, at, written}, "\x00")
	if w.told[key] || len(w.diags) == mostMistakes {
		return
	}
	p, field, known := path.Join(in.folder, name), strings.TrimSuffix(at, "[]"), len(w.diags)
	defer func() { w.told[key] = len(w.diags) > known }()
	switch {
	case isAddress(name) || (mayFolder || meanings[at] == plugin) && isRepository(name):
		w.refuseText(in, at, written, "Remote resource", fmt.Sprintf("%q in %s would be fetched with every build, and could be another one after the review. Copy it into base/.", name, field))
	case name == "" || path.IsAbs(name) || strings.ContainsAny(name, "\\\x00"):
		w.refuseText(in, at, written, "Invalid path", fmt.Sprintf("%q in %s must be a path that is relative to the folder of this file, with slashes.", name, field))
	case mayFile && w.files[p] != nil:
		if e := new(limit.Excess); meanings[at] != source && !strings.HasSuffix(at, "envs[]") && errors.As(limit.YAML(w.files[p]), &e) {
			w.refuse(p, e.Line, "File above a limit", e.Says+".")
		}
	case mayFolder && w.isOnTheWay(p):
		w.refuseText(in, at, written, "Cycle", fmt.Sprintf("%q in %s leads back to %s, which led here. A folder cannot be a part of itself.", name, field, p))
	case mayFolder && w.folders[p]:
		w.folder(p)
	default:
		w.refuseText(in, at, written, "Missing file", fmt.Sprintf("%q in %s is %s %s in this repository that a build may read.%s", name, field, kindOf(mayFile, mayFolder), p, w.suggest(p)))
	}
}

// count counts what a file of objects adds, before Kustomize compares each object
// with each.
func (w *walk) count(in document, at, s string) {
	text, isFile := w.files[path.Join(in.folder, s)]
	if !isFile || w.objects > limit.Objects {
		return
	}
	if w.objects += bytes.Count(text, []byte("\n---")) + 1; w.objects > limit.Objects {
		w.refuseText(in, at, s, "Too many objects", fmt.Sprintf("With %q the stack comes to more than %d objects. Split it into several stacks.", s, limit.Objects))
	}
}

func kindOf(mayFile, mayFolder bool) string {
	switch {
	case mayFile && mayFolder:
		return "neither a file nor a folder"
	case mayFolder:
		return "not a folder"
	}
	return "not a file"
}

// suggest names what was probably meant.
func (w *walk) suggest(p string) string {
	near := fact.Nearest(p, slices.Concat(slices.Collect(maps.Keys(w.files)), slices.Collect(maps.Keys(w.folders))))
	if near == "" {
		return " Create it, or correct the name."
	}
	return fmt.Sprintf(" Did you mean %s?", near)
}

func (w *walk) refuseText(in document, at, s, summary, detail string) {
	w.refuse(in.path, in.first-1+in.lineOfText(topOf(at), s), summary, detail)
}

// isAddress reports whether Kustomize takes a name of a file for the address of
// one. No name that git can check out on every platform has a colon.
func isAddress(name string) bool { return strings.Contains(name, ":") }

// user matches the start of what Kustomize takes for USER@HOST.
var user = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*@`)

// isRepository reports whether Kustomize could take the name of a folder for the
// address of a git repository. It holds for some folders that are there, too,
// since Kustomize prefers the address.
func isRepository(name string) bool {
	return isAddress(name) || strings.Contains(name, "?") || user.MatchString(name) || hasPrefix(name, "github.com/")
}

// isInline reports whether a text is YAML of its own, rather than a name. What
// begins like an address is none, as Kustomize tries that if it cannot read it.
func isInline(s string) bool {
	for _, scheme := range []string{"git::", "ssh:", "http:", "https:", "file:", "github.com/", "github.com:"} {
		if hasPrefix(strings.TrimSpace(s), scheme) {
			return false
		}
	}
	nodes, err := kio.FromBytes([]byte(s))
	if err != nil || len(nodes) == 0 || user.MatchString(s) {
		return false
	}
	return !slices.ContainsFunc(nodes, func(n *yaml.RNode) bool { return n.YNode().Kind != yaml.MappingNode })
}

// hasPrefix is strings.HasPrefix in any case of letters.
func hasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func oneLine(err error) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(err.Error()), " "), ".")
}
