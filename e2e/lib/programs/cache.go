package programs

import (
	"io"
	"os"
	"path/filepath"
)

// Open finds the cache that the environment names, METAFLOW_GITOPS_CACHE, or
// else the user's own. The modules are those of the module e2e, whose folder is
// given.
func Open(e2e string, log io.Writer) (Cache, error) {
	folder := os.Getenv("METAFLOW_GITOPS_CACHE")
	if folder == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return Cache{}, err
		}
		folder = filepath.Join(user, "metaflow-gitops")
	}
	modules, err := filepath.Abs(filepath.Join(e2e, "lib", "programs"))
	return Cache{Modules: modules, Folder: filepath.Join(folder, "programs"), Log: log}, err
}
