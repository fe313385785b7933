package identity

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// other are variables of a pod that the SDK or the proxy would take before the
// federated token.
var other = []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_USERNAME", "AZURE_PASSWORD"}

// injected are the variables that the webhook sets where they are absent.
var injected = []string{"AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST"}

// variable is one of a container.
type variable struct {
	value string // "" where it comes from elsewhere
	path  []string
	from  string // the Secret or ConfigMap that has all of it, or ""
}

// variables are those of all containers of a pod, in env and by envFrom, which env wins
// over.
func (f pods) variables(p manifest.Pod) map[string]variable {
	all := map[string]variable{}
	for _, c := range p.Containers {
		for i, source := range manifest.Maps(c.Fields, "envFrom") {
			at := append(slices.Clone(c.Path), "envFrom", strconv.Itoa(i))
			o, found := f.source(source, f.whereRuns(p))
			if !found {
				continue
			}
			for _, field := range []string{"data", "stringData"} {
				for key := range manifest.Fields(o.Fields, field) {
					v := variable{"", at, o.String()}
					if o.Kind == "ConfigMap" {
						v.value = manifest.Text(o.Fields, field, key)
					}
					all[manifest.Text(source, "prefix")+key] = v
				}
			}
		}
		for _, v := range manifest.Maps(c.Fields, "env") {
			name := manifest.Text(v, "name")
			all[name] = variable{manifest.Text(v, "value"), append(slices.Clone(c.Path), "env", name), ""}
		}
	}
	return all
}

// source is what an item of envFrom takes all variables of.
func (f pods) source(item map[string]any, namespace string) (manifest.Object, bool) {
	if name := manifest.Text(item, "secretRef", "name"); name != "" {
		return f.Find("Secret", namespace, name)
	}
	return f.Find("ConfigMap", namespace, manifest.Text(item, "configMapRef", "name"))
}

// environment checks that a pod has no other way to log in than its token.
func (f pods) environment(p manifest.Pod) {
	all, o := f.variables(p), p.Owner
	isFederated := all["OAUTH2_PROXY_ENTRA_ID_FEDERATED_TOKEN_AUTH"].value == "true"
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v, from := all[name], ""
		if v.from != "" {
			from = ", which they take from " + v.from
		}
		switch {
		case slices.Contains(other, name) || isFederated && strings.HasPrefix(name, "OAUTH2_PROXY_CLIENT_SECRET"):
			f.Object(o, v.path, "Client secret beside the identity", "The pods of %s have a workload identity and the variable %s%s. A secret is tried first, so they would act as somebody else, until it ends with AADSTS7000215 or AADSTS7000222. Remove it.", o, name, from)
		case slices.Contains(injected, name):
			f.Object(o, v.path, "Variable of the webhook", "The pods of %s set %s themselves%s, and the webhook sets only what is absent, so what the service account says would not count. Remove it; AADSTS700016 or AADSTS700213 is what a wrong value gives.", o, name, from)
		}
	}
	for _, c := range p.Containers {
		for i, source := range manifest.Maps(c.Fields, "envFrom") {
			f.unseen(p, c, source, append(slices.Clone(c.Path), "envFrom", strconv.Itoa(i)))
		}
	}
}

// unseen checks that a container takes all variables only of what can be looked into.
func (f pods) unseen(p manifest.Pod, c manifest.Container, source map[string]any, path []string) {
	for field, kind := range map[string]string{"secretRef": "Secret", "configMapRef": "ConfigMap"} {
		name := manifest.Text(source, field, "name")
		if name == "" {
			continue
		}
		o, found := f.Find(kind, f.whereRuns(p), name)
		if isSeen := found && (kind == "ConfigMap" || f.IsPublic(o)); !isSeen {
			f.Object(p.Owner, path, "Client secret beside the identity", "Container %v of %s takes all variables of %s %q, of which nobody can tell that AZURE_CLIENT_SECRET is not among them. A secret is tried before the identity. Name the variables that are needed, one by one.", c.Name, p.Owner, kind, name)
		}
	}
}

// stepTo is how a path names an item of a list.
func stepTo(item any, index int) string {
	if name := manifest.Text(item, "name"); name != "" {
		return name
	}
	return fmt.Sprint(index)
}
