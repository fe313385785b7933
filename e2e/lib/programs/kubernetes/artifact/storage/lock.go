package storage

import (
	"sync"

	"github.com/fluxcd/pkg/apis/meta"
)

// Lock waits until nobody else writes artifacts of the same object, and keeps
// others from it until unlock is called. The error is always nil: it is for
// locks that are files.
func (s *Storage) Lock(a meta.Artifact) (unlock func(), err error) {
	mutex := s.mutex(a)
	mutex.Lock()
	return mutex.Unlock, nil
}

func (s *Storage) mutex(a meta.Artifact) *sync.Mutex {
	mutex, _ := s.locks.LoadOrStore(folder(a), &sync.Mutex{})
	return mutex.(*sync.Mutex)
}
