package state

import (
	"errors"
	"testing"
)

// TestComplaint holds the meaning of what Terraform says where the numbers of an address
// look like a status.
func TestComplaint(t *testing.T) {
	r := &Reader{backend: &Backend{Type: "http"}}
	for text, want := range map[string]string{
		`Failed to get state: GET http://127.0.0.1:40149 giving up after 1 attempt(s): dial tcp 127.0.0.1:40149: connect: connection refused`: Network,
		`dial tcp 192.0.2.1:54032: connect: connection refused`:                                                                               Network,
		`HTTP remote state endpoint invalid auth`:                                                                                             AccessDenied,
		`Unexpected HTTP response code 403`:                                                                                                   AccessDenied,
		`operation error S3: HeadObject, https response error StatusCode: 401, api error: Invalid`:                                            AccessDenied,
		`operation error S3: ListObjectsV2, api error AccessDenied: Access Denied`:                                                            AccessDenied,
		`Error: Backend initialization required, please run "terraform init"`:                                                                 NotReady,
		"\x1b[31m│ Error: Unsupported state file format":                                                                                      "Unsupported state version",
		`Error: state data in S3 does not have the expected content`:                                                                          "Terraform failed",
	} {
		f := new(Failure)
		if err := r.complaint([]string{"state", "pull"}, text); !errors.As(err, &f) || f.Summary != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
