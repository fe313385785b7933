package terraform

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/azure"
)

// TestStack applies stack prod once, on a subscription that nobody used before,
// with its state where a stack's state is kept. Every case goes on from there.
func TestStack(t *testing.T) {
	t.Parallel()
	first := firstApply(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, saved)
	}{
		{"destroy", testDestroy}, // the longest goes first
		{"undone", testUndone},
		{"variables", testVariables},
		{"second plan", testSecondPlan},
		{"second principal", testSecondPrincipal},
		{"minor upgrade", testMinorUpgrade},
		{"grown storage", testGrownStorage},
		{"half a rotation", testHalfRotation},
		{"guard", testGuard},
		{"preview", testPreview},
		{"task role", testTaskRole},
		{"switches", testSwitches},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, first)
		})
	}
}

// firstApply plans and applies as people do, into the azurerm backend on Azurite.
func firstApply(t *testing.T) saved {
	t.Helper()
	backend, err := os.ReadFile(filepath.Join(repository, "terraform/backend.tfbackend"))
	if err != nil {
		t.Fatal(err)
	}
	argument := func(name string) string {
		return regexp.MustCompile(`(?m)^` + name + ` *= "(.*)"$`).FindStringSubmatch(string(backend))[1]
	}
	needed(t, "AZURITE")
	blobs := azure.Start(t, argument("storage_account_name"))
	blobs.Container(t, argument("container_name"))
	s := &site{t: t, stack: "prod", dir: moduleCopy(t), cloud: newCloud(t), who: alice}
	s.cloud.Beside = map[string]string{blobs.Account + ".blob.core.windows.net": blobs.Blobs()}
	s.cloud.Trust = []string{blobs.File("ca.pem")}
	s.faster()
	s.terraform("init", "-input=false", "-backend-config=backend.tfbackend")
	s.make("plan")
	plan := unzip(t, s.file("prod.tfplan")) + s.terraform("show", "-json", "prod.tfplan")
	s.make("apply")
	s.holdsNoSecret("plan", plan)
	first := s.save()
	document := s.terraform("output", "-json")
	s.holdsNoSecret("state", string(first.state))
	s.holdsNoSecret("outputs", document)
	s.holdsNoSecret("blob", blob(t, blobs, argument("container_name"), "metaflow.tfstateenv:prod"))
	t.Log(generate(t, s.stack, []byte(document)))
	return first
}

// makes runs a target of the repository's Makefile, which chooses workspace and
// variables together, and returns how that ended.
func (s *site) makes(target string, args ...string) result {
	s.t.Helper()
	return run(s.t, repository, s.env(), "make", append([]string{target, "STACK=" + s.stack, "TF_DIR=" + s.dir}, args...)...)
}

// make runs a target that has to end well.
func (s *site) make(target string, args ...string) string {
	s.t.Helper()
	r := s.makes(target, args...)
	if r.status != 0 {
		s.t.Fatalf("make %s: exit status %d\n%s%s", target, r.status, r.stdout, r.stderr)
	}
	return r.stdout
}

// holdsNoSecret looks for the stack's secrets in a document.
func (s *site) holdsNoSecret(what, document string) {
	s.t.Helper()
	if !strings.Contains(document, s.stack) {
		s.t.Errorf("the %s of %s is of something else", what, s.stack)
	}
	password, cookie := s.password(), s.cloud.Secret("kv-metaflow-"+s.stack, "metaflow-cookie-secret")
	if !regexp.MustCompile(`^Mf[0-9a-f]{32}$`).MatchString(password) || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(cookie) {
		s.t.Errorf("password and cookie secret of %s have not the right form", s.stack)
	}
	if password != s.serverPassword() {
		s.t.Errorf("vault and server of %s have different passwords", s.stack)
	}
	for _, secret := range []string{password, cookie} {
		if strings.Contains(document, secret) {
			s.t.Errorf("the %s of %s holds a secret", what, s.stack)
		}
	}
}

// testSecondPlan plans what was applied, with everything looked up again.
func testSecondPlan(t *testing.T, first saved) { first.again(t).settled() }

// testSecondPrincipal lets somebody else go on: nothing is to be done, and
// nobody loses a role.
func testSecondPrincipal(t *testing.T, first saved) {
	s := first.again(t)
	s.who = bob
	s.settled()
	s.apply()
	for _, call := range s.cloud.Calls() {
		if strings.Contains(call, "roleAssignments") {
			t.Errorf("a role was changed: %s", call)
		}
	}
	s.who = alice
	s.settled()
}

// testMinorUpgrade raises the cluster's version: the control plane goes first,
// and all pools follow.
func testMinorUpgrade(t *testing.T, first saved) {
	s := first.again(t)
	current := at(s.cloud.Get(s.cluster()), "properties", "currentKubernetesVersion").(string)
	raised := "1." + following(strings.Split(current, ".")[1])
	change(t, s.variables(), "kubernetes = {\n", "kubernetes = {\n  version  = \""+raised+"\"\n")
	s.apply()
	for name, field := range map[string]string{"": "currentKubernetesVersion", "/agentPools/system": "currentOrchestratorVersion", "/agentPools/tasks": "currentOrchestratorVersion", "/agentPools/gpu": "currentOrchestratorVersion"} {
		if got := at(s.cloud.Get(s.cluster()+name), "properties", field).(string); !strings.HasPrefix(got, raised+".") {
			t.Errorf("%s%s is at %s, not %s", s.cluster(), name, got, raised)
		}
	}
	// The output has the version of before: Terraform takes what a plan knew of it.
	if changes := s.changes(); len(changes) > 0 {
		t.Errorf("there is still something to do: %v", changes)
	}
	s.apply()
	s.settled()
}

// testGrownStorage lets Azure grow the disk: that is no difference. Somebody's
// larger size grows it, in place.
func testGrownStorage(t *testing.T, first saved) {
	s := first.again(t)
	s.cloud.Change(s.server(), map[string]any{"properties": map[string]any{"storage": map[string]any{"storageSizeGB": 64, "tier": "P6"}}})
	s.settled()
	change(t, s.variables(), "database = {\n", "database = {\n  storage_mb = 131072\n")
	s.apply()
	if got := at(s.cloud.Get(s.server()), "properties", "storage", "storageSizeGB"); got != 128.0 {
		t.Errorf("the disk has %v GiB", got)
	}
	s.settled()
}

// testHalfRotation lets the apply of a rotation fail between vault and server.
// Terraform keeps the new version of a write-only argument in the state of a
// resource whose update failed, so the next apply has nothing to do, and one
// more rotation makes both equal. A first apply is another matter: there is no
// server in the state then (TestExistingCluster).
func testHalfRotation(t *testing.T, first saved) {
	s := first.again(t)
	before := s.password()
	s.given = []string{"TF_VAR_database_password_version=2"}
	s.cloud.Break("Microsoft.DBforPostgreSQL/flexibleServers")
	s.refused("InternalServerError", "apply", "-auto-approve")
	if s.password() == before || s.serverPassword() != before {
		t.Fatal("the vault was to have a new password, and the server not")
	}
	s.apply()
	if s.password() == s.serverPassword() {
		t.Error("an apply makes the passwords equal: docs/terraform.md need not ask for one more rotation")
	}
	s.given = []string{"TF_VAR_database_password_version=3"}
	s.apply()
	if s.password() != s.serverPassword() || s.password() == before {
		t.Error("vault and server have different passwords, or still the old one")
	}
	s.settled()
}

// testDestroy destroys the stack, which needs the guard lifted, and applies it
// again under the same name: the vault is protected from purging, so it comes
// back with its old secrets in it.
func testDestroy(t *testing.T, first saved) {
	s := first.again(t)
	before := s.password()
	s.refused("Instance cannot be destroyed", "destroy", "-auto-approve")
	s.planDestroy()
	s.make("apply")
	if n := s.lifted(); n != 0 {
		t.Errorf("the guard is lifted after the apply in %d modules", n)
	}
	if left := strings.TrimSpace(s.terraform("state", "list")); left != "" {
		t.Errorf("the state still has\n%s", left)
	}
	s.apply()
	if s.password() == "" || s.password() == before || s.password() != s.serverPassword() {
		t.Error("vault and server have different passwords, none, or still the old one")
	}
	s.settled()
}

// at returns what is at a path of a document.
func at(v any, path ...string) any {
	for _, name := range path {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}

// following is the minor version after one.
func following(number string) string {
	return map[string]string{"34": "35", "35": "36", "36": "37"}[number]
}

// testTaskRole adds a task role to terraform.tfvars, applies it, and lets the
// generator read the state: one line on one side is an account, its rights and
// a line of the guide on the other.
func testTaskRole(t *testing.T, first saved) {
	s := first.again(t)
	change(t, s.variables(), "task_roles = {\n", "task_roles = {\n  task-scoring  = {}\n")
	s.apply()
	root := t.TempDir()
	for _, folder := range []string{"base", "clusters", "overlays"} {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	// What was recorded is of another state.
	if err := os.Remove(s.file("stacks/prod/outputs.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(root, "terraform"), os.DirFS(s.dir)); err != nil {
		t.Fatal(err)
	}
	generator := build(t, repository, "./generator", filepath.Join(t.TempDir(), "generator"))
	t.Log(must(t, root, nil, generator, "--root", root, "--refresh", "--stack", "prod"))
	var identities map[string]role
	decode(t, s.terraform("output", "-json", "workload_identities"), &identities)
	holdsRole(t, filepath.Join(root, "overlays/prod"), identities["task-scoring"])
}

// testSwitches turns on what is off by default: logs, metrics, nodes of their own for the
// services, and addresses of the API server. The next plan is empty.
func testSwitches(t *testing.T, first saved) {
	s := first.again(t)
	change(t, s.variables(), "system_pool = {\n", "monitoring = { logs = true, prometheus = true }\n\nsystem_pool = {\n  dedicated = true\n")
	change(t, s.variables(), "kubernetes = {\n", "kubernetes = {\n  authorized_ranges = [\"203.0.113.0/24\"]\n")
	s.apply()
	s.settled()
	var cluster struct {
		ServicesPool string `json:"services_pool"`
	}
	decode(t, s.terraform("output", "-json", "cluster"), &cluster)
	if cluster.ServicesPool != "services" {
		t.Errorf("the pool of the services is %q", cluster.ServicesPool)
	}
}

// undo is a fix that is taken out of the copy of the module, and how that shows.
type undo struct {
	name string
	// out takes the fix out, and run shows the failure.
	out func(s *site)
	run func(s *site)
	// fresh starts on an empty subscription.
	fresh bool
}

// testUndone takes one fix after the other out, and sees the failure.
func testUndone(t *testing.T, first saved) {
	for _, u := range undone {
		t.Run(u.name, func(t *testing.T) {
			t.Parallel()
			var s *site
			if u.fresh {
				s = newSite(t, "prod")
			} else {
				s = first.again(t)
			}
			u.out(s)
			u.run(s)
		})
	}
}

// edit replaces the one place that a pattern finds in a file of the copy.
func (s *site) edit(name, pattern, new string) {
	s.t.Helper()
	data, err := os.ReadFile(s.file(name))
	if err != nil {
		s.t.Fatal(err)
	}
	found := regexp.MustCompile(pattern).FindAllStringIndex(string(data), -1)
	if len(found) != 1 {
		s.t.Fatalf("%s has %q %d times, not once", name, pattern, len(found))
	}
	write(s.t, s.file(name), string(slices.Concat(data[:found[0][0]], []byte(new), data[found[0][1]:])))
}
