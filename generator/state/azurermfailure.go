package state

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

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
	case hasCode(response, "ContainerNotFound", "FilesystemNotFound"):
		return failure(BlobNotFound, "Storage account %q has no container %q. Check `container_name` in terraform/%s.", b.account, b.name, SettingsFile)
	case hasCode(response, "AuthorizationPermissionMismatch"):
		return failure(AccessDenied, "The identity may not read container %q of storage account %q. It needs the role %q there. A new role assignment takes some minutes.", b.name, b.account, Role)
	case hasCode(response, "KeyBasedAuthenticationNotPermitted"):
		return failure(AccessDenied, "Storage account %q takes no access keys. Leave the key out, and sign in as an identity with the role %q.", b.account, Role)
	case hasCode(response, "AuthorizationFailure", "IpAuthorizationError"):
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

// isUnavailable reports whether no kind of credential was there to be tried.
func isUnavailable(err error) bool {
	var unavailable interface{ NonRetriable() }
	return errors.As(err, &unavailable) && !isNetwork(err)
}
