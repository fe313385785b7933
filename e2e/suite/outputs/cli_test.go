package outputs

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// stateServer is the least that Terraform's http backend needs.
type stateServer struct {
	sync.Mutex
	state  []byte
	status int
	delay  time.Duration
}

func (s *stateServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	if s.delay > 0 {
		select {
		case <-time.After(s.delay):
		case <-r.Context().Done():
		}
	}
	switch {
	case s.status != 0:
		w.WriteHeader(s.status)
	case r.Method == http.MethodPost:
		s.state, _ = io.ReadAll(r.Body)
	case s.state == nil:
		w.WriteHeader(http.StatusNotFound)
	default:
		_, _ = w.Write(s.state)
	}
}

// TestHTTPBackend reads a state through `terraform state pull`.
func TestHTTPBackend(t *testing.T) {
	r := newRepository(t)
	served := new(stateServer)
	server := httptest.NewServer(served)
	defer server.Close()
	r.useBackend("terraform {\n  backend \"http\" {\n  }\n}\n", fmt.Sprintf("address = %q\nusername = \"terraform\"\npassword = \"correct-horse-password\"\nretry_max = 0\n", server.URL))
	// The backend has no workspaces, so its one stack is the default one.
	for _, file := range []string{"stack.hcl", "terraform.tfvars"} {
		r.write("terraform/stacks/default/"+file, r.read("terraform/stacks/prod/"+file))
	}
	facts := strings.ReplaceAll(r.read("terraform/facts/prod.json"), `"value": "prod"`, `"value": "default"`)
	r.write("terraform/facts/default.json", facts)
	must(t, os.RemoveAll(r.path("terraform/stacks/prod")))
	must(t, os.RemoveAll(r.path("terraform/stacks/staging")))

	env, stack := []string{"PATH=" + filepath.Dir(r.terraform)}, []string{"--refresh", "--timeout", "30s", "--stack", "default"}
	r.fails(env, "Terraform not initialized", `terraform -chdir=terraform init -backend-config=backend.tfbackend`, stack...)
	r.init()
	r.fails(env, "No state yet", "Nothing has been applied", stack...)
	r.apply("default")
	got := r.generate(env, stack...)
	if got.status != 0 || !strings.Contains(got.out, "created terraform/stacks/default/outputs.json\n") {
		t.Fatalf("exit status %d\n%s%s", got.status, got.out, got.talk)
	}
	r.recordedNow("default")

	r.fails(nil, "Terraform not found", "neither terraform nor tofu is on the PATH", stack...)
	r.fails(env, "No such workspace", `no workspace "research"`, "--refresh", "--stack", "research")
	served.status = http.StatusUnauthorized
	r.fails(env, "Access denied", "The http backend refuses these credentials", stack...)
	served.status, served.delay = 0, time.Minute
	r.fails(env, "Network failure", "no answer in time", "--refresh", "--timeout", "3s", "--stack", "default")
	server.CloseClientConnections()
	server.Listener.Close()
	r.fails(env, "Network failure", "The http backend cannot be reached", stack...)
	if got := r.generate(env, stack...); strings.Contains(got.talk, "correct-horse") {
		t.Errorf("the password is in\n%s", got.talk)
	}
}

// TestPostgreSQLBackend does the same with a backend that has workspaces, where
// a PostgreSQL server is installed.
func TestPostgreSQLBackend(t *testing.T) {
	address := startPostgreSQL(t)
	r := newRepository(t)
	r.useBackend("terraform {\n  backend \"pg\" {\n  }\n}\n", "")
	r.env = []string{"PG_CONN_STR=" + address}
	r.init()
	r.apply("prod")
	r.apply("staging")
	env := append(r.env, "PATH="+filepath.Dir(r.terraform))
	r.refreshes(env)
	r.fails(env, "No such workspace", `no workspace "research". There are default, prod, staging`, "--refresh", "--stack", "research")
	if list := r.tf("workspace", "list"); strings.Contains(list, "research") {
		t.Error("reading made a workspace")
	}
	if selected := r.tf("workspace", "show"); strings.TrimSpace(selected) != "staging" {
		t.Errorf("workspace %s is selected now", selected)
	}
}

func startPostgreSQL(t *testing.T) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		t.Skip("no PostgreSQL server is installed")
	}
	bin, folder := filepath.Dir(found[len(found)-1]), t.TempDir()
	as := new(syscall.SysProcAttr)
	if os.Getuid() == 0 { // which PostgreSQL refuses to run as
		own, err := user.Lookup("postgres")
		must(t, err)
		uid, _ := strconv.Atoi(own.Uid)
		gid, _ := strconv.Atoi(own.Gid)
		as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		// A test's folder is closed to other users.
		folder, err = os.MkdirTemp("", "postgres")
		must(t, err)
		t.Cleanup(func() { os.RemoveAll(folder) })
		must(t, os.Chown(folder, uid, gid))
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	l.Close()
	data := filepath.Join(folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "terraform", "-A", "trust", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = as, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-p", port, "-k", folder, "-c", "listen_addresses=127.0.0.1", "-F")
	server.SysProcAttr, server.Dir = as, folder
	must(t, server.Start())
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGINT)
		_ = server.Wait()
	})
	waitFor(t, func() bool {
		ready := exec.Command(filepath.Join(bin, "pg_isready"), "-h", "127.0.0.1", "-p", port)
		return ready.Run() == nil
	})
	return "postgres://terraform@127.0.0.1:" + port + "/postgres?sslmode=disable"
}
