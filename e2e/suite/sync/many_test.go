package sync

import (
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/engine"
	"example.com/metaflow-gitops/e2e/lib/stacks"
)

// sizes are the numbers of stacks whose growth is measured.
var sizes = []int{1, 10, 25}

// TestManyStacks syncs more and more synthetic stacks to one cluster each, and
// changes one output of one of them.
func TestManyStacks(t *testing.T) {
	for _, n := range sizes {
		t.Run(fmt.Sprint(n), func(t *testing.T) { manyStacks(t, n) })
	}
}

func manyStacks(t *testing.T, n int) {
	layout := engine.Bootstrap()
	layout.Flags = []string{"--concurrent=10"} // as docs/sync.md advises for many stacks
	s := newFlux(t, layout, "", 1+n/20)
	names := invent(t, s, n)
	g := growth{stacks: n, memory: map[string]int{}}
	steps := 0
	for _, name := range names {
		stack := stackNamed(t, s.repository.Folder, name)
		s.folder = stack.Cluster
		g.objects += len(stack.Rendered)
		steps += len(stack.Sync)
	}
	revision, err := s.repository.Push("first")
	must(t, err)
	start := time.Now()
	must(t, s.Root(shared.ctx, s.folder))
	must(t, s.Synced(shared.ctx, revision, steps, 20*time.Minute))
	g.ready = time.Since(start)
	s.holds(t, names[0])
	s.holds(t, names[n-1])

	changed := names[n/2]
	moveDatabase(t, s, changed)
	_, err = s.repository.Generate("--stack", changed)
	must(t, err)
	revision, err = s.repository.Push("change one stack")
	must(t, err)
	start = time.Now()
	must(t, s.Look(shared.ctx))
	must(t, s.Synced(shared.ctx, revision, steps, 20*time.Minute))
	g.change = time.Since(start)
	s.holds(t, changed)
	for _, p := range s.Processes() {
		g.memory[p.Name] = p.Peak()
	}
	shared.report.growth = append(shared.report.growth, g)
}

// databaseHost is the start of the name of an invented stack's database, whatever
// the output is called that has it.
var databaseHost = regexp.MustCompile(`"psql-[a-z0-9-]+`)

func moveDatabase(t *testing.T, s *fluxSite, name string) {
	t.Helper()
	record := "terraform/stacks/" + name + "/outputs.json"
	before := read(t, s.repository.Path(record))
	after := databaseHost.ReplaceAllString(before, "$0-2")
	if after == before {
		t.Fatalf("%s has no database", record)
	}
	must(t, s.repository.Write(record, after))
}

// invent makes the repository one of synthetic stacks, all on one cluster.
func invent(t *testing.T, s *fluxSite, n int) []string {
	t.Helper()
	for _, folder := range []string{"terraform/stacks", "overlays", "clusters"} {
		must(t, os.RemoveAll(s.repository.Path(folder)))
	}
	o := stacks.Options{Count: n, Clusters: 1, Engine: "flux"}
	files, err := stacks.Files(o)
	must(t, err)
	for name, data := range files {
		must(t, s.repository.Write(name, string(data)))
	}
	_, err = s.repository.Generate()
	must(t, err)
	return stacks.Names(o)
}
