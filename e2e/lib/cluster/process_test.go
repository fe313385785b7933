package cluster

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestKeep holds that a kept process comes back when it ends by itself, and not
// when it is stopped.
func TestKeep(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "log"), 0o755); err != nil {
		t.Fatal(err)
	}
	lives := filepath.Join(folder, "lives")
	c := &Cluster{Folder: folder}
	// It ends at once in its first life, and stays in its second.
	p, err := c.Run("server", "/bin/sh", nil, "-c", `echo life >>"$0"; test $(wc -l <"$0") -gt 1 && exec sleep 60`, lives)
	if err != nil {
		t.Fatal(err)
	}
	go p.keep()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if text, _ := os.ReadFile(lives); string(text) == "life\nlife\n" && p.Alive() {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("it did not come back")
		}
	}
	p.Stop()
	time.Sleep(200 * time.Millisecond)
	if text, _ := os.ReadFile(lives); p.Alive() || string(text) != "life\nlife\n" {
		t.Errorf("it came back after Stop: %q", text)
	}
}
