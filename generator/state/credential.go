package state

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"example.com/metaflow-gitops/generator/secret"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// setting returns an argument of the backend, or else the first environment
// variable that is set.
func (r azure) setting(name string, variables ...string) string {
	return cmp.Or(r.backend.Get(name), r.env(variables...))
}

func (r azure) isOn(name, variable string) bool {
	return strings.EqualFold(r.setting(name, variable), "true") || r.setting(name, variable) == "1"
}

// ofAccount returns a variable of the Azure command line, unless that is about
// another storage account.
func (r azure) ofAccount(account, variable string) string {
	if other := r.env("AZURE_STORAGE_ACCOUNT"); other != "" && other != account {
		return ""
	}
	return r.env(variable)
}

func (r azure) accessKey(account string) string {
	return cmp.Or(r.setting("access_key", "ARM_ACCESS_KEY"), r.ofAccount(account, "AZURE_STORAGE_KEY"))
}

func (r azure) sasToken(account string) string {
	return cmp.Or(r.setting("sas_token", "ARM_SAS_TOKEN"), r.ofAccount(account, "AZURE_STORAGE_SAS_TOKEN"))
}

// identity is whom to sign in as, and with which password: what is not set is "".
type identity struct{ tenant, client, password string }

func (r azure) identity() (identity, error) {
	id := identity{
		tenant:   r.setting("tenant_id", "ARM_TENANT_ID", "AZURE_TENANT_ID"),
		client:   r.setting("client_id", "ARM_CLIENT_ID", "AZURE_CLIENT_ID"),
		password: r.setting("client_secret", "ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"),
	}
	var err error
	if id.client == "" {
		id.client, err = r.fromFile("client_id_file_path", "ARM_CLIENT_ID_FILE_PATH")
	}
	if id.password == "" && err == nil {
		id.password, err = r.fromFile("client_secret_file_path", "ARM_CLIENT_SECRET_FILE_PATH")
	}
	return id, err
}

// credential signs in with what the ARM_* variables of Terraform or the
// AZURE_* ones of the SDK say; without any, the SDK's default chain looks for
// a workload identity, a managed identity and the Azure command line.
func (r azure) credential(c clouds, options azcore.ClientOptions) (azcore.TokenCredential, error) {
	id, err := r.identity()
	if err != nil {
		return nil, err
	}
	assertion := r.assertion()
	var credential azcore.TokenCredential
	switch {
	case id.tenant != "" && id.client != "" && id.password != "":
		credential, err = azidentity.NewClientSecretCredential(id.tenant, id.client, id.password, &azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: c.private})
	case id.tenant != "" && id.client != "" && assertion != nil:
		credential, err = azidentity.NewClientAssertionCredential(id.tenant, id.client, assertion, &azidentity.ClientAssertionCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: c.private})
	case r.isOn("use_msi", "ARM_USE_MSI"):
		o := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: options}
		if id.client != "" {
			o.ID = azidentity.ClientID(id.client)
		}
		credential, err = azidentity.NewManagedIdentityCredential(o)
	default:
		credential, err = azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{ClientOptions: options, TenantID: id.tenant, DisableInstanceDiscovery: c.private})
	}
	if err != nil {
		return nil, failure(NoCredentials, "What is set to sign in to Azure with does not fit together. Check the ARM_* and AZURE_* variables, tenant and client id first.")
	}
	return credential, nil
}

// fromFile reads a setting that is kept in a file. Whoever names one means it: without it,
// another identity would sign in.
func (r azure) fromFile(name, variable string) (string, error) {
	path := r.setting(name, variable)
	if path == "" {
		return "", nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", failure(NoCredentials, "The file that `%s` or %s names cannot be read: %v.", name, variable, err)
	}
	if data = bytes.TrimSpace(data); len(data) == 0 {
		return "", failure(NoCredentials, "The file %q, which `%s` or %s names, is empty.", path, name, variable)
	}
	return string(data), nil
}

// assertion returns what gets a federated token: from a variable, a file, or
// the pipeline's own issuer. It is nil where there is none.
func (r azure) assertion() func(context.Context) (string, error) {
	wanted := r.isOn("use_oidc", "ARM_USE_OIDC") || r.isOn("use_aks_workload_identity", "ARM_USE_AKS_WORKLOAD_IDENTITY")
	token := r.setting("oidc_token", "ARM_OIDC_TOKEN")
	file := r.setting("oidc_token_file_path", "ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE")
	address := r.setting("oidc_request_url", "ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL")
	bearer := r.setting("oidc_request_token", "ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
	switch {
	case wanted && token != "":
		return func(context.Context) (string, error) { return token, nil }
	case file != "" && (wanted || r.env("AZURE_FEDERATED_TOKEN_FILE") != ""):
		return func(context.Context) (string, error) {
			data, err := os.ReadFile(file) // anew each time, as it is rotated
			if err != nil {
				return "", failure(NoCredentials, "The federated token cannot be read: %v.", err)
			}
			return string(bytes.TrimSpace(data)), nil
		}
	case wanted && address != "" && bearer != "":
		return func(ctx context.Context) (string, error) { return requestToken(ctx, address, bearer) }
	}
	return nil
}

// audience is whom Entra ID wants a federated token to be made for.
const audience = "api://AzureADTokenExchange"

// requestToken gets a token of the pipeline that the run is part of, in the
// way of GitHub Actions.
func requestToken(ctx context.Context, address, bearer string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", failure(NoCredentials, "The address of the pipeline's token issuer is no URL.")
	}
	query := u.Query()
	query.Set("audience", audience)
	u.RawQuery = query.Encode()
	var answer struct{ Value string }
	if err := getJSON(ctx, u.String(), "Bearer "+bearer, &answer); err != nil || answer.Value == "" {
		return "", failure(AccessDenied, "The pipeline's issuer gives no token. The job needs the permission `id-token: write`.")
	}
	return answer.Value, nil
}

func getJSON(ctx context.Context, address, authorization string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(into)
}

func isNetwork(err error) bool {
	return errors.As(err, new(net.Error)) || errors.As(err, new(*net.OpError)) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// cause is the innermost error, which no longer quotes the URL: a signature
// may be in it.
func cause(err error) string {
	if u := new(url.Error); errors.As(err, &u) {
		err = u.Err
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	return quote(secret.NewRedactor(nil).Redact(text))
}
