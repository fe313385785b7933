// Command write makes a folder the root of a repository of synthetic stacks,
// with the bases of this one: all that the generator needs to do its work.
//
//	go run ./lib/stacks/write -n 50 -dir /tmp/fifty
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"example.com/metaflow-gitops/e2e/lib/stacks"
)

func main() {
	var o stacks.Options
	flag.IntVar(&o.Count, "n", 10, "number of stacks")
	flag.IntVar(&o.Clusters, "clusters", 0, "number of clusters that the stacks take in turn; with 0 there are one to four stacks on each")
	flag.StringVar(&o.Engine, "engine", "", "flux or argo-cd for all stacks; without it each cluster has its own")
	flag.StringVar(&o.Repository, "repository", "", "URL that Argo CD takes the stacks from")
	dir := flag.String("dir", "", "folder to write to: new, empty, or written by this command before")
	base := flag.String("base", "../base", "bases to copy")
	flag.Parse()
	if err := run(o, *dir, *base); err != nil {
		fmt.Fprintf(os.Stderr, "error: %v\n", err)
		os.Exit(1)
	}
}

func run(o stacks.Options, dir, base string) error {
	files, err := stacks.Files(o)
	if err != nil {
		return err
	}
	if dir == "" {
		return errors.New("where to? name a folder with -dir")
	}
	if err := prepare(dir); err != nil {
		return err
	}
	files[mark] = []byte(readme)
	for p, data := range files {
		if err := write(filepath.Join(dir, filepath.FromSlash(p)), data); err != nil {
			return err
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "base"), os.DirFS(base)); err != nil {
		return fmt.Errorf("copying the bases: %w", err)
	}
	return nil
}

// mark is how a folder of ours is known.
const mark = "README.md"

const title = "# Synthetic stacks\n"

const readme = title + `
A repository of stacks that nobody runs, written by ` + "`make stacks`" + `. What is here is written anew the next time.
`

// prepare takes away what an earlier run wrote, and leaves alone what is
// somebody else's. What the generator wrote is the generator's to prune.
func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("reading the folder: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, mark))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the folder: %w", err)
	}
	if len(entries) > 0 && !strings.HasPrefix(string(text), title) {
		return fmt.Errorf("%q holds something that this command did not write; name a folder that is new or empty", dir)
	}
	for _, old := range []string{"base", stacks.Folder} {
		if err := os.RemoveAll(filepath.Join(dir, filepath.FromSlash(old))); err != nil {
			return fmt.Errorf("removing what was written before: %w", err)
		}
	}
	return nil
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		return fmt.Errorf("writing %q: %w", name, err)
	}
	return nil
}
