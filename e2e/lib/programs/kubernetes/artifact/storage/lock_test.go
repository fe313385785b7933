package storage

import (
	"strings"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestLockKeepsWritersApart has many write one artifact: without the lock their
// bytes get mixed, or one takes away what another renames.
func TestLockKeepsWritersApart(t *testing.T) {
	s := newStorage(t)
	first := stored(t, s, "1.tar.gz", "")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			a := first
			unlock, _ := s.Lock(a)
			defer unlock()
			if err := s.Copy(&a, strings.NewReader(strings.Repeat(string(rune('a'+i)), 1<<16))); err != nil {
				t.Error(err)
			} else if err := s.VerifyArtifact(a); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestLockIsOfOneObject(t *testing.T) {
	s := newStorage(t)
	one := s.NewArtifactFor("Bucket", &metav1.ObjectMeta{Namespace: "a", Name: "one"}, "", "1")
	other := s.NewArtifactFor("Bucket", &metav1.ObjectMeta{Namespace: "a", Name: "other"}, "", "1")
	unlock, err := s.Lock(one)
	must(t, err)
	defer unlock()
	if !s.mutex(other).TryLock() {
		t.Error("another object has to wait")
	}
	one.Path = strings.TrimSuffix(one.Path, "1") + "2"
	if s.mutex(one).TryLock() {
		t.Error("another artifact of the object need not wait")
	}
}
