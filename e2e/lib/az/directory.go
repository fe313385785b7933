package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// directory is what the stand-in knows: one cluster, and applications.
type directory struct {
	file string

	// Cluster is the profile of the cluster, as far as somebody put it there.
	Cluster    map[string]any `json:"cluster"`
	Routing    map[string]any `json:"webAppRouting"`
	Gateway    map[string]any `json:"gatewayApi"`
	Apps       []*application `json:"apps"`
	Principals []string       `json:"principals"`
}

type application struct {
	AppID       string       `json:"appId"`
	DisplayName string       `json:"displayName"`
	Web         web          `json:"web"`
	API         api          `json:"api"`
	Groups      string       `json:"groupMembershipClaims"`
	Identifiers []string     `json:"identifierUris"`
	Credentials []credential `json:"federatedCredentials"`
}

type web struct {
	RedirectURIs []string `json:"redirectUris"`
}

type api struct {
	TokenVersion int `json:"requestedAccessTokenVersion"`
}

// credential is a federated credential, with an id that Entra ID adds.
type credential struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Issuer    string   `json:"issuer"`
	Subject   string   `json:"subject"`
	Audiences []string `json:"audiences"`
}

func load(file string) (*directory, error) {
	d := &directory{file: file}
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	return d, json.Unmarshal(data, d)
}

func (d *directory) save() error {
	data, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(d.file, data, 0o600)
}

// run answers one command.
func (d *directory) run(command string, options map[string][]string) (any, error) {
	one := func(name string) string { return strings.Join(options[name], " ") }
	switch command {
	case "aks show":
		profile := map[string]any{"name": one("name"), "ingressProfile": map[string]any{"gatewayApi": d.Gateway, "webAppRouting": d.Routing}}
		maps.Copy(profile, d.Cluster)
		return profile, nil
	case "aks approuting enable":
		d.routing("enabled", true)
		return nil, nil
	case "aks approuting update":
		d.routing("nginx", map[string]any{"defaultIngressControllerType": one("nginx")})
		return nil, nil
	case "aks update":
		d.Gateway = map[string]any{"installation": "Standard"}
		d.routing("gatewayApiImplementations", map[string]any{"appRoutingIstio": map[string]any{"mode": "Enabled"}})
		return nil, nil
	case "ad app list":
		return slices.DeleteFunc(slices.Clone(d.Apps), func(a *application) bool { return one("filter") != "displayName eq '"+a.DisplayName+"'" }), nil
	case "ad app create":
		a := &application{AppID: fmt.Sprintf("750ecefe-89d0-42ba-b265-%012d", len(d.Apps)), DisplayName: one("display-name")}
		d.Apps = append(d.Apps, a)
		return a, nil
	case "ad sp list":
		return slices.DeleteFunc(slices.Clone(d.Principals), func(id string) bool { return one("filter") != "appId eq '"+id+"'" }), nil
	case "ad sp create":
		d.Principals = append(d.Principals, one("id"))
		return nil, nil
	case "group create", "storage account create", "storage account blob-service-properties update", "storage container-rm create", "role assignment create":
		return nil, nil
	}
	i := slices.IndexFunc(d.Apps, func(a *application) bool { return a.AppID == one("id") })
	if i < 0 {
		return nil, fmt.Errorf("%s: there is no application %q", command, one("id"))
	}
	return d.Apps[i].run(command, options)
}

// routing sets something of application routing.
func (d *directory) routing(key string, value any) {
	if d.Routing == nil {
		d.Routing = map[string]any{}
	}
	d.Routing[key] = value
}

// run answers one command about an application.
func (a *application) run(command string, options map[string][]string) (any, error) {
	switch command {
	case "ad app show":
		return a, nil
	case "ad app update":
		return nil, a.update(options)
	case "ad app federated-credential list":
		return a.Credentials, nil
	case "ad app federated-credential create", "ad app federated-credential update":
		c := credential{ID: "4f0a1c52-3b1e-4a7e-9b57-0d6f8a1c2b3d"}
		if err := json.Unmarshal([]byte(strings.Join(options["parameters"], "")), &c); err != nil {
			return nil, err
		}
		i := slices.IndexFunc(a.Credentials, func(old credential) bool { return old.Name == c.Name })
		if created := strings.HasSuffix(command, "create"); created != (i < 0) {
			return nil, fmt.Errorf("%s of %q: it is there: %t", command, c.Name, i >= 0)
		}
		a.Credentials = append(slices.DeleteFunc(a.Credentials, func(old credential) bool { return old.Name == c.Name }), c)
		return nil, nil
	}
	return nil, fmt.Errorf("%q is no command of the stand-in", command)
}

func (a *application) update(options map[string][]string) error {
	if uris, ok := options["web-redirect-uris"]; ok {
		a.Web.RedirectURIs = uris
	}
	if uris, ok := options["identifier-uris"]; ok {
		a.Identifiers = uris
	}
	switch set := strings.Join(options["set"], " "); set {
	case "":
	case "api.requestedAccessTokenVersion=2":
		a.API.TokenVersion = 2
	case "groupMembershipClaims=SecurityGroup":
		a.Groups = "SecurityGroup"
	default:
		return fmt.Errorf("--set %s is not known", set)
	}
	return nil
}
