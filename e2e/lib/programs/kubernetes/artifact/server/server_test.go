package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fluxcd/pkg/artifact/config"
)

func TestStart(t *testing.T) {
	folder, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(filepath.Join(folder, "1.tar.gz"), []byte("content"), 0o600))
	must(t, os.WriteFile(outside, []byte("secret"), 0o600))
	must(t, os.Symlink("1.tar.gz", filepath.Join(folder, "latest.tar.gz")))
	must(t, os.Symlink(outside, filepath.Join(folder, "away")))
	o := &config.Options{StoragePath: folder, StorageAddress: freeAddress(t)}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- Start(ctx, o) }()
	for path, want := range map[string]string{"1.tar.gz": "content", "latest.tar.gz": "content", "away": "", "missing": ""} {
		if got := fetch(t, "http://"+o.StorageAddress+"/"+path); got != want {
			t.Errorf("%s is %q, not %q", path, got, want)
		}
	}
	if err := Start(ctx, o); err == nil {
		t.Error("two serve at one address")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestStartWithoutFolder(t *testing.T) {
	if err := Start(t.Context(), &config.Options{StoragePath: filepath.Join(t.TempDir(), "missing")}); err == nil {
		t.Error("a folder that is missing is served")
	}
}

// fetch waits for the server. What is refused is empty.
func fetch(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	for end := time.Now().Add(10 * time.Second); err != nil && time.Now().Before(end); response, err = http.Get(address) {
		time.Sleep(10 * time.Millisecond)
	}
	must(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return ""
	}
	data, err := io.ReadAll(response.Body)
	must(t, err)
	return string(data)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
