// Package outputs tests how the generator reads outputs, with real Terraform,
// real workspaces and real servers.
package outputs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/azure"
)

// repository is a copy of this repository whose root module is one that can be
// applied here.
type repository struct {
	t         *testing.T
	folder    string
	generator string
	terraform string
	env       []string // of terraform and of the generator
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	program, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("no terraform on the PATH")
	}
	r := &repository{t: t, folder: t.TempDir(), generator: buildGenerator(t), terraform: program}
	for _, folder := range []string{"base", "clusters", "overlays", "terraform/stacks"} {
		r.copyFolder(folder)
	}
	r.write("terraform/main.tf", read(t, "testdata/main.tf"))
	for _, name := range []string{"prod", "staging"} {
		r.write("terraform/facts/"+name+".json", r.read("terraform/stacks/"+name+"/outputs.json"))
		// Not the lineage of the state that this test is about to make.
		if err := os.Remove(r.path("terraform/stacks/" + name + "/outputs.json")); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

var built = filepath.Join(os.TempDir(), fmt.Sprintf("metaflow-gitops-e2e-%d", os.Getpid()))

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(built)
	os.Exit(code)
}

// buildGenerator builds the command once for all tests.
func buildGenerator(t *testing.T) string {
	t.Helper()
	program := filepath.Join(built, "generator")
	if _, err := os.Stat(program); err == nil {
		return program
	}
	cmd := exec.Command("go", "build", "-o", program, "./generator")
	cmd.Dir = "../../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func (r *repository) path(p string) string { return filepath.Join(r.folder, filepath.FromSlash(p)) }

func (r *repository) copyFolder(folder string) {
	r.t.Helper()
	from := filepath.Join("../../..", folder)
	err := filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(from, p)
		r.write(filepath.ToSlash(filepath.Join(folder, rel)), read(r.t, p))
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *repository) write(p, text string) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.path(p)), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(r.path(p), []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r *repository) read(p string) string {
	r.t.Helper()
	return read(r.t, r.path(p))
}

func read(t *testing.T, p string) string {
	t.Helper()
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// useBackend puts a backend block, and the settings beside it, into place.
func (r *repository) useBackend(block, settings string) {
	r.write("terraform/backend.tf", block)
	r.write("terraform/backend.tfbackend", settings)
}

// production is the backend block of this repository as it stands, with the
// name of its storage account and container.
func (r *repository) production() (account, container string) {
	block, settings := read(r.t, "../../../terraform/backend.tf"), read(r.t, "../../../terraform/backend.tfbackend")
	r.useBackend(block, settings)
	return setting(r.t, settings, "storage_account_name"), setting(r.t, settings, "container_name")
}

func setting(t *testing.T, text, name string) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^\s*` + name + `\s*=\s*"([^"]*)"`).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("the backend has no %s", name)
	}
	return m[1]
}

// inAzure applies both workspaces into the production backend.
func inAzure(t *testing.T) (*repository, *azure.Cloud) {
	t.Helper()
	r := newRepository(t)
	account, name := r.production()
	cloud := azure.Start(t, account)
	cloud.Container(t, name)
	r.env = append(cloud.Env(), "ARM_ACCESS_KEY="+cloud.Key)
	r.init()
	r.apply("prod")
	r.apply("staging")
	return r, cloud
}

// tf runs terraform and returns its standard output.
func (r *repository) tf(args ...string) string {
	r.t.Helper()
	cmd := r.tfCommand(args...)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil {
		r.t.Fatalf("terraform %v: %v\n%s\n%s", args, err, out.String(), talk.String())
	}
	return out.String()
}

func (r *repository) tfCommand(args ...string) *exec.Cmd {
	cmd := exec.Command(r.terraform, args...)
	cmd.Dir = r.path("terraform")
	config := filepath.Join(built, "terraform.tfrc")
	_ = os.WriteFile(config, nil, 0o644)
	cmd.Env = append(os.Environ(), append([]string{"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE=" + config}, r.env...)...)
	return cmd
}

func (r *repository) init() { r.tf("init", "-input=false", "-backend-config=backend.tfbackend") }

func (r *repository) apply(workspace string) {
	r.t.Helper()
	if workspace != "default" {
		r.tf("workspace", "select", "-or-create", workspace)
	}
	r.tf("apply", "-input=false", "-auto-approve")
}

// result of a run of the generator.
type result struct {
	status    int
	out, talk string
}

// generate runs the generator with nothing on its PATH and nothing that was
// initialized, in an environment of its own.
func (r *repository) generate(env []string, args ...string) result {
	r.t.Helper()
	var out, talk bytes.Buffer
	cmd := r.generatorCommand(env, args...)
	cmd.Stdout, cmd.Stderr = &out, &talk
	err := cmd.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		r.t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), talk.String()}
}

func (r *repository) generatorCommand(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(r.generator, append([]string{"--root", r.folder}, args...)...)
	cmd.Env = append([]string{"PATH=/nowhere", "HOME=" + r.folder}, env...)
	return cmd
}

// fails asserts that a run fails with a class of error, and writes nothing.
func (r *repository) fails(env []string, class, detail string, args ...string) {
	r.t.Helper()
	before := r.snapshot()
	got := r.generate(env, args...)
	if got.status != 1 || !strings.Contains(got.talk, "Error: "+class+" (") || !regexp.MustCompile(detail).MatchString(got.talk) {
		r.t.Errorf("exit status %d, want the error %q with %q in\n%s", got.status, class, detail, got.talk)
	}
	if !reflect.DeepEqual(before, r.snapshot()) {
		r.t.Errorf("%s: files were changed", class)
	}
}

// snapshot is what the generator may write.
func (r *repository) snapshot() map[string]string {
	files := map[string]string{}
	for _, folder := range []string{"overlays", "clusters", "terraform/stacks"} {
		err := filepath.WalkDir(r.path(folder), func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files[p] = read(r.t, p)
			}
			return err
		})
		if err != nil {
			r.t.Fatal(err)
		}
	}
	return files
}

type output struct {
	Sensitive bool
	Type      any
	Value     any
}

// recorded asserts that outputs.json is what `terraform output -json` prints,
// without the values of sensitive outputs.
func (r *repository) recorded(workspace string) {
	r.t.Helper()
	r.tf("workspace", "select", workspace)
	r.recordedNow(workspace)
}

// recordedNow is recorded in the workspace that is selected.
func (r *repository) recordedNow(workspace string) {
	r.t.Helper()
	var live map[string]output
	var file struct{ Outputs map[string]output }
	unmarshal(r.t, r.tf("output", "-json"), &live)
	unmarshal(r.t, r.read("terraform/stacks/"+workspace+"/outputs.json"), &file)
	if len(live) < 10 {
		r.t.Fatalf("there are only %d outputs", len(live))
	}
	for name, o := range live {
		if o.Sensitive {
			o.Value = nil
			live[name] = o
		}
	}
	if !reflect.DeepEqual(live, file.Outputs) {
		r.t.Errorf("%s: recorded\n%v\nterraform output -json\n%v", workspace, file.Outputs, live)
	}
	for p, text := range r.snapshot() {
		if strings.Contains(text, "correct-horse") || strings.Contains(text, "first-token-of") {
			r.t.Errorf("%s holds a secret", p)
		}
	}
}

func unmarshal(t *testing.T, text string, into any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// refreshes asserts that both stacks can be refreshed, with an environment.
func (r *repository) refreshes(env []string) {
	r.t.Helper()
	for _, name := range []string{"prod", "staging"} {
		_ = os.Remove(r.path("terraform/stacks/" + name + "/outputs.json"))
		got := r.generate(env, "--refresh", "--stack", name)
		if got.status != 0 || !strings.Contains(got.out, "created terraform/stacks/"+name+"/outputs.json\n") {
			r.t.Fatalf("exit status %d\n%s\n%s", got.status, got.out, got.talk)
		}
	}
	r.recorded("prod")
	r.recorded("staging")
}
