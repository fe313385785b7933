package state

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"github.com/hashicorp/hcl/v2"
)

// Failure is why a state could not be read: the class of the failure, and what
// to do about it. Callers tell classes apart by Summary.
type Failure struct {
	Summary string
	Detail  string
	// At is the backend configuration that led there.
	At hcl.Range
}

func (f *Failure) Error() string { return f.Summary + ": " + f.Detail }

// Diagnostic shows the failure like any other mistake.
func (f *Failure) Diagnostic() *hcl.Diagnostic {
	return diag.Error(f.At, f.Summary, f.Detail)
}

// The classes of failures.
const (
	NoWorkspace   = "No such workspace"
	NoState       = "No state yet"
	NoOutputs     = "State without outputs"
	AccessDenied  = "Access denied"
	NoCredentials = "No credentials"
	BlobNotFound  = "Blob not found"
	Network       = "Network failure"
	Interrupted   = "Interrupted"
	BadBackend    = "Unusable backend configuration"
	NoTerraform   = "Terraform not found"
	NotReady      = "Terraform not initialized"
	PullFailed    = "Terraform failed"
	Unreadable    = "State not readable"
)

func failure(summary, format string, args ...any) *Failure {
	return &Failure{Summary: summary, Detail: fmt.Sprintf(format, args...)}
}

// ended tells why a context ended, or returns nil while it has not.
func ended(ctx context.Context) *Failure {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return failure(Network, "There was no answer in time. Check the network, proxy and firewall, or give it longer with --timeout.")
	case ctx.Err() != nil:
		return failure(Interrupted, "The run was interrupted while it was reading the state. Nothing was written.")
	}
	return nil
}

// noWorkspace names the workspaces that there are.
func noWorkspace(name string, there []string) *Failure {
	slices.Sort(there)
	cure := fact.Suggest(name, there)
	if cure == "" {
		cure = ". There is none yet."
		if len(there) > 0 {
			cure = fmt.Sprintf(". There are %s.", strings.Join(there, ", "))
		}
	}
	return failure(NoWorkspace, "The backend has no workspace %q%s A stack's state is in the workspace of its name: select it with `terraform workspace select -or-create %s`, and apply.", name, cure, name)
}
