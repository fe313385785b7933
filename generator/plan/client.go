package plan

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"example.com/metaflow-gitops/generator/metaflow"
)

// Addresses for which people forward ports: all of them in a private stack, and
// that of the event source in any.
const (
	localUI       = "http://localhost:3000"
	localMetadata = "http://localhost:8080/metadata"
	localWebhook  = "http://localhost:12000/metaflow-event"
)

// client plans the files that a data scientist gets: the Metaflow profile and
// the guide to it.
func (p clientPlanner) client() []Raw {
	return []Raw{
		{ProfilePath, p.profile()},
		{"client/guide.md", p.guide()},
	}
}

func (p clientPlanner) uiURL() string {
	if p.Config.Expose == nil {
		return localUI
	}
	return "https://" + p.Contract.Auth.Host.String()
}

func (p clientPlanner) serviceURL() string {
	if p.Config.Expose == nil {
		return localMetadata
	}
	return p.uiURL() + "/metadata"
}

//go:embed guide.md.tmpl
var guideText string

// guide writes what a data scientist needs to know, by name.
func (p clientPlanner) guide() []byte {
	c := p.Contract
	var b bytes.Buffer
	t := template.Must(template.New("guide").Funcs(template.FuncMap{"sh": shellWord}).Option("missingkey=error").Parse(guideText))
	err := t.Execute(&b, map[string]any{
		"OldestPython": metaflow.OldestPython(), "NewestPython": metaflow.NewestPython(), "Evictable": p.Config.Jobs.Evictable.IsOn(), "Stack": p.Name, "Private": p.Config.Expose == nil, "UI": p.uiURL(), "Service": p.serviceURL(),
		"Cluster": c.Cluster.Name, "Group": c.ClusterGroup(), "Subscription": c.ClusterSubscription(), "Tenant": c.TenantID,
		"Services": c.Namespaces.Services, "Jobs": c.Namespaces.Jobs,
		"Default": p.DefaultTaskRole(), "Roles": p.otherRoles(), "Workflows": p.Config.ArgoWorkflows != nil, "Events": p.Config.ArgoEvents != nil,
		"Selector": p.podSettings()["METAFLOW_KUBERNETES_NODE_SELECTOR"], "Policy": p.access().hasTaskRolePolicy(), "Entra": p.Config.Expose != nil && p.login().federatedLogin(), "Audience": p.audience(),
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
func (p clientPlanner) audience() string {
	switch auth := p.Contract.Auth; {
	case auth == nil:
		return ""
	case len(auth.APIAudiences) == 0:
		return auth.ClientID.String()
	default:
		return auth.APIAudiences[0].String()
	}
}
