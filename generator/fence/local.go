package fence

import "github.com/hashicorp/hcl/v2"

// Local reports every name that is reached from the kustomization file of a
// folder, in any field of any kustomization file on the way, and that is not
// one of an existing file or folder. The files are given by path from the root
// of the repository; there are no others.
func Local(files map[string][]byte, folder string) hcl.Diagnostics {
	w := newWalk(files)
	w.folder(folder)
	return w.diags
}
