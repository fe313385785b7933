package state

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// TestExplain holds the meaning of what Azure answers, where no stand-in gives
// that answer.
func TestExplain(t *testing.T) {
	b := &blobs{account: "stexample", name: "tfstate", key: "aks.tfstate"}
	for _, c := range []struct {
		code, summary, detail string
		status                int
	}{
		{"AuthorizationPermissionMismatch", AccessDenied, Role, 403},
		{"KeyBasedAuthenticationNotPermitted", AccessDenied, "takes no access keys", 403},
		{"AuthorizationFailure", AccessDenied, "network rules", 403},
		{"InvalidAuthenticationInfo", AccessDenied, Role, 401},
		{"PublicAccessNotPermitted", AccessDenied, "refuses these credentials", 409},
		{"ContainerNotFound", BlobNotFound, `no container "tfstate"`, 404},
		{"ServerBusy", Network, "after 4 tries", 503},
		{"", Network, "status 500", 500},
		{"AccountIsDisabled", AccessDenied, "AccountIsDisabled", 403},
		{"InvalidUri", Unreadable, "InvalidUri", 400},
	} {
		f := new(Failure)
		err := b.explain(t.Context(), &azcore.ResponseError{ErrorCode: c.code, StatusCode: c.status})
		if !errors.As(err, &f) || f.Summary != c.summary || !strings.Contains(f.Detail, c.detail) {
			t.Errorf("%s: %v", c.code, err)
		}
	}
}

// TestNoFailureQuotesAURL: a signature may be in it.
func TestNoFailureQuotesAURL(t *testing.T) {
	b := &blobs{account: "stexample"}
	address := "https://stexample.blob.core.windows.net/tfstate/x?sig=" + strings.Repeat("aB3", 14)
	err := b.explain(t.Context(), &url.Error{Op: "Get", URL: address, Err: fmt.Errorf("no such host")})
	if strings.Contains(err.Error(), "sig=") || !strings.Contains(err.Error(), "no such host") {
		t.Error(err)
	}
}

func TestEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if f := ended(ctx); f == nil || f.Summary != Interrupted {
		t.Error(f)
	}
	late, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-late.Done()
	if f := ended(late); f == nil || f.Summary != Network {
		t.Error(f)
	}
}

func TestClouds(t *testing.T) {
	for name, want := range map[string]string{"": "core.windows.net", "public": "core.windows.net", "USGovernment": "core.usgovcloudapi.net", "china": "core.chinacloudapi.cn"} {
		r := azure{&Reader{Env: func(string) string { return "" }, backend: &Backend{Settings: map[string]string{"environment": name}}}}
		if c, err := r.findCloud(t.Context()); err != nil || c.suffix != want {
			t.Errorf("%q: %v, %v", name, c, err)
		}
	}
	r := azure{&Reader{Env: func(string) string { return "" }, backend: &Backend{Settings: map[string]string{"environment": "german"}}}}
	if _, err := r.findCloud(t.Context()); err == nil {
		t.Error("a cloud that is no more")
	}
}

// TestBlobNames holds the names that Terraform gives to blobs.
func TestBlobNames(t *testing.T) {
	b := &blobs{key: "metaflow/aks.tfstate"}
	if b.keyOf("default") != "metaflow/aks.tfstate" || b.keyOf("prod") != "metaflow/aks.tfstateenv:prod" {
		t.Error(b.keyOf("default"), b.keyOf("prod"))
	}
}
