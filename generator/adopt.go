package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/review"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/write"
)

// adopt lifts hand edits of generated files into components, and generates:
// what was lifted is then just what is generated. What could not be lifted is
// still an edit, and stops the run as it always does.
func adopt(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	in, err := readInput(ctx, o, root, stdin)
	if err != nil {
		return result{err: err}
	}
	v := &reviewer{in: in}
	files := map[string][]byte{}
	var notes, done []string
	for _, name := range in.asked(o) {
		_, built, _ := v.build(name)
		if built == nil {
			continue // generating will say why
		}
		lifted, err := v.lift(root, name, built)
		if err != nil {
			return result{err: fmt.Errorf("lifting the edits of stack %q: %w", name, err)}
		}
		for _, p := range slices.Sorted(maps.Keys(lifted.Kept)) {
			notes = append(notes, fmt.Sprintf("%s cannot be lifted: %s", p, lifted.Kept[p]))
		}
		if len(lifted.Adopted) > 0 {
			folder := v.freeComponent(name)
			v.checkLifted(name, folder, lifted)
			done = append(done, fmt.Sprintf("adopted %s into %s, which terraform/stacks/%s/stack.hcl now lists", strings.Join(lifted.Adopted, ", "), folder, name))
			maps.Copy(files, v.component(name, folder, lifted))
		}
	}
	if v.diags.HasErrors() {
		return result{stacks: in.asked(o), diags: append(in.diags, v.diags...), sources: in.sources, notes: notes, redactor: secret.NewRedactor(in.secrets)}
	}
	if err := write.Put(root, files); err != nil {
		return result{err: fmt.Errorf("writing components: %w", err)}
	}
	r := generate(ctx, o, root, stdin)
	r.notes = append(append(notes, done...), r.notes...)
	return r
}

// lift finds a component for the edits of a stack, and proves it: built with
// it, the stack must be what somebody made of it by hand.
func (v *reviewer) lift(root *os.Root, name string, built *review.Built) (review.Lifted, error) {
	changes, err := write.Compare(root, write.Tree{Stack: name, Files: built.Files, Header: plan.Header})
	if err != nil {
		return review.Lifted{}, err
	}
	generated, edited, kept := map[string][]byte{}, map[string][]byte{}, map[string]string{}
	for _, c := range changes.Edits() {
		if _, err := review.Objects(map[string][]byte{c.Path: c.Have()}); err != nil || !review.HasObjects(c.Path) {
			kept[c.Path] = "it is no manifest of an object; make the change in the object's file under rendered/, and adopt that"
			continue
		}
		edited[c.Path] = c.Have()
		if c.Want() != nil {
			generated[c.Path] = c.Want()
		}
	}
	// Without what does not work, the rest may.
	for {
		lifted := v.prove(name, generated, edited)
		failed := lifted.Kept
		maps.Copy(kept, failed)
		if len(failed) == 0 || len(edited) == 0 {
			lifted.Kept = kept
			return lifted, nil
		}
		for p := range failed {
			delete(generated, p)
			delete(edited, p)
		}
	}
}

// prove lifts edits, and finds those that the component does not give back.
func (v *reviewer) prove(name string, generated, edited map[string][]byte) review.Lifted {
	lifted := review.Lift(mustParse(generated), mustParse(edited))
	if len(lifted.Adopted) == 0 || len(lifted.Kept) > 0 {
		return lifted
	}
	const nothing = "a component cannot give back this edit; put it into base/ or stack.hcl"
	built, diags := buildInputs(v.withComponent(name, v.freeComponent(name), lifted))
	for p, data := range edited {
		if diags.HasErrors() || !givesBack(data, built.Files[p], p, generated[p] == nil) {
			lifted.Kept[p] = nothing
		} else {
			lifted.Generated[p] = built.Files[p]
		}
	}
	return lifted
}

// checkLifted runs the proofs over a stack with a lifted component: an edit that
// breaks a promise is not written anywhere.
func (v *reviewer) checkLifted(name, folder string, lifted review.Lifted) {
	built, diags := buildInputs(v.withComponent(name, folder, lifted))
	if built != nil {
		diags = append(diags, check.Check(built.Stack, built.Rendered, built.Sync)...)
	}
	if diags.HasErrors() {
		v.diags = append(v.diags, diags...)
	}
}

// givesBack tells whether what is generated is what was edited. A new object
// gets the labels that all objects of a stack have.
func givesBack(edited, generated []byte, p string, isNew bool) bool {
	if generated == nil {
		return false
	}
	changes := review.Compare(mustParse(map[string][]byte{p: edited}), mustParse(map[string][]byte{p: generated}))
	for _, o := range changes {
		isLabel := func(ch review.Change) bool { return strings.HasPrefix(ch.Path.String(), "metadata.labels") }
		if !isNew || o.Action != review.Changed || slices.ContainsFunc(o.Changes, func(ch review.Change) bool { return ch.Action != review.Added || !isLabel(ch) }) {
			return false
		}
	}
	return true
}

func mustParse(files map[string][]byte) []review.Object {
	objects, err := review.Objects(files)
	if err != nil {
		panic("adopting what could be read before: " + err.Error())
	}
	return objects
}

// withComponent are a stack's inputs with a lifted component in them.
func (v *reviewer) withComponent(name, folder string, lifted review.Lifted) review.Inputs {
	in := v.in.inputs(name)
	in.HCL = in.WithComponent(folder)
	files := maps.Clone(in.Base.Files)
	for file, data := range lifted.Files {
		files[path.Join(folder, file)] = data
	}
	in.Base = render.Base{Files: files}
	return in
}

// component are the files to be written for a lifted component.
func (v *reviewer) component(name, folder string, lifted review.Lifted) map[string][]byte {
	in := v.withComponent(name, folder, lifted)
	files := map[string][]byte{path.Join(stacksFolder, name, "stack.hcl"): in.HCL}
	// The same to the cluster, and now to the byte what is generated.
	maps.Copy(files, lifted.Generated)
	for file, data := range lifted.Files {
		files[path.Join(folder, file)] = data
	}
	return files
}

// freeComponent is a folder for a stack's component that is not there yet.
func (v *reviewer) freeComponent(name string) string {
	folder := "base/components/adopted-" + name
	for n := 2; v.in.base.Files[folder+"/kustomization.yaml"] != nil; n++ {
		folder = fmt.Sprintf("base/components/adopted-%s-%d", name, n)
	}
	return folder
}
