package pipelines

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// run is one run of a pipeline, in a workspace of its own.
type run struct {
	t      *testing.T
	at     host
	origin *origin
	// ref is what is checked out, as the platform names it.
	ref       string
	workspace string
	env       map[string]string // of the platform
	// edited are variables of steps that the owner of another repository would edit in the YAML file.
	edited map[string]string
	// What came of it.
	failed   []string // steps
	log      string
	artefact string // folder, or "" if nothing was attached
}

// run runs the steps one after the other, as the platform does.
func (r *run) run(steps []step) {
	r.t.Helper()
	for _, s := range steps {
		always, known := conditions[s.condition]
		if !known {
			r.t.Fatalf("step %q has a condition that this test does not know: %s", s.name, s.condition)
		}
		if len(r.failed) > 0 && !always {
			continue
		}
		if !r.step(s) {
			r.failed = append(r.failed, s.name)
		}
	}
	r.t.Logf("log of %s\n%s", r.at.name(), r.log)
}

// conditions of steps, and whether such a step runs after one that failed.
var conditions = map[string]bool{"": false, "${{ !cancelled() }}": true, "succeededOrFailed()": true}

func (r *run) step(s step) bool {
	r.t.Helper()
	with, env := r.substitute(s.with), r.substitute(s.env)
	for name, value := range r.edited {
		if _, there := env[name]; there {
			env[name] = value
		}
	}
	if s.uses == "" {
		return r.bash(s.script, env)
	}
	standIn, known := standIns[s.uses]
	if !known {
		r.t.Fatalf("%q is an action or task that this test has no stand-in for; look at what it does, and add it to the table", s.uses)
	}
	return standIn(r, with, env)
}

// standIns say what the test does in place of each action and task.
var standIns = map[string]func(r *run, with, env map[string]string) bool{
	// A shallow fetch of one commit, as both do it.
	"actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8": (*run).checkout,
	"checkout: self": (*run).checkout,
	// Go is that of this machine.
	"actions/setup-go@44694675825211faa026b3c33043df3e48a5fa00": func(*run, map[string]string, map[string]string) bool { return true },
	"GoTool@0": func(*run, map[string]string, map[string]string) bool { return true },
	// What is attached is kept in a folder.
	"actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f": (*run).attach,
	"PublishPipelineArtifact@1":                                        (*run).attach,
	// A login, and then the script, for which az has a token of who is logged in.
	"AzureCLI@2": (*run).azureCLI,
}

func (r *run) checkout(with, _ map[string]string) bool {
	commit := git(r.t, r.origin.folder, "rev-parse", r.ref)
	git(r.t, r.workspace, "init", "--quiet")
	git(r.t, r.workspace, "config", "remote.origin.url", r.origin.url)
	if with["persist-credentials"] != "false" {
		git(r.t, r.workspace, "config", "http."+r.origin.url+".extraheader", "Authorization: Bearer "+token)
	}
	depth := with["fetch-depth"]
	if depth == "" {
		depth = "1"
	}
	remote := "refs/remotes/" + strings.TrimPrefix(strings.Replace(r.ref, "refs/heads/", "origin/", 1), "refs/")
	git(r.t, r.workspace, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth="+depth, "file://"+r.origin.folder, "+"+commit+":"+remote)
	git(r.t, r.workspace, "checkout", "--quiet", "--force", remote)
	return true
}

func (r *run) attach(with, _ map[string]string) bool {
	from := with["path"] + with["targetPath"]
	if !filepath.IsAbs(from) {
		r.t.Fatalf("%q is attached, where a pull request could put anything", from)
	}
	r.artefact = r.t.TempDir()
	if err := os.CopyFS(r.artefact, os.DirFS(from)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.t.Fatal(err)
	}
	return true
}

// azureCLI runs a script with an az that has a token for Azure DevOps, and for nothing else.
func (r *run) azureCLI(with, env map[string]string) bool {
	folder := r.t.TempDir()
	const asked = "account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 --query accessToken --output tsv"
	write(r.t, filepath.Join(folder, "az"), "#!/bin/sh\n[ \"$*\" = '"+asked+"' ] && echo "+token+"\n")
	if err := os.Chmod(filepath.Join(folder, "az"), 0o755); err != nil {
		r.t.Fatal(err)
	}
	env["PATH"] = folder + ":" + os.Getenv("PATH")
	return r.bash(with["inlineScript"], env)
}

// expression is one of GitHub's or a macro of Azure DevOps.
var expression = regexp.MustCompile(`\$\{\{ (.*?) \}\}|\$\(([A-Za-z.]+)\)`)

// substitute puts values in place of expressions.
func (r *run) substitute(in map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range in {
		out[name] = expression.ReplaceAllStringFunc(value, func(e string) string {
			m := expression.FindStringSubmatch(e)
			v, known := r.at.expressions(r.env)[m[1]+m[2]]
			if !known {
				r.t.Fatalf("%s is an expression that this test does not know", e)
			}
			return v
		})
	}
	return out
}

// bash runs a script in the workspace. It has the variables of the platform and of the step and nothing of this
// process, but where Go keeps things; and it can fetch nothing.
func (r *run) bash(script string, env map[string]string) bool {
	home := r.t.TempDir()
	write(r.t, filepath.Join(home, ".config/go/telemetry/mode"), "off") // or Go leaves a process behind that writes there
	all := map[string]string{"PATH": os.Getenv("PATH"), "HOME": home, "GOPROXY": "off", "GOTOOLCHAIN": "local",
		"GOCACHE": caches[0], "GOMODCACHE": caches[1], "GIT_CONFIG_NOSYSTEM": "1"}
	maps.Copy(all, r.env)
	maps.Copy(all, env)
	cmd := exec.Command("bash", r.at.bashFlags()...)
	cmd.Args = append(cmd.Args, "-c", script)
	cmd.Dir = r.workspace
	for _, name := range slices.Sorted(maps.Keys(all)) {
		cmd.Env = append(cmd.Env, name+"="+all[name])
	}
	out, err := cmd.CombinedOutput()
	r.log += string(out)
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		r.t.Fatal(err)
	}
	return err == nil
}
