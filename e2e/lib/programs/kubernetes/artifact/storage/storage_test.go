package storage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/artifact/config"
)

// newStorage is an empty one that keeps two artifacts, for a minute.
func newStorage(t *testing.T) *Storage {
	t.Helper()
	s, err := New(&config.Options{
		StoragePath: t.TempDir(), StorageAddress: "127.0.0.1:9090", ArtifactRetentionTTL: time.Minute, ArtifactRetentionRecords: 2,
	})
	must(t, err)
	return s
}

// stored is an artifact of the object flux-system with that file and content.
func stored(t *testing.T, s *Storage, file, content string) meta.Artifact {
	t.Helper()
	a := s.NewArtifactFor("GitRepository", &metav1.ObjectMeta{Namespace: "flux-system", Name: "flux-system"}, "main@sha1:1", file)
	must(t, s.MkdirAll(a))
	must(t, s.Copy(&a, strings.NewReader(content)))
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// names lists what is in a folder.
func names(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestNewNamesTheFlag(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "missing")} {
		_, err := New(&config.Options{StoragePath: path, StorageAddress: "127.0.0.1:9090"})
		if err == nil || !strings.Contains(err.Error(), "--storage-path") {
			t.Errorf("%q: %v", path, err)
		}
	}
}
