package render

import (
	"fmt"
	"maps"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"example.com/metaflow-gitops/generator/fence"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// built is what Kustomize makes of an overlay.
type built struct {
	objects []manifest.Object
	inexact []inexact
	read    []string // files, by path from the root
}

// kustomize runs Kustomize, and gives it up when it takes too long. It cannot be
// stopped, so no other build is started then; the run ends soon after.
func kustomize(files map[string][]byte, folder string) (built, error) {
	type answer struct {
		built
		err error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if p := recover(); p != nil {
				a.err = fmt.Errorf("it panics: %v", p) // over what it was given
			}
			done <- a
		}()
		a.err = fence.Offline(func() error { return a.run(files, folder) })
	}()
	watch, tick := newStopwatch(), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case a := <-done:
			return a.built, a.err
		case <-tick.C:
			switch {
			case memory() > limit.BuildMemory:
				return built{}, errTooLarge
			case watch.isOver():
				return built{}, errTooLong
			}
		}
	}
}

// memory is how much of it is in use, in bytes.
func memory() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// errTooLarge is of a build that was given up, too.
var errTooLarge = fmt.Errorf("it takes more than %d MiB of memory; texts that are put together again and again do", limit.BuildMemory>>20)

// errTooLong is of a build that was given up.
var errTooLong = fmt.Errorf("it takes more than %s of the processor; a stack of fewer objects, patches and replacements does not", limit.BuildTime)

// run runs Kustomize with the options that `kustomize build`, Flux and Argo CD
// have by default.
func (b *built) run(files map[string][]byte, folder string) error {
	fs := recorder{filesys.MakeFsInMemory(), map[string]bool{}}
	for p, data := range files {
		if err := fs.WriteFile("/"+p, data); err != nil {
			return fmt.Errorf("laying out %q: %w", p, err)
		}
	}
	all, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fs, "/"+folder)
	if err != nil {
		return err
	}
	if all.Size() > limit.Objects {
		return fmt.Errorf("it comes to %d objects, and a stack may have %d", all.Size(), limit.Objects)
	}
	b.read = slices.Sorted(maps.Keys(fs.read))
	return b.keep(all)
}

// keep takes the objects, without fields where a value of theirs is inexact.
func (b *built) keep(all resmap.ResMap) error {
	b.objects = make([]manifest.Object, 0, all.Size())
	for _, res := range all.Resources() {
		fields, found, err := exactly(res)
		if err != nil {
			return fmt.Errorf("reading %s: %w", res.CurId(), err)
		}
		gvk := res.GetGvk()
		o := manifest.Object{APIVersion: gvk.ApiVersion(), Kind: res.GetKind(), Namespace: res.GetNamespace(), Name: res.GetName(), Fields: fields}
		for _, f := range found {
			b.inexact = append(b.inexact, inexact{o, f.text, f.why})
		}
		b.objects = append(b.objects, o)
	}
	return nil
}

// recorder notes which files are read.
type recorder struct {
	filesys.FileSystem
	read map[string]bool
}

// ReadFile reads a file, and notes it.
func (r recorder) ReadFile(name string) ([]byte, error) {
	data, err := r.FileSystem.ReadFile(name)
	if err == nil {
		r.read[strings.TrimPrefix(name, "/")] = true
	}
	return data, err
}
