package main

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/adopt"
	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/write"
)

// edits are the hand edits of a stack that can be lifted, and their component.
type edits struct {
	lifted adopt.Lifted
	files  map[string][]byte // as they are
}

// alike are edited files that mean just what is generated, so that nothing of
// them has to be lifted.
func (e edits) alike() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(e.files)), func(p string) bool { return slices.Contains(e.lifted.Adopted, p) })
}

// lift finds a component for the edits of a stack, and checks it: built with
// it, the stack must be what somebody made of it by hand.
func (l lifter) lift(root *os.Root, name string, built *build.Built) (edits, error) {
	changes, err := write.Compare(root, write.Tree{Stack: name, Files: built.Files, Header: manifest.Header})
	if err != nil {
		return edits{}, err
	}
	generated, edited, kept := map[string][]byte{}, map[string][]byte{}, map[string]string{}
	for _, c := range changes.Edits() {
		if reason := unliftable(c); reason != "" {
			kept[c.Path] = reason
			continue
		}
		edited[c.Path] = c.Have()
		if c.Want() != nil {
			generated[c.Path] = c.Want()
		}
	}
	for p, reason := range adopt.Decided(built, mustParse(generated), mustParse(edited)) {
		kept[p] = reason
		delete(generated, p)
		delete(edited, p)
	}
	// Without what does not work, the rest may.
	for {
		lifted := l.verify(name, generated, edited)
		failed := lifted.Kept
		maps.Copy(kept, failed)
		if len(failed) == 0 || len(edited) == 0 {
			lifted.Kept = kept
			return edits{lifted, edited}, nil
		}
		for p := range failed {
			delete(generated, p)
			delete(edited, p)
		}
	}
}

// unliftable says why an edited file cannot even be tried.
func unliftable(c write.Change) string {
	objects, err := diff.Objects(map[string][]byte{c.Path: c.Have()})
	switch {
	case err != nil || !diff.HasObjects(c.Path):
		return "it is no manifest of an object; make the change in the object's file under rendered/, and adopt that"
	case len(objects) == 0 && c.Want() == nil:
		return "there is no object in it; delete the file"
	}
	return ""
}

// verify lifts edits, and finds those that the component does not give back.
func (l lifter) verify(name string, generated, edited map[string][]byte) adopt.Lifted {
	lifted := adopt.Lift(mustParse(generated), mustParse(edited))
	if len(lifted.Adopted) == 0 || len(lifted.Kept) > 0 {
		return lifted
	}
	const nothing = "a component cannot give back this edit; put it into base/ or stack.hcl"
	built, diags := cause.Inputs.Build(l.withComponent(name, l.freeComponent(name), lifted))
	for p, data := range edited {
		if diags.HasErrors() || !givesBack(data, built.Files[p], p, generated[p] == nil) {
			lifted.Kept[p] = nothing
		}
	}
	return lifted
}

// givesBack reports whether what is generated is what was edited. A new object
// gets the labels that all objects of a stack have.
func givesBack(edited, generated []byte, p string, isNew bool) bool {
	if generated == nil {
		return false
	}
	changes := diff.Compare(mustParse(map[string][]byte{p: edited}), mustParse(map[string][]byte{p: generated}))
	for _, o := range changes {
		isLabel := func(ch diff.Change) bool { return strings.HasPrefix(ch.Path.String(), "metadata.labels") }
		if !isNew || o.Action != diff.Changed || slices.ContainsFunc(o.Changes, func(ch diff.Change) bool { return ch.Action != diff.Added || !isLabel(ch) }) {
			return false
		}
	}
	return true
}

func mustParse(files map[string][]byte) []diff.Object {
	objects, err := diff.Objects(files)
	if err != nil {
		panic("adopting what could be read before: " + err.Error())
	}
	return objects
}

// withComponent are a stack's inputs with a lifted component in them.
func (l lifter) withComponent(name, folder string, lifted adopt.Lifted) cause.Inputs {
	in := inputsOf(l.in, name)
	in.HCL = adopt.WithComponent(in, folder)
	files := maps.Clone(in.Base.Files)
	for file, data := range lifted.Files {
		files[path.Join(folder, file)] = data
	}
	in.Base.Files = files
	return in
}

// freeComponent is a folder for a stack's component that is not there yet.
func (l lifter) freeComponent(name string) string {
	folder := "base/components/adopted-" + name
	for n := 2; l.isTaken(folder); n++ {
		folder = fmt.Sprintf("base/components/adopted-%s-%d", name, n)
	}
	return folder
}

func (l lifter) isTaken(folder string) bool {
	for p := range l.in.Base.Files {
		if strings.HasPrefix(p, folder+"/") {
			return true
		}
	}
	return false
}
