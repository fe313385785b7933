package storage

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSymlinkFollowsTheLatest(t *testing.T) {
	s := newStorage(t)
	for _, file := range []string{"1.tar.gz", "2.tar.gz"} {
		a := stored(t, s, file, file)
		address, err := s.Symlink(a, "latest.tar.gz")
		must(t, err)
		if want := "http://127.0.0.1:9090/gitrepository/flux-system/flux-system/latest.tar.gz"; address != want {
			t.Errorf("the address is %s, not %s", address, want)
		}
		folder := filepath.Dir(s.LocalPath(a))
		data, err := os.ReadFile(filepath.Join(folder, "latest.tar.gz"))
		must(t, err)
		if string(data) != file {
			t.Errorf("it leads to %s, not %s", data, file)
		}
	}
}
