package exposure

import (
	"path"
	"strings"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// podPath is a field of the pods of a Deployment.
func podPath(field ...string) []string {
	return append([]string{"spec", "template", "spec"}, field...)
}

// otherContainers checks that no other container of the pod is a proxy, too, takes
// the proxy's port in its place, or reaches into its processes.
func (x proxies) otherContainers(p proxy) {
	for _, list := range []string{"initContainers", "containers"} {
		for _, c := range manifest.Maps(p.Owner.Pod().Fields, "spec", list) {
			name, image := manifest.Text(c, "name"), manifest.Text(c, "image")
			switch {
			case name == proxyContainer && list == "containers":
			case strings.Contains(image, "oauth2-proxy"):
				x.Field(p.Owner, name, podPath(list, name), "Second auth proxy in a pod", "Container %q of %s runs %q, whose options are not checked here. Remove it.", name, p, image)
			default:
				x.Field(p.Owner, name, podPath(list, name), "Container beside the auth proxy", "Container %q of %s shares its network and its secrets: it could listen on port %s in its place, and ask nobody for a login. Run it in pods of its own.", name, p, oauth2proxy.Port)
			}
		}
	}
	if shares := manifest.Get(p.Owner.Pod().Fields, "spec", "shareProcessNamespace"); shares != nil && shares != false {
		x.Field(p.Owner, "shareProcessNamespace", podPath("shareProcessNamespace"), "Processes shared with the auth proxy", "Other containers of %s could read its memory and its secrets, and end it (shareProcessNamespace). Remove the field.", p)
	}
}

// names checks that the proxy finds the issuer and the services where the cluster's
// DNS says that they are.
func (x proxies) names(p proxy) {
	const summary, why = "Names resolved elsewhere", "the names of the issuer and the services could lead elsewhere. Remove the field."
	spec := manifest.Fields(p.Owner.Pod().Fields, "spec")
	for _, field := range [][]string{{"hostAliases"}, {"dnsConfig", "nameservers"}, {"dnsConfig", "searches"}} {
		if len(manifest.Items(spec, field...)) > 0 {
			x.Field(p.Owner, field[len(field)-1], podPath(field...), summary, "%s has %s, so %s", p, strings.Join(field, "."), why)
		}
	}
	if policy := manifest.Text(spec, "dnsPolicy"); policy != "" && policy != "ClusterFirst" {
		x.Field(p.Owner, "dnsPolicy", podPath("dnsPolicy"), summary, "%s has dnsPolicy %s, so %s", p, policy, why)
	}
}

// secrets checks that the key of all sessions is the one of Key Vault: anyone who knows
// it can make a session for anybody.
func (x proxies) secrets(p proxy) {
	volume := ""
	for _, m := range manifest.Maps(p.container, "volumeMounts") {
		at := path.Clean("/" + manifest.Text(m, "mountPath"))
		isPart := m["subPath"] != nil || m["subPathExpr"] != nil
		if at == oauth2proxy.SecretsFolder && volume == "" && !isPart {
			volume = manifest.Text(m, "name")
			continue
		}
		if at == oauth2proxy.SecretsFolder || strings.HasPrefix(at, oauth2proxy.SecretsFolder+"/") {
			x.Field(p.Owner, manifest.Text(m, "mountPath"), containerPath("volumeMounts"), "Secret of unknown origin", "%s mounts something else at %q, where the secrets of Key Vault are. Mount it elsewhere.", p, manifest.Text(m, "mountPath"))
		}
	}
	for _, v := range manifest.Maps(p.Owner.Pod().Fields, "spec", "volumes") {
		if name := manifest.Text(v, "name"); name == volume && (manifest.Text(v, "csi", "driver") != "secrets-store.csi.k8s.io" || manifest.Text(v, "csi", "volumeAttributes", "secretProviderClass") != stack.AuthProxy) {
			x.Field(p.Owner, name, podPath("volumes", name), "Secret of unknown origin", "The volume %q of %s, which is mounted at %s, is not the SecretProviderClass %s: anyone who reads what is there could make a session for anybody. Leave it as it is in base/auth-proxy.", name, p, oauth2proxy.SecretsFolder, stack.AuthProxy)
		}
	}
	if volume == "" {
		x.Field(p.Owner, "volumeMounts", containerPath("volumeMounts"), "Secret of unknown origin", "%s mounts nothing at %s, where the secrets of Key Vault are. Leave the mount as it is in base/auth-proxy.", p, oauth2proxy.SecretsFolder)
	}
}

// secretObjects checks that what is mounted there is what the outputs name.
func (x proxies) secretObjects() {
	path := []string{"spec", "parameters", "objects"}
	want := plan.ProxySecrets(x.Stack)
	o, found := x.Find("SecretProviderClass", x.servicesNamespace(), stack.AuthProxy)
	if found && manifest.Text(o.Fields, path...) != want.Value {
		x.Field(o, "objectName", path, "Secret of unknown origin", "%s reads other secrets than the output auth and expose.redis name (spec.parameters.objects); one of them is the key of all sessions. Change the output, and leave the field out here.", o)
	}
}
