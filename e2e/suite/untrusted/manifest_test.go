package untrusted

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// manifest is everything in a tree, by path: bytes, modes, and where links lead.
type manifest map[string]string

func (w tree) manifest() manifest {
	w.t.Helper()
	all := manifest{}
	err := filepath.WalkDir(w.folder, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(w.folder, p)
		if err != nil || d.IsDir() && (rel == "bin" || rel == ".git/objects") {
			return fs.SkipDir
		}
		all[filepath.ToSlash(rel)], err = describe(p, d)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func describe(p string, d fs.DirEntry) (string, error) {
	info, err := d.Info()
	if err != nil {
		return "", err
	}
	switch {
	case info.Mode().IsRegular():
		data, err := os.ReadFile(p)
		return fmt.Sprintf("%s %x", info.Mode(), sha256.Sum256(data)), err
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(p)
		return "link to " + target, err
	}
	return info.Mode().String(), nil
}

// changed lists what is not as it was, in order. A name that is one of files being written
// belongs to runs: one that is there before a run goes, and nothing behind it.
func (m manifest) changed(since manifest) []string {
	var all []string
	for p, is := range m {
		if since[p] != is {
			all = append(all, p)
		}
	}
	for p := range since {
		if _, there := m[p]; !there && !strings.HasPrefix(path.Base(p), ".writing-") {
			all = append(all, p)
		}
	}
	slices.Sort(all)
	return all
}

// owned are the places that a run writes to.
var owned = []string{"overlays/" + stack, "clusters/aks-metaflow-" + stack + "/" + stack + ".yaml"}

// adoptedBy are those that --adopt writes to as well.
var adoptedBy = append([]string{"base/components/adopted-" + stack, decisions}, owned...)

func isBelow(p string, places []string) bool {
	return slices.ContainsFunc(places, func(place string) bool { return p == place || strings.HasPrefix(p, place+"/") })
}
