package auth

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

// bundle is what the suite reads of the rendered objects of one stack.
type bundle struct {
	stack            string
	host             string
	people, programs deployment
	routes           []route
}

// route sends the paths under a prefix to a service.
type route struct{ prefix, service string }

// deployment is one auth proxy as it is rendered.
type deployment struct {
	name      string
	args      []string
	env       []variable
	mounts    []string
	readyPath string
	// federated says that the workload identity webhook adds its variables.
	federated bool
	clientID  string // of the service account, which the webhook reads
	tenantID  string
}

// variable has a value, or takes it from the key of a Secret.
type variable struct{ Name, Value, secret string }

// readBundle reads the folder overlays/<stack>/rendered.
func readBundle(stack, folder string) (bundle, error) {
	b := bundle{stack: stack}
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return b, err
	}
	accounts := map[string]map[string]string{}
	owners := map[string]string{}
	for _, file := range files {
		var o object
		data, err := os.ReadFile(file)
		if err != nil {
			return b, err
		}
		if err := yaml.Unmarshal(data, &o); err != nil {
			return b, fmt.Errorf("reading %s: %w", file, err)
		}
		switch {
		case o.Kind == "ServiceAccount":
			accounts[o.Metadata.Name] = o.Metadata.Annotations
		case o.Kind == "HTTPRoute" || o.Kind == "Ingress":
			b.host, b.routes = o.routes()
		case o.Kind == "Deployment" && strings.HasPrefix(o.Metadata.Name, "auth-proxy-"):
			d, err := o.deployment()
			if err != nil {
				return b, fmt.Errorf("reading %s: %w", file, err)
			}
			owners[d.name] = o.Spec.Template.Spec.ServiceAccountName
			*b.of(d.name) = d
		}
	}
	for _, d := range []*deployment{&b.people, &b.programs} {
		if d.name == "" || len(b.routes) == 0 {
			return b, fmt.Errorf("%s: no auth proxies behind a route; is the stack exposed?", folder)
		}
		a := accounts[owners[d.name]]
		d.clientID, d.tenantID = a["azure.workload.identity/client-id"], a["azure.workload.identity/tenant-id"]
	}
	return b, nil
}

// of returns one of the two proxies by the name of its Deployment and Service.
func (b *bundle) of(name string) *deployment {
	if strings.HasSuffix(name, "-programs") {
		return &b.programs
	}
	return &b.people
}

// missing says what this machine lacks to serve the stack, or nothing.
func (b bundle) missing() string {
	if b.people.option("session-store-type") == "redis" {
		return redisMissing()
	}
	return ""
}

// option returns an option of the proxy by its flag, from the arguments or the
// environment. Lists have a variable in the plural.
func (d deployment) option(flag string) string {
	for _, a := range d.args {
		if value, ok := strings.CutPrefix(a, "--"+flag+"="); ok {
			return value
		}
	}
	name := "OAUTH2_PROXY_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
	for _, v := range d.env {
		if v.Name == name || v.Name == name+"S" {
			return v.Value
		}
	}
	return ""
}

func (d deployment) list(flag string) []string {
	value := d.option(flag)
	if value == "" {
		return nil
	}
	return strings.Split(value, ",")
}

// audiences are those that are accepted from each issuer.
func (d deployment) audiences() []audience {
	main := d.option("oidc-issuer-url")
	all := []audience{{main, d.option("client-id")}}
	for _, a := range d.list("oidc-extra-audience") {
		all = append(all, audience{main, a})
	}
	for _, pair := range d.list("extra-jwt-issuers") {
		issuer, name, _ := strings.Cut(pair, "=")
		all = append(all, audience{issuer, name})
	}
	return all
}

type audience struct{ issuer, name string }

// upstreams are the services behind the proxy.
func (d deployment) upstreams() []*url.URL {
	var all []*url.URL
	for _, text := range d.list("upstream") {
		if u, err := url.Parse(text); err == nil {
			all = append(all, u)
		}
	}
	return all
}
