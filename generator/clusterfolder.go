package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/tree"
	"example.com/metaflow-gitops/generator/write"
)

// warnEmptied warns of each cluster whose folder loses its last file. Git keeps
// no empty folder, and an engine whose path is gone from git deletes nothing:
// the stack would stay on the cluster.
func (r *result) warnEmptied(root *os.Root) error {
	gains, loses := map[string]int{}, map[string][]string{}
	for _, c := range r.changes {
		switch folder := path.Dir(c.Path); {
		case !strings.HasPrefix(folder, tree.Clusters+"/"):
		case c.Action == write.Created:
			gains[folder]++
		case c.Action == write.Deleted:
			loses[folder] = append(loses[folder], c.Path)
		}
	}
	for folder, files := range loses {
		there, err := fs.ReadDir(root.FS(), folder)
		if err != nil {
			return fmt.Errorf("reading %s: %w", folder, err)
		}
		if len(there)+gains[folder] > len(files) {
			continue
		}
		r.diags = append(r.diags, diag.Warning(diag.File(files[0]), "Last file of a cluster", fmt.Sprintf("Without this file %s is empty, and git keeps no empty folder. Flux and Argo CD delete nothing when their path is gone from git, so the stack would stay on the cluster. Keep the folder: add %s/README.md.", folder, folder)))
	}
	return nil
}
