package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
)

// listed says what is in a table, for people: the modules and their versions, and the
// kinds of each.
func listed(t *openapi.Table) string {
	var b strings.Builder
	b.WriteString("# Written by generator/check/schema/make; what is in schemas.bin.\n")
	for _, v := range kubernetesVersions {
		fmt.Fprintf(&b, "\nKubernetes %s: %s %s\n", v.name, v.path, v.version)
	}
	for _, s := range definitionSources {
		from := s.path + " " + s.version
		if s.own != "" {
			from = "our own, " + ownFolder + "/" + s.own
		}
		fmt.Fprintf(&b, "%s: %s\n", s.title, from)
	}
	kinds := map[string]map[string]bool{}
	for i := range t.Len() {
		r := t.Root(i)
		if r.Kind == "" {
			continue
		}
		group := r.Source
		if r.Off {
			group += ", off unless a server is told to serve it"
		}
		if r.Advisory {
			group += ", for its controller alone"
		}
		if kinds[group] == nil {
			kinds[group] = map[string]bool{}
		}
		kinds[group][r.APIVersion+" "+r.Kind+versions(r.Versions)] = true
	}
	for _, group := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(&b, "\n%s:\n", group)
		for _, k := range slices.Sorted(maps.Keys(kinds[group])) {
			fmt.Fprintf(&b, "  %s\n", k)
		}
	}
	return b.String()
}

// versions names those that have a kind, where not all do.
func versions(bits uint32) string {
	var all []string
	for i, v := range kubernetesVersions {
		if bits&(1<<i) != 0 {
			all = append(all, v.name)
		}
	}
	if len(all) == len(kubernetesVersions) {
		return ""
	}
	return " (" + strings.Join(all, ", ") + ")"
}
