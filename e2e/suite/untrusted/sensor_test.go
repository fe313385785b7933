package untrusted

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// reporter is a script that reports who calls it with what, under every name by which a program might be wanted.
// What the generator may ask of git, and whatever the folder has a file "obey" for, it passes on.
const reporter = `#!/bin/sh
IFS= read -r by <"/proc/$PPID/comm" || by=unknown
printf '%%s\n' "$by" "${0##*/}" "$@" >"%[1]s/$$.report"
case ${0##*/}:$3 in
git:rev-parse | git:ls-tree | git:cat-file) exec "%[2]s" "$@" ;;
git:*) [ ! -e "%[1]s/obey" ] || exec "%[2]s" "$@" ;;
esac
exit 1
`

var wanted = []string{"git", "ssh", "curl", "wget", "helm", "helmV3", "docker", "podman", "kustomize", "kubectl", "sh", "bash", "python3", "getent", "xdg-open"}

// sensors see what a run tries, without any right of their own: programs that report themselves, a server that
// hostile addresses lead to, a file that hostile commands make, and a folder for temporary files.
type sensors struct {
	t                   *testing.T
	bin, reports, ran   string
	temporary, home     string
	server              *httptest.Server
	mu                  sync.Mutex
	connections, before int
}

const fetched = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fetched\n  namespace: metaflow\n"

func newSensors(t *testing.T) *sensors {
	t.Helper()
	folder := t.TempDir()
	s := &sensors{t: t, bin: filepath.Join(folder, "bin"), reports: filepath.Join(folder, "reports"), ran: filepath.Join(folder, "ran"),
		temporary: filepath.Join(folder, "tmp"), home: filepath.Join(folder, "home")}
	for _, f := range []string{s.bin, s.reports, s.temporary, s.home} {
		if err := os.Mkdir(f, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.report(s.bin, wanted)
	s.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, fetched) }))
	s.server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if state == http.StateNew {
			s.connections++
		}
	}
	s.server.Start()
	t.Cleanup(s.server.Close)
	return s
}

func (s *sensors) report(folder string, names []string) {
	s.t.Helper()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(folder, name), fmt.Appendf(nil, reporter, s.reports, shared.git), 0o755); err != nil {
			s.t.Fatal(err)
		}
	}
}

// obey lets git be called as anybody likes, which is reported all the same.
func (s *sensors) obey() {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.reports, "obey"), nil, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// words are what attacks call what only a run knows.
func (s *sensors) words(w tree) *strings.Replacer {
	return strings.NewReplacer("$HTTP", s.server.URL, "$HOST", strings.TrimPrefix(s.server.URL, "http://"), "$RAN", s.ran, "$TREE", w.folder)
}

// env is the whole environment of a run.
func (s *sensors) env() []string {
	return []string{"PATH=" + s.bin, "TMPDIR=" + s.temporary, "HOME=" + s.home, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.Getenv("GIT_CONFIG_GLOBAL")}
}

// seen tells what was tried since it was asked last, but for calls that are allowed.
func (s *sensors) seen(isAllowed func(call) bool) []string {
	s.t.Helper()
	var all []string
	reports, err := filepath.Glob(filepath.Join(s.reports, "*.report"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, name := range reports {
		data, err := os.ReadFile(name)
		if err != nil {
			s.t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		if c := (call{by: lines[0], argv: lines[1:]}); !isAllowed(c) {
			all = append(all, "called: "+strings.Join(c.argv, " "))
		}
		s.remove(name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.connections > s.before {
		all = append(all, fmt.Sprintf("connected to the server, times %d", s.connections-s.before))
		s.before = s.connections
	}
	if _, err := os.Lstat(s.ran); err == nil {
		all = append(all, "ran the command of the attack")
		s.remove(s.ran)
	}
	return slices.Concat(all, s.leftOver())
}

func (s *sensors) leftOver() []string {
	s.t.Helper()
	var all []string
	entries, err := os.ReadDir(s.temporary)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, "left in the temporary folder: "+e.Name())
		s.remove(filepath.Join(s.temporary, e.Name()))
	}
	return all
}

func (s *sensors) remove(name string) {
	if err := os.RemoveAll(name); err != nil {
		s.t.Fatal(err)
	}
}
