package pipelines

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// records are what a stand-in for a platform's API keeps, and how it is to misbehave.
type records struct {
	sync.Mutex
	comments []*comment
	pulls    []*pullRequest
	// heads of the pull requests that are reviewed.
	heads map[int]string
	// once are statuses with which the next requests are answered, one each.
	once []int
	// readOnly answers what would change something as for the token of a fork.
	readOnly bool
	// down answers all requests as a server that has no time.
	down bool
	// refused are requests that were against a limit.
	refused []string
	next    int
}

type comment struct {
	id           int
	author, body string
	// status is that of the thread, where there is one.
	status  string
	deleted bool
}

type pullRequest struct {
	number                         int
	head, base, title, body, state string
}

func newRecords() *records { return &records{heads: map[int]string{}, next: 1} }

func (r *records) id() int { r.next++; return r.next }

// own are the comments that were not deleted, begin with the marker, and are not of a person.
func (r *records) own() []*comment {
	r.Lock()
	defer r.Unlock()
	var all []*comment
	for _, c := range r.comments {
		if !c.deleted && c.author != somebody && strings.HasPrefix(c.body, marker) {
			all = append(all, c)
		}
	}
	return all
}

func (r *records) open() []*pullRequest {
	r.Lock()
	defer r.Unlock()
	var all []*pullRequest
	for _, p := range r.pulls {
		if p.state == "open" {
			all = append(all, p)
		}
	}
	return all
}

// serve starts the stand-in. Each request must have the token.
func (r *records) serve(t *testing.T, routes *http.ServeMux) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.Lock()
		defer r.Unlock()
		if status := r.fault(q); status != 0 {
			answer(w, status, map[string]any{"message": http.StatusText(status)})
			return
		}
		routes.ServeHTTP(w, q)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// fault is the status of a request that goes wrong, or 0.
func (r *records) fault(q *http.Request) int {
	switch {
	case q.Header.Get("Authorization") != "Bearer "+token:
		return http.StatusUnauthorized
	case r.down:
		return http.StatusServiceUnavailable
	case len(r.once) > 0:
		status := r.once[0]
		r.once = r.once[1:]
		return status
	case r.readOnly && q.Method != http.MethodGet:
		return http.StatusForbidden
	}
	return 0
}

// fits reports whether a text is within a limit, and refuses it otherwise.
func (r *records) fits(w http.ResponseWriter, text string, limit, status int) bool {
	if n := utf8.RuneCountInString(text); n > limit {
		r.refused = append(r.refused, http.StatusText(status))
		answer(w, status, map[string]any{"message": "too long"})
		return false
	}
	return true
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client went away
}

func (r *records) comment(id int) *comment {
	for _, c := range r.comments {
		if c.id == id && !c.deleted {
			return c
		}
	}
	return nil
}

func (r *records) pull(number int) *pullRequest {
	for _, p := range r.pulls {
		if p.number == number {
			return p
		}
	}
	return nil
}
