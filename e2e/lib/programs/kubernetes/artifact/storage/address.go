package storage

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fluxcd/pkg/apis/meta"
)

// NewArtifactFor says where an artifact of an object goes. Nothing is written.
func (s *Storage) NewArtifactFor(kind string, object metav1.Object, revision, file string) meta.Artifact {
	a := meta.Artifact{
		Path:     path.Join(strings.ToLower(kind), object.GetNamespace(), object.GetName(), file),
		Revision: revision,
	}
	s.SetArtifactURL(&a)
	return a
}

// SetArtifactURL sets the address at which the artifact is served.
func (s *Storage) SetArtifactURL(a *meta.Artifact) {
	a.URL = s.address(a.Path)
}

// SetHostname puts the host of this storage into an address. What is none is
// returned as it is.
func (s *Storage) SetHostname(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	u.Host = s.host
	return u.String()
}

// LocalPath is where the artifact is on disk, or empty where its path would
// lead out of the storage.
func (s *Storage) LocalPath(a meta.Artifact) string {
	local, err := filepath.Localize(a.Path)
	if err != nil {
		return ""
	}
	return filepath.Join(s.root.Name(), local)
}

func (s *Storage) address(file string) string {
	return (&url.URL{Scheme: "http", Host: s.host, Path: file}).String()
}

// folder is that of the artifact's object.
func folder(a meta.Artifact) string {
	return path.Dir(a.Path)
}
