package state

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// pull asks Terraform itself, which knows every backend. The workspace is
// selected for that process alone, and only after it was found in the list:
// some backends create one that is merely asked for.
func (r *Reader) pull(ctx context.Context, workspace string) (*State, error) {
	program, err := r.program()
	if err != nil {
		return nil, err
	}
	there, err := r.workspaces(ctx, program)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(there, workspace) {
		return nil, noWorkspace(workspace, there)
	}
	data, err := r.run(ctx, program, workspace, "state", "pull")
	if err != nil {
		return nil, err
	}
	return &State{Source: "the " + r.backend.Type + " backend", Data: data}, nil
}

// workspaces lists what there is; a backend that knows no workspaces has the
// default one.
func (r *Reader) workspaces(ctx context.Context, program string) ([]string, error) {
	list, err := r.run(ctx, program, "default", "workspace", "list")
	if errors.Is(err, errNoWorkspaces) {
		return []string{"default"}, nil
	}
	return workspacesOf(list), err
}

// program is terraform, or tofu where that is what initialised the module or
// what there is.
func (r *Reader) program() (string, error) {
	names := []string{"terraform", "tofu"}
	lock, _ := os.ReadFile(r.path(".terraform.lock.hcl")) // may be missing
	if bytes.Contains(lock, []byte("registry.opentofu.org/")) {
		slices.Reverse(names)
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", failure(NoTerraform, "A state of the %s backend is read through Terraform, and neither terraform nor tofu is on the PATH. Install one, or give the outputs with --outputs.", r.backend.Type)
}

func (r *Reader) run(ctx context.Context, program, workspace string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = r.Folder
	cmd.Env = append(cmd.Environ(), "TF_WORKSPACE="+workspace, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1", "TF_CLI_ARGS=", "TF_LOG=")
	// Interrupted first, so that it can clean up behind itself.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	var complaint bytes.Buffer
	out := &bounded{limit: MaxSize}
	cmd.Stdout, cmd.Stderr = out, &complaint
	err := cmd.Run()
	if f := ended(ctx); f != nil {
		return nil, f
	}
	if out.exceeded {
		return nil, tooLarge(MaxSize)
	}
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		return nil, failure(NoTerraform, "It cannot be run: %v.", err)
	}
	if err != nil {
		return nil, r.complaint(args, complaint.String())
	}
	return out.data.Bytes(), nil
}

// quote shortens a foreign text.
func quote(text string) string {
	if len(text) > 400 {
		text = text[:400] + "…"
	}
	return strings.ToValidUTF8(text, "")
}

// workspacesOf reads what `workspace list` prints.
func workspacesOf(list []byte) []string {
	var names []string
	for line := range strings.Lines(string(list)) {
		if name := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "*")); name != "" && !strings.Contains(name, " ") {
			names = append(names, name)
		}
	}
	return names
}
