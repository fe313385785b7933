package secrets

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/secret"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Manifests checks that no Secret in files has a value in the clear, and that no
// kustomization makes one of such. A Secret all of whose values are encrypted by SOPS
// passes, as does one whose values are filled in later.
func Manifests(files map[string][]byte, known *secret.Known) hcl.Diagnostics {
	m := manifests{files: files, redactor: secret.NewRedactor(known)}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if isManifest(file) && couldHaveSecret(files[file]) {
			m.file = file
			for _, document := range parse(files[file]) {
				m.document(document)
			}
		}
	}
	return m.diags
}

// HasSecret reports whether a file has a Secret with a value in the clear.
func HasSecret(file string, data []byte) bool {
	return len(Manifests(map[string][]byte{file: data}, nil)) > 0
}

// couldHaveSecret reports whether a file is worth parsing.
func couldHaveSecret(data []byte) bool {
	if bytes.Contains(data, []byte("secretGenerator")) {
		return true
	}
	for rest := data; ; {
		i := bytes.Index(rest, []byte("Secret"))
		if i < 0 {
			return false
		}
		before := bytes.TrimRight(rest[:i], " \"'")
		if rest = rest[i+len("Secret"):]; len(before) > 0 && before[len(before)-1] == ':' && bytes.HasSuffix(bytes.TrimRight(before, ": \"'"), []byte("kind")) {
			return true
		}
	}
}

type manifests struct {
	files    map[string][]byte
	redactor *secret.Redactor
	file     string
	diags    hcl.Diagnostics
}

func (m *manifests) report(line int, format string, args ...any) {
	m.diags = append(m.diags, diag.Error(diag.Line(m.file, line), "Secret in git",
		m.redactor.Redact(fmt.Sprintf(format, args...))+" Keep the value in Key Vault and read it through a SecretProviderClass, or encrypt it by SOPS or as a SealedSecret. Replace it if it was ever in git."))
}

func (m *manifests) document(n *yaml.Node) {
	switch {
	case textAt(n, "kind") == "Secret" && slices.Contains([]string{"v1", ""}, textAt(n, "apiVersion")):
		m.secret(n)
	case textAt(n, "kind") == "List":
		if items := member(n, "items"); items != nil {
			for _, item := range items.Content {
				m.document(item)
			}
		}
	case member(n, "secretGenerator") != nil:
		for _, entry := range member(n, "secretGenerator").Content {
			m.generator(entry)
		}
	}
}

// secret reports the first value of a Secret that is in the clear.
func (m *manifests) secret(n *yaml.Node) {
	isEncrypted := isCiphertext(textAt(n, "sops", "mac"))
	for _, field := range []string{"data", "stringData"} {
		values := member(n, field)
		if values == nil || values.Kind != yaml.MappingNode {
			continue
		}
		for i := 0; i+1 < len(values.Content); i += 2 {
			key, value := values.Content[i], values.Content[i+1]
			if value.Kind == yaml.AliasNode {
				value = value.Alias
			}
			if isEncrypted && isCiphertext(value.Value) || isHarmless(key.Value, plainOf(field, value.Value)) {
				continue
			}
			if isEncrypted {
				m.report(key.Line, "SOPS encrypts other values of Secret %s, but %s.%s is in the clear.", nameOf(n), field, key.Value)
			} else {
				m.report(key.Line, "Secret %s has %s.%s in the clear.", nameOf(n), field, key.Value)
			}
			return
		}
	}
}

func nameOf(n *yaml.Node) string {
	_, name, _ := strings.Cut(objectOf(n), " ")
	return name
}

// plainOf is the value of a field of a Secret, without the base64 that is in data.
func plainOf(field, value string) string {
	if decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value), "")); field == "data" && err == nil {
		return string(decoded)
	}
	return value
}

// isCiphertext reports whether SOPS encrypted a value.
func isCiphertext(value string) bool {
	return strings.HasPrefix(value, "ENC[AES256_GCM,data:") && strings.Contains(value, ",iv:") && strings.Contains(value, ",tag:") && strings.HasSuffix(value, "]")
}

// harmlessKeys are those of values that need not be secret: what a Secret of an
// engine says of a repository or a cluster, and the public halves of keys.
var harmlessKeys = []string{"url", "type", "name", "project", "username", "server", "namespaces", "clusterResources", "insecure", "enableLfs", "enableOCI", "forceHttpBasicAuth", "known_hosts", "ca.crt", "caFile", "tls.crt", "certFile", "identity.pub", "ssh-publickey", "provider", "address", "proxy"}

// isHarmless reports whether a value of a Secret is empty, is filled in later, or need
// not be secret.
func isHarmless(key, value string) bool {
	return strings.TrimSpace(value) == "" || slices.Contains(harmlessKeys, key) || secret.IsPlaceholder(value)
}

// generator reports what a kustomization makes a Secret of.
func (m *manifests) generator(entry *yaml.Node) {
	name := textAt(entry, "name")
	for _, literal := range itemsOf(entry, "literals") {
		key, value, _ := strings.Cut(literal.Value, "=")
		if !isHarmless(key, strings.Trim(value, `"'`)) {
			m.report(literal.Line, "The kustomization makes Secret %s of the literal %s, which is in the clear.", name, key)
			return
		}
	}
	for _, field := range []string{"files", "envs", "env"} {
		for _, item := range itemsOf(entry, field) {
			key, file, isNamed := strings.Cut(item.Value, "=")
			if !isNamed {
				key, file = path.Base(item.Value), item.Value
			}
			data, isThere := m.files[path.Join(path.Dir(m.file), file)]
			if isThere && !isEncryptedFile(data) && !isHarmless(key, string(data)) {
				m.report(item.Line, "The kustomization makes Secret %s of the file %s, which is in the clear.", name, file)
				return
			}
		}
	}
}

// itemsOf are the scalars of a list, or the only one.
func itemsOf(n *yaml.Node, key string) []*yaml.Node {
	list := member(n, key)
	switch {
	case list == nil:
		return nil
	case list.Kind == yaml.ScalarNode:
		return []*yaml.Node{list}
	}
	return list.Content
}

// isEncryptedFile reports whether SOPS encrypted a file, in any of its formats.
func isEncryptedFile(data []byte) bool {
	for _, mac := range []string{`"mac": "ENC[`, "mac: ENC[", "sops_mac=ENC[", "mac = ENC["} {
		if bytes.Contains(data, []byte(mac)) {
			return true
		}
	}
	return false
}

// IsEncrypted reports whether SOPS encrypted all values of a Secret.
func IsEncrypted(object map[string]any) bool {
	sops, _ := object["sops"].(map[string]any)
	if mac, _ := sops["mac"].(string); !isCiphertext(mac) {
		return false
	}
	for _, field := range []string{"data", "stringData"} {
		values, _ := object[field].(map[string]any)
		for _, v := range values {
			if text, isText := v.(string); !isText || text != "" && !isCiphertext(text) {
				return false
			}
		}
	}
	return true
}
