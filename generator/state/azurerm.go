package state

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/blob"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/bloberror"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/lease"
)

// Role is the least Azure role that can read a state.
const Role = "Storage Blob Data Reader"

// blobs is the container of the azurerm backend. One serves a whole run, so
// that one sign-in does, too.
type blobs struct {
	client  *container.Client
	account string
	name    string // of the container
	key     string // of the default workspace's blob
}

// infix stands between the key and the name of any other workspace.
const infix = "env:"

func (b *blobs) keyOf(workspace string) string {
	if workspace == "default" {
		return b.key
	}
	return b.key + infix + workspace
}

// readBlob reads a state of the azurerm backend.
func (r *Reader) readBlob(ctx context.Context, workspace string) (*State, error) {
	if r.blobs == nil {
		opened, err := r.openBlobs(ctx)
		if err != nil {
			return nil, err
		}
		r.blobs = opened
	}
	b := r.blobs
	s, err := b.read(ctx, workspace)
	if bloberror.HasCode(err, bloberror.BlobNotFound) {
		return nil, b.absent(ctx, workspace)
	}
	return s, b.explain(ctx, err)
}

func (b *blobs) read(ctx context.Context, workspace string) (*State, error) {
	key := b.keyOf(workspace)
	response, err := b.client.NewBlobClient(key).DownloadStream(ctx, nil)
	if err != nil {
		return nil, err
	}
	body := response.NewRetryReader(ctx, &blob.RetryReaderOptions{MaxRetries: retries})
	defer func() { _ = body.Close() }()
	data, err := readAll(body)
	if err != nil {
		return nil, err
	}
	locked := response.LeaseState != nil && *response.LeaseState == lease.StateTypeLeased
	return &State{Source: fmt.Sprintf("blob %q in container %q of %s", key, b.name, b.account), Data: data, Locked: locked}, nil
}

// absent tells a workspace that is not there from a key that is not.
func (b *blobs) absent(ctx context.Context, workspace string) error {
	var there []string
	pages := b.client.NewListBlobsFlatPager(&container.ListBlobsFlatOptions{Prefix: &b.key})
	for pages.More() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return b.explain(ctx, err)
		}
		for _, item := range page.Segment.BlobItems {
			rest := strings.TrimPrefix(*item.Name, b.key)
			if name, named := strings.CutPrefix(rest, infix); named {
				there = append(there, name)
			} else if rest == "" {
				there = append(there, "default")
			}
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
func (r *Reader) clientOptions(c clouds) azcore.ClientOptions {
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

func (r *Reader) openBlobs(ctx context.Context) (*blobs, error) {
	if err := r.backend.require("storage_account_name", "container_name", "key"); err != nil {
		return nil, err
	}
	b := &blobs{account: r.backend.Get("storage_account_name"), name: r.backend.Get("container_name"), key: r.backend.Get("key")}
	c, err := r.findCloud(ctx)
	if err != nil {
		return nil, err
	}
	address := fmt.Sprintf("https://%s.blob.%s/%s", b.account, c.suffix, b.name)
	options := r.clientOptions(c)
	b.client, err = r.openContainer(address, b.account, c, &container.ClientOptions{ClientOptions: options})
	return b, err
}

func (r *Reader) openContainer(address, account string, c clouds, options *container.ClientOptions) (*container.Client, error) {
	if key := r.accessKey(account); key != "" {
		shared, err := container.NewSharedKeyCredential(account, key)
		if err != nil {
			return nil, failure(NoCredentials, "The access key is no base64. Check where it was copied from.")
		}
		return container.NewClientWithSharedKeyCredential(address, shared, options)
	}
	if token := r.sasToken(account); token != "" {
		return container.NewClientWithNoCredential(address+"?"+strings.TrimPrefix(token, "?"), options)
	}
	credential, err := r.credential(c, options.ClientOptions)
	if err != nil {
		return nil, err
	}
	return container.NewClient(address, credential, options)
}

// explain says what an error of Azure means. Nothing of the response is
// repeated but its code: a URL in it may carry a signature.
func (b *blobs) explain(ctx context.Context, err error) error {
	f, response := new(Failure), new(azcore.ResponseError)
	refused, unable := new(azidentity.AuthenticationFailedError), new(azidentity.AuthenticationRequiredError)
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case ended(ctx) != nil:
		return ended(ctx)
	case errors.As(err, &refused) && refused.RawResponse != nil:
		return failure(AccessDenied, "Microsoft Entra ID refuses the sign-in%s. Check tenant, client id, and the secret or federated credential that belongs to them.", codeOf(err))
	case errors.As(err, &response):
		return b.explainResponse(response)
	case errors.As(err, &unable) || isUnavailable(err):
		return failure(NoCredentials, "There is nothing to sign in with. Run `az login`, or set ARM_CLIENT_ID and ARM_TENANT_ID with ARM_CLIENT_SECRET or ARM_USE_OIDC=true, or ARM_ACCESS_KEY.")
	}
	return failure(Network, "Storage account %q cannot be reached, after %d tries: %s. Check the account's name, network, proxy and firewall.", b.account, retries+1, cause(err))
}

func (b *blobs) explainResponse(response *azcore.ResponseError) error {
	code := response.ErrorCode
	switch {
	case bloberror.HasCode(response, bloberror.ContainerNotFound, "FilesystemNotFound"):
		return failure(BlobNotFound, "Storage account %q has no container %q. Check `container_name` in terraform/%s.", b.account, b.name, SettingsFile)
	case bloberror.HasCode(response, bloberror.AuthorizationPermissionMismatch):
		return failure(AccessDenied, "The identity may not read container %q of storage account %q. It needs the role %q there. A new role assignment takes some minutes.", b.name, b.account, Role)
	case bloberror.HasCode(response, "KeyBasedAuthenticationNotPermitted"):
		return failure(AccessDenied, "Storage account %q takes no access keys. Leave the key out, and sign in as an identity with the role %q.", b.account, Role)
	case bloberror.HasCode(response, "AuthorizationFailure", "IpAuthorizationError"):
		return failure(AccessDenied, "The network rules of storage account %q do not let this machine in, or the SAS does not allow it (%s).", b.account, code)
	case response.StatusCode == http.StatusForbidden || response.StatusCode == http.StatusUnauthorized || strings.Contains(code, "Authentication") || code == "PublicAccessNotPermitted":
		return failure(AccessDenied, "Storage account %q refuses these credentials (%s). A key or SAS may be wrong or have expired; an identity needs the role %q on container %q.", b.account, orStatus(code, response.StatusCode), Role, b.name)
	case response.StatusCode >= http.StatusInternalServerError || response.StatusCode == http.StatusTooManyRequests:
		return failure(Network, "Storage account %q answers with %s, after %d tries. Try again later.", b.account, orStatus(code, response.StatusCode), retries+1)
	}
	return failure(Unreadable, "Storage account %q answers with %s. Check the backend configuration.", b.account, orStatus(code, response.StatusCode))
}

func orStatus(code string, status int) string {
	if code == "" {
		return fmt.Sprintf("status %d", status)
	}
	return fmt.Sprintf("%s, status %d", code, status)
}

var entraCode = regexp.MustCompile(`AADSTS[0-9]+`)

func codeOf(err error) string {
	if code := entraCode.FindString(err.Error()); code != "" {
		return " (" + code + ")"
	}
	return ""
}

// isUnavailable tells whether no kind of credential was there to be tried.
func isUnavailable(err error) bool {
	var unavailable interface{ NonRetriable() }
	return errors.As(err, &unavailable) && !isNetwork(err)
}
