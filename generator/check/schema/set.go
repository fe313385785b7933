package schema

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
	"example.com/metaflow-gitops/generator/manifest"
)

//go:embed schemas.bin
var table string

// oldest and newest are the minor versions of Kubernetes that there are schemas of.
const (
	oldest = 34
	newest = 37
)

// A Set is the schemas of one version of Kubernetes, and those of custom resources.
// It reads a schema when it is asked for it, so it is for one goroutine.
type Set struct {
	minor    int
	table    *openapi.Table
	patterns map[string]*pattern
	// own are the kinds that objects of the stack define themselves.
	own map[string][]openapi.Root
}

// For gives the schemas of a version of Kubernetes, such as "1.34.2", or of the
// nearest one; then the note says so. No version means the newest.
func For(version string) (set *Set, note string) {
	minor := newest
	if version != "" {
		minor = minorOf(version)
	}
	taken := max(oldest, min(newest, minor))
	if taken != minor {
		note = fmt.Sprintf("There are no schemas of Kubernetes %s: those of 1.%d are the nearest, so what is new or gone since then is not found.", version, taken)
	}
	return &Set{minor: taken, table: openapi.Read(table), patterns: map[string]*pattern{}, own: map[string][]openapi.Root{}}, note
}

// minorOf is the second number of a version.
func minorOf(version string) int {
	_, rest, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	digits, _, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return newest
	}
	return n
}

// Version is the version of Kubernetes, as MAJOR.MINOR.
func (s *Set) Version() string { return "1." + strconv.Itoa(s.minor) }

func (s *Set) bit() uint32 { return 1 << (s.minor - oldest) }

// roots are the schemas of a kind, those that the API server holds it to first.
func (s *Set) roots(apiVersion, kind string) []openapi.Root {
	for _, r := range s.own[kind] {
		if r.APIVersion == apiVersion {
			return []openapi.Root{r}
		}
	}
	all := slices.DeleteFunc(s.table.Roots(kind), func(r openapi.Root) bool {
		return r.APIVersion != apiVersion || r.Versions&s.bit() == 0 || r.Off
	})
	slices.SortStableFunc(all, func(a, b openapi.Root) int {
		switch {
		case a.Advisory == b.Advisory:
			return 0
		case a.Advisory:
			return 1
		}
		return -1
	})
	return all
}

// kinds are all schemas of a kind, of any API version and version of Kubernetes.
func (s *Set) kinds(kind string) []openapi.Root {
	return append(s.table.Roots(kind), s.own[kind]...)
}

// Knows reports whether there is a schema for a kind.
func (s *Set) Knows(apiVersion, kind string) bool {
	return kind != "" && len(s.roots(apiVersion, kind)) > 0
}

// IsRefused reports whether no version of a kind without a schema is served.
func (s *Set) IsRefused(apiVersion, kind string) bool { return len(s.unserved(apiVersion, kind)) > 0 }

// groupOf is the API group of an API version; that of the core is "".
func groupOf(apiVersion string) string {
	group, _, grouped := strings.Cut(apiVersion, "/")
	if !grouped {
		return ""
	}
	return group
}

// Scope reports whether a kind belongs to the whole cluster, and whether that is
// known.
func (s *Set) Scope(apiVersion, kind string) (cluster, known bool) {
	for _, r := range s.roots(apiVersion, kind) {
		return r.Cluster, true
	}
	return false, false
}

// unserved says what is wrong with an API version and kind for which there is no
// schema; none for what only the cluster can know.
func (s *Set) unserved(apiVersion, kind string) []Problem {
	var here, elsewhere []string // API versions that have the kind
	later, off := "", false
	for _, r := range s.kinds(kind) {
		served := r.Versions&s.bit() != 0 && !r.Off
		switch {
		case r.Off && r.APIVersion == apiVersion:
			off = true
		case !served && r.APIVersion == apiVersion:
			later = versionsOf(r.Versions)
		case served && groupOf(r.APIVersion) == groupOf(apiVersion):
			here = append(here, r.APIVersion)
		case served:
			elsewhere = append(elsewhere, r.APIVersion)
		}
	}
	p := Problem{Path: manifest.Path{{Key: "apiVersion"}}, What: RemovedAPI, Mark: apiVersion}
	isOurs := s.isOwnGroup(groupOf(apiVersion))
	switch use := append(here, elsewhere...); {
	case !isOurs:
		return nil
	case off:
		p.Text = fmt.Sprintf("says %s, which Kubernetes %s does not serve unless it is told to, and AKS does not tell it", apiVersion, s.Version())
	case later != "":
		p.Text = fmt.Sprintf("says %s, which has %s in Kubernetes %s, but not in %s", apiVersion, kind, later, s.Version())
	case len(use) > 0:
		p.Text = fmt.Sprintf("says %s, which serves no %s in Kubernetes %s", apiVersion, kind, s.Version())
	case s.isNative(groupOf(apiVersion)):
		return s.unknownKind(apiVersion, kind)
	default:
		return nil
	}
	p.Cure = "Remove the object."
	if use := append(here, elsewhere...); len(use) > 0 {
		p.Cure = fmt.Sprintf("Write apiVersion: %s, and look at what it calls otherwise.", use[len(use)-1])
	}
	return []Problem{p}
}

// versionsOf names versions of Kubernetes.
func versionsOf(bits uint32) string {
	var all []string
	for minor := oldest; minor <= newest; minor++ {
		if bits&(1<<(minor-oldest)) != 0 {
			all = append(all, "1."+strconv.Itoa(minor))
		}
	}
	return strings.Join(all, ", ")
}

func (s *Set) unknownKind(apiVersion, kind string) []Problem {
	p := Problem{Path: manifest.Path{{Key: "kind"}}, What: UnknownKind, Mark: kind, Text: fmt.Sprintf("says %s, and no API version of Kubernetes %s has such a kind", kind, s.Version()), Cure: "Correct it, or remove the object."}
	var names []string
	for i := range s.table.Len() {
		if r := s.table.Root(i); r.APIVersion == apiVersion && r.Versions&s.bit() != 0 {
			names = append(names, r.Kind)
		}
	}
	if near := nearest(kind, names); near != "" {
		p.Cure = fmt.Sprintf("Did you mean %q?", near)
	}
	return []Problem{p}
}

// isOwnGroup reports whether all API versions of a kind of the group are known: those of
// Kubernetes itself, and of what this project brings or needs.
func (s *Set) isOwnGroup(group string) bool {
	switch group {
	case "gateway.networking.k8s.io", "argoproj.io", "source.toolkit.fluxcd.io", "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io":
		return true
	}
	return s.isNative(group)
}

// isNative reports whether a group is of Kubernetes itself, so that it has no other
// kinds than those of the table.
func (s *Set) isNative(group string) bool {
	if group == "extensions" { // which is gone
		return true
	}
	for i := range s.table.Len() {
		if r := s.table.Root(i); r.Source == kubernetesSource && groupOf(r.APIVersion) == group {
			return true
		}
	}
	return false
}

// kubernetesSource is the source of the kinds of Kubernetes itself, in the table.
const kubernetesSource = "Kubernetes"
