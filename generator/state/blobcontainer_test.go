package state

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// serve returns a container that a handler answers for.
func serve(t *testing.T, handler http.HandlerFunc) *blobContainer {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	options := azcore.ClientOptions{Transport: server.Client(), Retry: policy.RetryOptions{MaxRetries: retries, RetryDelay: time.Millisecond}}
	return newBlobContainer(server.URL+"/tfstate", nil, url.Values{"sv": {"2023-11-03"}, "sig": {"a+b/c="}}, options)
}

func TestGet(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.EscapedPath() != "/tfstate/a%2Fb.tfstateenv:prod" || r.URL.RawQuery != "sig=a%2Bb%2Fc%3D&sv=2023-11-03" || r.Header.Get("x-ms-version") != blobVersion || r.Header.Get("x-ms-range") != "" {
			t.Error(r.URL, r.Header)
		}
		w.Header().Set("x-ms-lease-state", "leased")
		fmt.Fprint(w, "state")
	})
	if d, err := c.get(t.Context(), "a/b.tfstateenv:prod"); err != nil || string(d.data) != "state" || !d.leased {
		t.Error(d, err)
	}
}

// TestGetGoesOn breaks the connection in the middle of a blob, again and again.
func TestGetGoesOn(t *testing.T) {
	content := strings.Repeat("0123456789", 1000)
	for breaks, want := range map[int]bool{0: true, retries: true, retries + 1: false} {
		requests := 0
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			start := 0
			if requests++; requests > 1 {
				start, _ = strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("x-ms-range"), "bytes="), "-"))
				if start == 0 || r.Header.Get("If-Match") != `"one"` {
					t.Error(r.Header)
				}
			}
			w.Header().Set("ETag", `"one"`)
			w.Header().Set("Content-Length", strconv.Itoa(len(content)-start))
			if start > 0 {
				w.WriteHeader(http.StatusPartialContent)
			}
			rest := content[start:]
			if requests <= breaks {
				rest = rest[:1000]
			}
			fmt.Fprint(w, rest)
		})
		d, err := c.get(t.Context(), "key")
		if got := err == nil && string(d.data) == content; got != want {
			t.Errorf("%d breaks: %v", breaks, err)
		}
	}
}

// TestGetOfAnother: a blob that changed between two requests is not put together from both,
// nor is one of which everything is sent again.
func TestGetOfAnother(t *testing.T) {
	for _, status := range []int{http.StatusPreconditionFailed, http.StatusOK} {
		requests := 0
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if requests++; requests == 1 {
				w.Header().Set("Content-Length", "10")
			} else {
				w.WriteHeader(status)
			}
			fmt.Fprint(w, "state")
		})
		response := new(azcore.ResponseError)
		if _, err := c.get(t.Context(), "key"); !errors.As(err, &response) || response.StatusCode != status {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestGetTriesAgain(t *testing.T) {
	requests := 0
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.Header().Set("x-ms-error-code", "ServerBusy")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	if _, err := c.get(t.Context(), "key"); !hasCode(err, "ServerBusy") || requests != retries+1 {
		t.Error(requests, err)
	}
}

func TestGetTooLarge(t *testing.T) {
	f := new(Failure)
	response := &http.Response{ContentLength: MaxSize + 1, Body: http.NoBody}
	if err := new(download).take(response); !errors.As(err, &f) || f.Summary != Unreadable {
		t.Error(err)
	}
}

func TestList(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if r.URL.Path != "/tfstate" || q.Get("restype") != "container" || q.Get("comp") != "list" || q.Get("prefix") != "a key" || q.Get("sig") != "a+b/c=" || strings.Contains(r.URL.RawQuery, "+") {
			t.Error(r.URL)
		}
		name, next := "a keyenv:prod", "2"
		if q.Get("marker") == "2" {
			name, next = "a key", ""
		}
		_, _ = w.Write(bytes.Join([][]byte{[]byte("\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs><Blob><Name>"), []byte(name), []byte("</Name><Properties><LeaseState>leased</LeaseState></Properties></Blob></Blobs><NextMarker>"), []byte(next), []byte("</NextMarker></EnumerationResults>")}, nil))
	})
	if names, err := c.list(t.Context(), "a key"); err != nil || strings.Join(names, " ") != "a keyenv:prod a key" {
		t.Error(names, err)
	}
}

func TestListOfNoXML(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>A proxy's page") })
	if _, err := c.list(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "not valid XML") {
		t.Error(err)
	}
}
