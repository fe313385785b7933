package state

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"time"
)

// State is what was read.
type State struct {
	// Source says where it was, for people: no secret is in it.
	Source string
	// Data is the state file as it is, with every secret in it.
	Data []byte
	// Locked says that somebody held the state's lock, so that it may be about
	// to change.
	Locked bool
}

// Reader reads states of one root module.
type Reader struct {
	// Folder is the root module's directory.
	Folder string
	// Env looks environment variables up; nil is the process's own.
	Env func(string) string
	// Timeout is how long one state may take.
	Timeout time.Duration

	backend *Backend
	blobs   *blobs
}

func (r *Reader) env(names ...string) string {
	for _, name := range names {
		get := r.Env
		if get == nil {
			get = os.Getenv
		}
		if v := get(name); v != "" {
			return v
		}
	}
	return ""
}

// Read reads the state of a workspace. Its errors are of type *Failure where a
// person can do something about them.
func (r *Reader) Read(ctx context.Context, workspace string) (*State, error) {
	if r.backend == nil {
		b, err := FindBackend(os.DirFS(r.Folder), r.dataFolder())
		if err != nil {
			return nil, err
		}
		r.backend = b
	}
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	s, err := r.read(ctx, workspace)
	if err == nil {
		err = hasOutputs(s.Data, workspace)
	}
	return s, r.located(err)
}

func (r *Reader) read(ctx context.Context, workspace string) (*State, error) {
	switch r.backend.Type {
	case "local":
		return r.readLocal(workspace)
	case "azurerm":
		return azure{r}.readBlob(ctx, workspace)
	}
	return r.pull(ctx, workspace)
}

// located adds the place of the backend block to a failure.
func (r *Reader) located(err error) error {
	if f := new(Failure); errors.As(err, &f) && f.At.Filename == "" {
		f.At = r.backend.At
	}
	return err
}

func (r *Reader) dataFolder() string {
	if folder := r.env("TF_DATA_DIR"); folder != "" {
		return folder
	}
	return ".terraform"
}

// hasOutputs refuses a state that has none. What cannot be parsed here is left
// to the parser of outputs, which says more about it.
func hasOutputs(data []byte, workspace string) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return noState(workspace)
	}
	var doc struct {
		Version   int     `json:"version"`
		Outputs   content `json:"outputs"`
		Resources content `json:"resources"`
	}
	switch err := json.Unmarshal(data, &doc); {
	case err != nil || doc.Version != 4 || bool(doc.Outputs):
		return nil
	case !bool(doc.Resources):
		return noState(workspace)
	}
	return failure(NoOutputs, "The state of workspace %q has resources, but no outputs. Declare those of the contract in terraform/outputs.tf, and apply.", workspace)
}

// content reports whether there is anything in an object or a list, without a copy of it.
type content bool

func (c *content) UnmarshalJSON(data []byte) error {
	switch {
	case string(data) == "null":
		return nil
	case data[0] != '{' && data[0] != '[':
		return errors.New("neither an object nor a list")
	}
	*c = len(bytes.TrimSpace(data[1:len(data)-1])) > 0
	return nil
}

func noState(workspace string) error {
	return failure(NoState, "Nothing has been applied in workspace %q. Apply it first: `terraform workspace select %s`, then `terraform apply -var-file=stacks/%s/terraform.tfvars`.", workspace, workspace, workspace)
}
