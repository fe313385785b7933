package state

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// Role is the least Azure role that can read a state.
const Role = "Storage Blob Data Reader"

// blobs is the container of the azurerm backend. One serves a whole run, so
// that one sign-in does, too.
type blobs struct {
	container *blobContainer
	account   string
	name      string // of the container
	key       string // of the default workspace's blob
}

// infix stands between the key and the name of any other workspace.
const infix = "env:"

func (b *blobs) keyOf(workspace string) string {
	if workspace == "default" {
		return b.key
	}
	return b.key + infix + workspace
}

// azure is the reader as far as it reads blobs of Azure Storage, and signs in there.
type azure struct{ *Reader }

// readBlob reads a state of the azurerm backend.
func (r azure) readBlob(ctx context.Context, workspace string) (*State, error) {
	if r.blobs == nil {
		opened, err := r.openBlobs(ctx)
		if err != nil {
			return nil, err
		}
		r.blobs = opened
	}
	b := r.blobs
	s, err := b.read(ctx, workspace)
	if hasCode(err, "BlobNotFound") {
		return nil, b.absent(ctx, workspace)
	}
	return s, b.explain(ctx, err)
}

func (b *blobs) read(ctx context.Context, workspace string) (*State, error) {
	key := b.keyOf(workspace)
	blob, err := b.container.get(ctx, key)
	if err != nil {
		return nil, err
	}
	source := fmt.Sprintf("blob %q in container %q of %s", key, b.name, b.account)
	return &State{Source: source, Data: blob.data, Locked: blob.leased}, nil
}

// absent tells a workspace that is not there from a key that is not.
func (b *blobs) absent(ctx context.Context, workspace string) error {
	names, err := b.container.list(ctx, b.key)
	if err != nil {
		return b.explain(ctx, err)
	}
	var there []string
	for _, name := range names {
		rest := strings.TrimPrefix(name, b.key)
		if workspace, named := strings.CutPrefix(rest, infix); named {
			there = append(there, workspace)
		} else if rest == "" {
			there = append(there, "default")
		}
	}
	switch {
	case len(there) == 0:
		return failure(BlobNotFound, "There is no blob %q in container %q of storage account %q, for no workspace. Check `key` in terraform/%s; if it is right, nothing has been applied yet.", b.keyOf(workspace), b.name, b.account, SettingsFile)
	case workspace == "default":
		return noState(workspace)
	}
	return noWorkspace(workspace, there)
}

// retries is how often a request is repeated after the first time.
const retries = 3

// clientOptions bound each try, so that a server that hangs is asked again
// before the deadline of the whole.
func (r azure) clientOptions(c clouds) azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     c.configuration(),
		Telemetry: policy.TelemetryOptions{ApplicationID: "metaflow-gitops"},
		Retry: policy.RetryOptions{
			MaxRetries:    retries,
			TryTimeout:    r.Timeout / 3,
			RetryDelay:    min(500*time.Millisecond, r.Timeout/20),
			MaxRetryDelay: r.Timeout / 5,
		},
	}
}

func (r azure) openBlobs(ctx context.Context) (*blobs, error) {
	if err := r.backend.require("storage_account_name", "container_name", "key"); err != nil {
		return nil, err
	}
	b := &blobs{account: r.backend.Get("storage_account_name"), name: r.backend.Get("container_name"), key: r.backend.Get("key")}
	c, err := r.findCloud(ctx)
	if err != nil {
		return nil, err
	}
	options := r.clientOptions(c)
	sign, signature, err := r.blobAccess(b.account, c, options)
	if err != nil {
		return nil, err
	}
	address := fmt.Sprintf("https://%s.blob.%s/%s", b.account, c.suffix, b.name)
	b.container = newBlobContainer(address, sign, signature, options)
	return b, nil
}

// storageScope is what a token must be good for. It is this one in every cloud, and whatever
// a server asks for instead gets none: its word could lead a token elsewhere.
const storageScope = "https://storage.azure.com/.default"

// blobAccess returns what signs requests, or the query of a SAS.
func (r azure) blobAccess(account string, c clouds, options azcore.ClientOptions) (policy.Policy, url.Values, error) {
	if key := r.accessKey(account); key != "" {
		sign, err := newSharedKey(account, key)
		return sign, nil, err
	}
	if token := r.sasToken(account); token != "" {
		signature, err := url.ParseQuery(strings.TrimPrefix(token, "?"))
		if err != nil { // which quotes the token
			return nil, nil, failure(NoCredentials, "The SAS is not a valid query string. Check where it was copied from.")
		}
		return nil, signature, nil
	}
	credential, err := r.credential(c, options)
	if err != nil {
		return nil, nil, err
	}
	return runtime.NewBearerTokenPolicy(credential, []string{storageScope}, nil), nil, nil
}
