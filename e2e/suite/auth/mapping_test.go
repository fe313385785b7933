package auth

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

// mapping is one thing that is not as it is rendered, since this machine is not
// the cluster.
type mapping struct{ stack, deployment, what, from, to, why string }

// placement is a proxy's arguments and environment on this machine.
type placement struct {
	args, env []string
	mappings  []mapping
}

// place maps what has to be mapped, and leaves the rest as it is rendered.
func (w *world) place(d deployment, overrides ...variable) (placement, error) {
	p := placement{}
	for _, a := range d.args {
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			p.args = append(p.args, a)
			continue
		}
		mapped, why := w.mapValue(d, optionName(name), value)
		p.note(d, name, value, mapped, why)
		p.args = append(p.args, name+"="+mapped)
	}
	for _, v := range d.env {
		mapped, why := w.mapValue(d, v.Name, v.Value)
		if i := slices.IndexFunc(overrides, func(o variable) bool { return o.Name == v.Name }); i >= 0 {
			mapped, why = overrides[i].Value, "for one case"
			overrides = slices.Delete(slices.Clone(overrides), i, i+1)
		}
		if v.secret != "" {
			v.Value, mapped, why = "Secret "+v.secret, w.keyOf(v.secret), "there are no Secrets here"
		}
		p.note(d, v.Name, v.Value, mapped, why)
		p.env = append(p.env, v.Name+"="+mapped)
	}
	for _, v := range overrides {
		p.add(d, v.Name, v.Value, "for one case")
	}
	p.add(d, "HTTPS_PROXY", "http://"+w.names, "the issuers' hosts are on this machine; any other host is refused")
	p.add(d, "SSL_CERT_FILE", w.authority.File("ca.pem"), "whom to trust for those hosts")
	if d.federated {
		p.add(d, "AZURE_CLIENT_ID", d.clientID, "as the workload identity webhook adds it")
		p.add(d, "AZURE_TENANT_ID", d.tenantID, "as the workload identity webhook adds it")
		p.add(d, "AZURE_AUTHORITY_HOST", "https://"+entraHost+"/", "as the workload identity webhook adds it")
		p.add(d, "AZURE_FEDERATED_TOKEN_FILE", w.file("federated-token"), "as the workload identity webhook adds it")
	}
	return p, w.writeSecrets(p)
}

// optionName is the variable of a flag.
func optionName(flag string) string {
	return "OAUTH2_PROXY_" + strings.ToUpper(strings.ReplaceAll(strings.TrimLeft(flag, "-"), "-", "_"))
}

func (w *world) mapValue(d deployment, name, value string) (mapped, why string) {
	switch strings.TrimPrefix(name, "OAUTH2_PROXY_") {
	case "HTTP_ADDRESS":
		return w.address[d.name], "each proxy has an address of its own"
	case "REDIS_CONNECTION_URL":
		return "redis://" + w.redis, "Redis is on this machine, without TLS"
	case "TRUSTED_PROXY_IP", "TRUSTED_PROXY_IPS":
		if w.network.private {
			return value, ""
		}
		return w.gateway.source + "/32", "no network namespace here, so no address in that range"
	case "UPSTREAM", "UPSTREAMS":
		if w.network.private {
			return value, ""
		}
		for host, address := range w.services.address {
			value = strings.ReplaceAll(value, "//"+host+"/", "//"+address+"/")
		}
		return value, "no mount namespace here, so no names of services"
	}
	for _, m := range d.mounts {
		if rest, ok := strings.CutPrefix(value, m+"/"); ok {
			return w.file(filepath.Base(rest)), "what the CSI driver mounts"
		}
	}
	return value, ""
}

func (p *placement) note(d deployment, what, from, to, why string) {
	if from != to {
		p.mappings = append(p.mappings, mapping{"", d.name, what, from, to, why})
	}
}

func (p *placement) add(d deployment, name, value, why string) {
	p.env = append(p.env, name+"="+value)
	p.mappings = append(p.mappings, mapping{"", d.name, name, "", value, why})
}

// keyOf is what the suite says instead of a key of a Secret.
func (w *world) keyOf(secret string) string {
	if strings.HasSuffix(secret, "/client-secret") {
		return w.secret
	}
	return "the-value-of-" + strings.ReplaceAll(secret, "/", "-")
}

// file is where the suite keeps what a pod would have mounted.
func (w *world) file(name string) string { return filepath.Join(w.folder, "mounted", name) }

// writeSecrets makes the files that the mapped values name.
func (w *world) writeSecrets(p placement) error {
	contents := map[string]string{"client-secret": w.secret, "federated-token": w.assertion}
	if err := os.MkdirAll(w.file(""), 0o755); err != nil {
		return err
	}
	for _, text := range slices.Concat(p.args, p.env) {
		_, path, _ := strings.Cut(text, "=")
		name := filepath.Base(path)
		if path != w.file(name) {
			continue
		}
		content, known := contents[name]
		if !known {
			content = strings.Repeat("0123456789abcdef", 2) // a cookie secret's length
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// printMappings prints the one table of what is not as rendered.
func printMappings(out io.Writer, all []mapping) {
	fmt.Fprintln(out, "\nWhat is not as it is rendered (FOLDER is one of the test):")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "stack\tdeployment\tvariable or argument\trendered\there\twhy")
	for _, m := range all {
		if m.from == "" {
			m.from = "-"
		}
		fmt.Fprintln(table, strings.Join([]string{m.stack, m.deployment, m.what, m.from, m.to, m.why}, "\t"))
	}
	table.Flush()
}
