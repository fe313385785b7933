package auth

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// recorder is a stand-in for the proxy's program: it writes its arguments and
// its environment down, and answers nothing.
const recorder = `#!/bin/sh
printf '%s\n' "$@" > "$0.args"
/usr/bin/env > "$0.env"
exec /bin/sleep 60
`

// TestProxyGetsWhatIsRendered starts a stand-in as oauth2-proxy, and compares
// what it got with what is rendered and with the table of what is mapped.
func TestProxyGetsWhatIsRendered(t *testing.T) {
	for _, b := range bundles(t) {
		t.Run(b.stack, func(t *testing.T) {
			if why := b.missing(); why != "" {
				t.Skip(why)
			}
			program := filepath.Join(t.TempDir(), "recorder")
			if err := os.WriteFile(program, []byte(recorder), 0o755); err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, b, oauth2Proxy{program})
			for _, d := range []deployment{b.people, b.programs} {
				d.args = append(d.args, "--request-logging=false", "--cookie-secret-file=/mnt/secrets/cookie-secret")
				w.compare(t, d, program)
			}
		})
	}
}

func (w *world) compare(t *testing.T, d deployment, program string) {
	t.Helper()
	p, err := w.place(d)
	if err != nil {
		t.Fatal(err)
	}
	command, err := w.subject.command(w, d, p)
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	mapped := map[string]mapping{}
	for _, m := range p.mappings {
		mapped[m.what] = m
	}
	recorded := waitFor(t, program+".env")
	_ = command.Process.Kill()
	_ = command.Wait()
	want := map[string]string{}
	for _, v := range d.env {
		want[v.Name] = v.Value
	}
	for _, m := range p.mappings {
		want[m.what] = m.to
	}
	for name, value := range want {
		if !strings.HasPrefix(name, "--") && !slices.Contains(recorded, name+"="+value) {
			t.Errorf("%s: the proxy did not get %s=%s", d.name, name, value)
		}
	}
	for _, line := range recorded {
		name, _, _ := strings.Cut(line, "=")
		if _, known := want[name]; !known && !slices.Contains([]string{"PWD", "_", "SHLVL", "OLDPWD"}, name) {
			t.Errorf("%s: the proxy got %s, which is neither rendered nor in the table", d.name, line)
		}
	}
	args := waitFor(t, program+".args")
	if want := []string{"--request-logging=false", "--cookie-secret-file=" + w.file("cookie-secret")}; !slices.Equal(args, want) {
		t.Errorf("%s: the proxy got arguments %q, want %q", d.name, args, want)
	}
	for _, name := range []string{"--cookie-secret-file", "OAUTH2_PROXY_COOKIE_SECRET_FILE", "OAUTH2_PROXY_HTTP_ADDRESS", "HTTPS_PROXY", "SSL_CERT_FILE"} {
		if _, known := mapped[name]; !known {
			t.Errorf("%s: the table does not show %s", d.name, name)
		}
	}
	if err := os.Remove(program + ".env"); err != nil {
		t.Error(err)
	}
}

// waitFor reads the lines of a file as soon as it is written to its end.
func waitFor(t *testing.T, file string) []string {
	t.Helper()
	for range 500 {
		data, err := os.ReadFile(file)
		if text, whole := strings.CutSuffix(string(data), "\n"); err == nil && whole {
			return strings.Split(text, "\n")
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s was not written", file)
	return nil
}
