package terraform

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/arm"
)

// Who runs Terraform, by client id, and the group that both are in.
const (
	tenant  = "fd959e53-4c40-4c38-bf91-2400835a2e22"
	alice   = "b0f1a8a4-53c8-4d0b-8f3d-3f2f1c6f7a55"
	bob     = "7765194f-7167-45ce-b529-0ecda0de3458"
	runners = "5d4a3a2e-6f3c-4a53-9b0e-0b8f5a4d7c21"
)

// subscriptions are those of the stacks.
var subscriptions = map[string]string{"prod": "77bceb8e-90a4-4e64-8659-cb83b3a05665", "research": "7843ecb2-ae69-4622-94b5-eda970b72371"}

// site is a copy of the module that is applied by the real provider into a
// stand-in for Azure of its own. Its state is a file.
type site struct {
	t     *testing.T
	stack string
	dir   string
	cloud *arm.Cloud
	// who runs Terraform.
	who string
	// given are further environment variables.
	given []string
}

// newSite is a site on subscriptions that nobody used before, beside what
// others own: a DNS zone, a registry, a cluster.
func newSite(t *testing.T, stack string) *site {
	t.Helper()
	s := &site{t: t, stack: stack, dir: moduleCopy(t), cloud: newCloud(t), who: alice}
	s.faster()
	change(t, s.file("backend.tf"), `backend "azurerm"`, `backend "local"`)
	s.terraform("init", "-input=false")
	s.terraform("workspace", "new", stack)
	return s
}

// newCloud is a stand-in that has what the three stacks find in Azure. A role is
// honoured 22 seconds after it was given: the provider itself waits for 20 until
// all copies of the directory know it, and the module's wait of 5 has to be
// there, too.
func newCloud(t *testing.T) *arm.Cloud {
	t.Helper()
	c := arm.Start(t, tenant)
	c.Propagation = 22 * time.Second
	c.Join(runners, alice)
	c.Join(runners, bob)
	for _, zone := range []string{"", "staging.", "research."} {
		c.Put("/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/"+zone+"example.com", map[string]any{"location": "global"})
	}
	c.Put("/subscriptions/"+subscriptions["prod"]+"/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/crmetaflowprod", map[string]any{
		"location": "westeurope", "sku": map[string]any{"name": "Premium"}, "properties": map[string]any{"loginServer": "crmetaflowprod.azurecr.io", "adminUserEnabled": false}})
	putShared(c, subscriptions["prod"], "westeurope")
	putShared(c, subscriptions["research"], "northeurope")
	return c
}

// faster lets the copy wait for seconds where provider and module wait for
// minutes: the provider looks for two at a new vault that is open to the public
// network, which the stand-in does not look at.
func (s *site) faster() {
	write(s.t, s.file("modules/vault/faster_override.tf"), "resource \"azurerm_key_vault\" \"this\" {\n  public_network_access_enabled = false\n}\n")
}

func (s *site) file(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *site) variables() string { return s.file("stacks/" + s.stack + "/terraform.tfvars") }

func (s *site) env() []string {
	env := append(s.cloud.Env(s.who), "TF_VAR_role_propagation_seconds=5", "TF_VAR_runners=[\""+runners+"\"]", "TF_IN_AUTOMATION=1", "TF_INPUT=false", "TF_CLI_ARGS_apply=-parallelism=30", "TF_CLI_ARGS_destroy=-parallelism=30")
	return append(env, s.given...)
}

func (s *site) terraform(args ...string) string {
	s.t.Helper()
	return must(s.t, s.dir, s.env(), "terraform", args...)
}

// run runs Terraform with the variables of the stack, and returns how that ended.
func (s *site) run(command string, args ...string) result {
	s.t.Helper()
	return run(s.t, s.dir, s.env(), "terraform", append([]string{command, "-input=false", "-no-color", "-var-file=" + s.variables()}, args...)...)
}

// apply applies the stack, which has to end well.
func (s *site) apply(args ...string) {
	s.t.Helper()
	if r := s.run("apply", append([]string{"-auto-approve"}, args...)...); r.status != 0 {
		s.t.Fatalf("apply: exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
}

// refused holds a run to an error that says a text.
func (s *site) refused(want, command string, args ...string) {
	s.t.Helper()
	r := s.run(command, args...)
	if said := strings.Join(strings.Fields(strings.ReplaceAll(r.stderr, "│", " ")), " "); r.status == 0 || !strings.Contains(said, want) {
		s.t.Fatalf("%s was to fail with %q: exit status %d\n%s%s", command, want, r.status, r.stdout, r.stderr)
	}
}

// settled holds a plan to have nothing to do.
func (s *site) settled(args ...string) {
	s.t.Helper()
	if r := s.run("plan", append([]string{"-detailed-exitcode"}, args...)...); r.status != 0 {
		s.t.Fatalf("the plan was to be empty: exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
}

// planned is one change of a plan.
type planned struct {
	Address string
	Type    string
	Change  struct {
		Actions []string
	}
}

// changes are those of a plan that does something.
func (s *site) changes(args ...string) []planned {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), "plan")
	if r := s.run("plan", append([]string{"-out=" + file}, args...)...); r.status != 0 {
		s.t.Fatalf("plan: exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	var plan struct {
		Changes []planned `json:"resource_changes"`
	}
	decode(s.t, s.terraform("show", "-json", file), &plan)
	return slices.DeleteFunc(plan.Changes, func(c planned) bool {
		return slices.Equal(c.Change.Actions, []string{"no-op"}) || slices.Equal(c.Change.Actions, []string{"read"})
	})
}

// holdsData are the types that hold data, which nobody brings back.
var holdsData = []string{"azurerm_postgresql_flexible_server", "azurerm_postgresql_flexible_server_database", "azurerm_storage_account", "azurerm_storage_container", "azurerm_key_vault"}

// destroyed are the addresses of a plan's data that is destroyed or replaced.
func destroyed(changes []planned) (addresses []string) {
	for _, c := range changes {
		if slices.Contains(holdsData, c.Type) && slices.Contains(c.Change.Actions, "delete") {
			addresses = append(addresses, c.Address)
		}
	}
	return addresses
}

// guard lifts or sets the guard of what holds data in the copy.
func (s *site) guard(how string) {
	s.t.Helper()
	must(s.t, repository, nil, "terraform/guard", how, s.dir)
}

func (s *site) password() string {
	return s.cloud.Secret("kv-metaflow-"+s.stack, "metaflow-database-password")
}

func (s *site) serverPassword() string { return s.cloud.ServerPassword("psql-metaflow-" + s.stack) }

// path is that of a resource of the stack.
func (s *site) path(kind, name string) string {
	return "/subscriptions/" + subscriptions[s.stack] + "/resourceGroups/rg-metaflow-" + s.stack + "/providers/" + kind + "/" + name
}

func (s *site) server() string {
	return s.path("Microsoft.DBforPostgreSQL/flexibleServers", "psql-metaflow-"+s.stack)
}

func (s *site) cluster() string {
	return s.path("Microsoft.ContainerService/managedClusters", "aks-metaflow-"+s.stack)
}

// saved is an applied stack: its state, and the stand-in as it was then.
type saved struct {
	stack        string
	state, cloud []byte
}

// again is a site that goes on from an applied stack.
func (o saved) again(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, stack: o.stack, dir: moduleCopy(t), cloud: newCloud(t), who: alice}
	s.faster()
	change(t, s.file("backend.tf"), `backend "azurerm"`, `backend "local"`)
	file := filepath.Join(t.TempDir(), "cloud.json")
	write(t, file, string(o.cloud))
	if err := s.cloud.Load(file); err != nil {
		t.Fatal(err)
	}
	s.terraform("init", "-input=false")
	folder := s.file("terraform.tfstate.d/" + o.stack)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "terraform.tfstate"), string(o.state))
	s.terraform("workspace", "select", o.stack)
	return s
}

// save keeps state and stand-in.
func (s *site) save() saved {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), "cloud.json")
	if err := s.cloud.Save(file); err != nil {
		s.t.Fatal(err)
	}
	cloud, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	return saved{stack: s.stack, state: []byte(s.terraform("state", "pull")), cloud: cloud}
}
