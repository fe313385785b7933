package stacks

import (
	"maps"
	"path"
)

// Folder is where the stacks of a repository are, from its root.
const Folder = "terraform/stacks"

const comment = "# What delivery needs to know about this stack, which nobody runs.\n\n"

// Files gives what people write about each stack, and its recorded outputs, by
// path from the root of a repository.
func Files(o Options) (map[string][]byte, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for number := range o.Count {
		s := newStack(o, number)
		folder := path.Join(Folder, s.name)
		files[path.Join(folder, "stack.hcl")] = s.decisions().text(comment)
		files[path.Join(folder, "terraform.tfvars")] = s.variables().text("")
		files[path.Join(folder, "outputs.json")] = s.recorded()
		maps.Copy(files, s.upstreamFiles())
	}
	return files, nil
}

// Names lists the names of the stacks by number.
func Names(o Options) []string {
	names := make([]string, o.Count)
	for number := range names {
		names[number] = nameOf(number)
	}
	return names
}
