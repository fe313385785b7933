package schema

import (
	"path/filepath"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
)

// rendered are the objects of stack prod, and those of its cluster.
func rendered(b *testing.B) []map[string]any {
	b.Helper()
	paths, err := filepath.Glob("../../../overlays/prod/rendered/*.yaml")
	if err != nil {
		b.Fatal(err)
	}
	var all []map[string]any
	for _, p := range append(paths, "../../../clusters/aks-metaflow-prod/prod.yaml") {
		all = append(all, objects(b, p)...)
	}
	return all
}

func checkAll(b *testing.B, set *Set, all []map[string]any) {
	for _, o := range all {
		if found := set.Check(o); len(found) > 0 {
			b.Fatal(manifest.Text(o, "kind"), found)
		}
	}
}

// BenchmarkFirst checks a stack with a set of its own, as each stack of a run is.
func BenchmarkFirst(b *testing.B) {
	all := rendered(b)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		set, _ := For("1.34.2")
		checkAll(b, set, all)
	}
}

// BenchmarkFurther checks a stack with schemas that were read before.
func BenchmarkFurther(b *testing.B) {
	all := rendered(b)
	set, _ := For("1.34.2")
	checkAll(b, set, all)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		checkAll(b, set, all)
	}
}
