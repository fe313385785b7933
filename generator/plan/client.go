package plan

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"text/template"
)

// Addresses in a private stack, where people forward ports.
const (
	localUI       = "http://localhost:3000"
	localMetadata = "http://localhost:8080/metadata"
)

// client plans the files that a data scientist gets: the Metaflow profile and
// the guide to it.
func (p planner) client() []Raw {
	return []Raw{
		{"client/config.json", p.profile()},
		{"client/guide.md", p.guide()},
	}
}

// profile writes Metaflow's config.json. Every value is a string: Metaflow
// takes an object for METAFLOW_KUBERNETES_LABELS without error and makes one
// nonsense label of it.
func (p planner) profile() []byte {
	c := p.Contract
	profile := map[string]string{
		"METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP":     "METAFLOW_SERVICE_HEADERS",
		"METAFLOW_AZURE_KEY_VAULT_PREFIX":              c.KeyVault.URI.String(),
		"METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT": c.Storage.BlobEndpoint.String(),
		"METAFLOW_DATASTORE_SYSROOT_AZURE":             c.Storage.Sysroot.String(),
		"METAFLOW_DEFAULT_DATASTORE":                   "azure",
		"METAFLOW_DEFAULT_METADATA":                    "service",
		"METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE":        "az-key-vault",
		"METAFLOW_KUBERNETES_LABELS":                   "azure.workload.identity/use=true",
		"METAFLOW_KUBERNETES_NAMESPACE":                c.Namespaces.Jobs.String(),
		"METAFLOW_SERVICE_INTERNAL_URL":                fmt.Sprintf("http://metadata-service.%s:8080/metadata", c.Namespaces.Services),
		"METAFLOW_SERVICE_URL":                         p.serviceURL(),
		"METAFLOW_UI_URL":                              p.uiURL(),
	}
	if role := p.DefaultTaskRole(); role != "" {
		profile["METAFLOW_KUBERNETES_SERVICE_ACCOUNT"] = role
	}
	text, err := json.MarshalIndent(profile, "", "  ")
	if err != nil {
		panic("plan: writing a map of strings as JSON: " + err.Error())
	}
	return append(text, '\n')
}

func (p planner) uiURL() string {
	if p.Config.Expose == nil {
		return localUI
	}
	return "https://" + p.Contract.Auth.Host.String()
}

func (p planner) serviceURL() string {
	if p.Config.Expose == nil {
		return localMetadata
	}
	return p.uiURL() + "/metadata"
}

//go:embed guide.md.tmpl
var guideText string

// guide writes what a data scientist needs to know, by name.
func (p planner) guide() []byte {
	c := p.Contract
	var b bytes.Buffer
	t := template.Must(template.New("guide").Funcs(template.FuncMap{"sh": shellWord}).Option("missingkey=error").Parse(guideText))
	err := t.Execute(&b, map[string]any{
		"Stack": p.Name, "Private": p.Config.Expose == nil, "UI": p.uiURL(), "Service": p.serviceURL(),
		"Cluster": c.Cluster.Name, "Group": c.ResourceGroupName, "Subscription": c.SubscriptionID, "Tenant": c.TenantID,
		"Services": c.Namespaces.Services, "Jobs": c.Namespaces.Jobs,
		"Default": p.DefaultTaskRole(), "Roles": p.TaskRoles(), "Entra": p.Config.Expose != nil && p.federatedLogin(), "Audience": p.audience(),
	})
	if err != nil {
		panic("plan: writing the guide: " + err.Error())
	}
	return b.Bytes()
}

var shellSafe = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=-]+$`)

// shellWord quotes a value so that a shell reads it as one word.
func shellWord(v any) string {
	s := fmt.Sprint(v)
	if shellSafe.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// audience is what a program asks a token for.
func (p planner) audience() string {
	switch auth := p.Contract.Auth; {
	case auth == nil:
		return ""
	case len(auth.APIAudiences) == 0:
		return auth.ClientID.String()
	default:
		return auth.APIAudiences[0].String()
	}
}
