package fence

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
)

// ErrBusy says that a build which was given up is still running.
var ErrBusy = errors.New("an earlier build is still running")

// unplugged guards what Offline changes, since it is the process that has it: a
// search path, a folder for temporary files and a default transport.
var unplugged sync.Mutex

// unplug takes from the process what Kustomize would reach others with, and
// returns what gives it back. Kustomize looks git up on the search path, clones
// into a temporary folder, and sends requests by the default transport; it has
// no option for any of them.
func unplug() func() {
	transport := http.DefaultTransport
	http.DefaultTransport = refusal{}
	path, temporary := setenv("PATH", ""), setenv("TMPDIR", os.DevNull)
	return func() {
		path()
		temporary()
		http.DefaultTransport = transport
	}
}

// setenv sets a variable of the environment, and returns what sets it back.
func setenv(name, value string) func() {
	before, wasSet := os.LookupEnv(name)
	os.Setenv(name, value)
	return func() {
		if wasSet {
			os.Setenv(name, before)
			return
		}
		os.Unsetenv(name)
	}
}

// refusal is a transport that sends nothing.
type refusal struct{}

// RoundTrip refuses a request.
func (refusal) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("a build opens no connections, not to %q", r.URL.Host)
}
