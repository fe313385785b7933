package secrets

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/secret"
)

// TestCheck finds known values and what looks like a credential, at their lines, once
// per line, and repeats none of them.
func TestCheck(t *testing.T) {
	const password = "Mf-correct-horse-battery"
	token := "ghp_" + strings.Repeat("a1B2", 9)
	known := new(secret.Known)
	known.Add("database.password", password)
	for _, c := range []struct {
		text string
		want []string // line: what the detail names
	}{
		{"nothing: here\n", nil},
		{"a: 1\nb: " + password + "\n", []string{`2: "database.password"`}},
		{"a: " + password + " " + password + "\n", []string{`1: "database.password"`}},
		{"a: " + password + "\nb: " + password, []string{`1: "database.password"`, `2: "database.password"`}},
		{"# c\n\ntoken: " + token + "\n", []string{"3: looks like"}},
		{password + "\n" + token, []string{`1: "database.password"`, "2: looks like"}},
	} {
		var got []string
		for _, d := range Check(map[string][]byte{"overlays/prod/x.yaml": []byte(c.text)}, known) {
			if d.Subject.Filename != "overlays/prod/x.yaml" || strings.Contains(d.Detail, password) || strings.Contains(d.Detail, token) {
				t.Errorf("%q: %v", c.text, d)
			}
			got = append(got, fmt.Sprintf("%d: %s", d.Subject.Start.Line, d.Detail))
		}
		same := func(want, got string) bool {
			line, name, _ := strings.Cut(want, ": ")
			return strings.HasPrefix(got, line+": ") && strings.Contains(got, name)
		}
		if !slices.EqualFunc(c.want, got, same) {
			t.Errorf("%q: found %q, not %q", c.text, got, c.want)
		}
	}
}

// TestOrder holds that findings come in the order of the files.
func TestOrder(t *testing.T) {
	token := []byte("ghp_" + strings.Repeat("a1B2", 9))
	files := map[string][]byte{}
	var names []string
	for i := range 9 {
		name := fmt.Sprintf("f%d.yaml", i)
		files[name], names = token, append(names, name)
	}
	var got []string
	for _, d := range Check(files, new(secret.Known)) {
		got = append(got, d.Subject.Filename)
	}
	if !slices.Equal(got, names) {
		t.Errorf("the order is %v", got)
	}
}

const encrypted = "ENC[AES256_GCM,data:q7Rt2XkV9pLmZ4sW8bNc3A==,iv:q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pL=,tag:q7Rt2XkV9pLmZ4sW8bNc3A==,type:str]"

// sops is what SOPS adds to an object.
const sops = "sops:\n  age:\n    - recipient: age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n      enc: |\n        -----BEGIN AGE ENCRYPTED FILE-----\n        YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBabGx\n        -----END AGE ENCRYPTED FILE-----\n  lastmodified: \"2026-01-01T00:00:00Z\"\n  mac: " + encrypted + "\n  encrypted_regex: ^(data|stringData)$\n  version: 3.9.0\n"

const head = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: metaflow\n"

// TestManifests tells Secrets with a value in the clear from those without.
func TestManifests(t *testing.T) {
	const file = "clusters/one/secret.yaml"
	for _, c := range []struct {
		name  string
		text  string
		line  int // 0 is no finding
		words string
	}{
		{"plain text", head + "stringData:\n  password: qwertz\n", 7, "Secret metaflow/db has stringData.password in the clear."},
		{"base64", head + "data:\n  password: cXdlcnR6\n", 7, "data.password in the clear"},
		{"in JSON", `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"password": "cXdlcnR6"}}`, 1, "Secret db has data.password"},
		{"in flow", "{kind: Secret, apiVersion: v1, metadata: {name: a}, stringData: {a: qwertz}}", 1, "Secret a has"},
		{"quoted kind", strings.Replace(head, "Secret", `"Secret"`, 1) + "stringData:\n  password: qwertz\n", 7, "in the clear"},
		{"second document", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\n" + head + "stringData:\n  password: qwertz\n", 12, "in the clear"},
		{"in a list", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: a\n  stringData:\n    password: qwertz\n", 9, "Secret a has"},
		{"an anchor", head + "x: &a {password: qwertz}\nstringData: *a\n", 6, "in the clear"},
		{"a patch", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: qwertz\n", 6, "Secret db has"},
		{"half encrypted", head + "stringData:\n  password: " + encrypted + "\n  other: qwertz\n" + sops, 8, "SOPS encrypts other values of Secret metaflow/db, but stringData.other is in the clear."},
		{"data encrypted, text not", head + "data:\n  password: " + encrypted + "\nstringData:\n  other: qwertz\n" + sops, 9, "stringData.other"},
		{"no mac", head + "stringData:\n  password: " + encrypted + "\n" + strings.ReplaceAll(sops, "mac: ENC", "mac: abc"), 7, "in the clear"},
		{"no block", head + "stringData:\n  password: " + encrypted + "\n", 7, "in the clear"},
		{"a cut value", head + "stringData:\n  password: ENC[AES256_GCM,data:qwertz\n" + sops, 7, "SOPS encrypts other values"},
		{"a public key and another", head + "data:\n  ca.crt: cXdlcnR6\n  tls.key: cXdlcnR6\n", 8, "data.tls.key"},
		{"a literal", "kind: Kustomization\nsecretGenerator:\n- name: db\n  literals:\n  - username=a\n  - password=qwertz\n", 6, "Secret db of the literal password"},
		{"a file", "kind: Kustomization\nsecretGenerator:\n- name: db\n  files:\n  - plain.txt\n", 5, "Secret db of the file plain.txt"},
		{"a named file", "kind: Kustomization\nsecretGenerator:\n- name: db\n  files:\n  - password=plain.txt\n", 5, "Secret db of the file plain.txt"},
		{"variables", "kind: Kustomization\nsecretGenerator:\n- name: db\n  envs: [plain.txt]\n", 4, "Secret db of the file plain.txt"},

		{"all encrypted", head + "stringData:\n  password: " + encrypted + "\n  other: " + encrypted + "\n  empty: \"\"\n" + sops, 0, ""},
		{"data encrypted", head + "data:\n  password: " + encrypted + "\n" + sops, 0, ""},
		{"SealedSecret", "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\nspec:\n  encryptedData:\n    password: AgBq7Rt2XkV9pLmZ4sW8bNc3\n  template:\n    metadata:\n      name: db\n", 0, ""},
		{"ExternalSecret", "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: db\nspec:\n  data:\n  - secretKey: password\n    remoteRef:\n      key: db\n", 0, ""},
		{"no values", head + "type: kubernetes.io/service-account-token\n", 0, ""},
		{"an empty value", head + "data:\n  password: \"\"\n", 0, ""},
		{"deleted", head + "$patch: delete\n", 0, ""},
		{"filled in by Flux", head + "stringData:\n  password: ${DB_PASSWORD}\n", 0, ""},
		{"a placeholder", head + "stringData:\n  password: <password>\n  other: CHANGE_ME\n", 0, ""},
		{"a placeholder in base64", head + "data:\n  password: Y2hhbmdlbWU=\n", 0, ""},
		{"a repository of Argo CD", head + "stringData:\n  type: git\n  url: https://git.example.com/a\n  project: a\n", 0, ""},
		{"known hosts of Flux", head + "stringData:\n  known_hosts: git.example.com ssh-ed25519 AAAA\n  identity.pub: ssh-ed25519 AAAA\n", 0, ""},
		{"a reference", "kind: Deployment\nspec:\n  volumes:\n  - secret: {secretName: a}\n  ref: {kind: Secret, name: a}\n  data: {a: b}\n", 0, ""},
		{"another API", strings.Replace(head, "v1", "example.com/v1", 1) + "data:\n  password: qwertz\n", 0, ""},
		{"a literal that is filled in", "kind: Kustomization\nsecretGenerator:\n- name: db\n  literals:\n  - password=${PASSWORD}\n", 0, ""},
		{"an encrypted file", "kind: Kustomization\nsecretGenerator:\n- name: db\n  files: [sealed.json]\n  envs: [sealed.env]\n", 0, ""},
		{"a file that is nowhere", "kind: Kustomization\nsecretGenerator:\n- name: db\n  files: [other.txt]\n", 0, ""},
		{"no YAML", "kind: Secret\n  data: [\n", 0, ""},
	} {
		found := Manifests(map[string][]byte{file: []byte(c.text), "clusters/one/plain.txt": []byte("qwertz"), "clusters/one/sealed.json": []byte(`{"sops": {"mac": "ENC[AES256_GCM,"}}`), "clusters/one/sealed.env": []byte("a=b\nsops_mac=ENC[AES256_GCM,\n")}, nil)
		switch {
		case c.line == 0 && len(found) == 0:
		case c.line == 0 || len(found) != 1:
			t.Errorf("%s: %v", c.name, found)
		case found[0].Subject.Filename != file || found[0].Subject.Start.Line != c.line || !strings.Contains(found[0].Detail, c.words) || strings.Contains(found[0].Detail, "qwertz") || found[0].Summary != "Secret in git":
			t.Errorf("%s: line %d: %s", c.name, found[0].Subject.Start.Line, found[0].Detail)
		}
	}
}

// TestIsEncrypted holds the same of objects that are rendered.
func TestIsEncrypted(t *testing.T) {
	mac := map[string]any{"mac": encrypted}
	for _, c := range []struct {
		object map[string]any
		want   bool
	}{
		{map[string]any{"sops": mac, "data": map[string]any{"a": encrypted}}, true},
		{map[string]any{"sops": mac, "data": map[string]any{"a": encrypted}, "stringData": map[string]any{"b": encrypted, "c": ""}}, true},
		{map[string]any{"sops": mac, "data": map[string]any{"a": encrypted, "b": "cXdlcnR6"}}, false},
		{map[string]any{"sops": mac, "stringData": map[string]any{"a": "qwertz"}}, false},
		{map[string]any{"sops": mac, "data": map[string]any{"a": 4711}}, false},
		{map[string]any{"sops": map[string]any{"mac": "abc"}, "data": map[string]any{"a": encrypted}}, false},
		{map[string]any{"data": map[string]any{"a": encrypted}}, false},
		{map[string]any{"sops": "x", "data": map[string]any{"a": encrypted}}, false},
	} {
		if got := IsEncrypted(c.object); got != c.want {
			t.Errorf("%v: %v", c.object, got)
		}
	}
}

// TestAtRest names place, object and field or output of what is in a file, and where it
// belongs.
func TestAtRest(t *testing.T) {
	token := "ghp_" + strings.Repeat("a1B2", 9)
	for _, c := range []struct {
		file, text string
		want       string // file:line
		says       []string
	}{
		{"base/a/deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  namespace: b\nspec:\n  template:\n    spec:\n      containers:\n      - name: c\n        env:\n        - name: TOKEN\n          value: " + token + "\n", "base/a/deployment.yaml:13", []string{"a GitHub token is in this file", "in Deployment b/a, at spec.template.spec.containers.0.env.0.value", "SecretProviderClass"}},
		{"base/a/deployment.yaml", "kind: ConfigMap\nmetadata:\n  name: a\n# " + token + "\ndata: {}\n", "base/a/deployment.yaml:4", []string{"is in this file. Put it into Key Vault"}},
		{"base/a/kustomization.yaml", "configMapGenerator:\n- name: a\n  literals:\n  - a=" + token + "\n", "base/a/kustomization.yaml:4", []string{"It is at configMapGenerator.0.literals.0."}},
		{"base/a/b.yaml", "kind: A\nmetadata:\n  name: a\n---\nkind: ConfigMap\nmetadata:\n  name: b\ndata:\n  a: b\n  " + token + ": c\n", "base/a/b.yaml:10", []string{"in ConfigMap b, at data.(secret)"}},
		{"terraform/stacks/prod/outputs.json", "{\n  \"format\": 1,\n  \"outputs\": {\n    \"a\": {\"value\": 1},\n    \"b\": {\n      \"value\": {\"" + token + "\": 1}\n    }\n  }\n}\n", "terraform/stacks/prod/outputs.json:6", []string{`It is in output "b".`}},
		{"terraform/stacks/prod/terraform.tfvars", "a = 1\nb = \"" + token + "\"\n", "terraform/stacks/prod/terraform.tfvars:2", []string{"TF_VAR_NAME"}},
		{"clusters/one/" + token + ".yaml", "", "clusters/one:1", []string{"the name of a file in this folder"}},
		{"clusters/" + token + "/a.yaml", "", "clusters:1", []string{"the name of a file in this folder"}},
		{"base/a.bin", "\x00\x01" + token, "base/a.bin:1", []string{"a GitHub token is in this file"}},
		{"base/a.yaml", "binaryData:\n  a: " + base64.StdEncoding.EncodeToString([]byte("\x00\x01 "+token+" \xff")) + "\n", "base/a.yaml:2", []string{"a GitHub token"}},
		{"base/a.yaml", "a: [\nb: " + token + "\n", "base/a.yaml:2", []string{"a GitHub token"}},
	} {
		found := AtRest(map[string][]byte{c.file: []byte(c.text)}, new(secret.Known))
		if len(found) != 1 {
			t.Errorf("%s: %v", c.file, found)
			continue
		}
		d := found[0]
		if at := fmt.Sprintf("%s:%d", d.Subject.Filename, d.Subject.Start.Line); at != c.want || strings.Contains(fmt.Sprint(d), token) {
			t.Errorf("%s: at %s: %s", c.file, at, d.Detail)
		}
		for _, words := range c.says {
			if !strings.Contains(d.Detail, words) {
				t.Errorf("%s: no %q in: %s", c.file, words, d.Detail)
			}
		}
	}
}
