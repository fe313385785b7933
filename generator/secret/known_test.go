package secret

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// ways are how people and programs write a value into a file.
func ways(value string) map[string]string {
	quoted, _ := json.Marshal(value)
	inYAML, _ := yaml.Marshal(map[string]string{"config.json": `{"password":` + string(quoted) + `}`, "b": "c"})
	asKey, _ := yaml.Marshal(map[string]string{value: "x"})
	all := encoded(value)
	for way, text := range map[string]string{
		"JSON in YAML":             string(inYAML),
		"a key":                    string(asKey),
		"single quotes":            "a: '" + strings.ReplaceAll(value, "'", "''") + "'\n",
		"single quotes in a shell": "export A='" + strings.ReplaceAll(value, "'", `'\''`) + "'\n",
		"HCL":                      "a = " + strings.NewReplacer("${", "$${", "%{", "%%{").Replace(string(quoted)) + "\n",
		"a literal block":          "a: |\n    " + strings.ReplaceAll(value, "\n", "\n    ") + "\n  b: c\n",
		"a folded block":           "a: >-\n    " + strings.ReplaceAll(strings.ReplaceAll(value, "\n", "\n\n    "), " ", "\n    ") + "\nb: c\n",
		"a heredoc":                "a = <<-EOT\n\t\t" + strings.ReplaceAll(value, "\n", "\n\t\t") + "\n\tEOT\n",
		"needed percent":           "x=" + strings.NewReplacer("%", "%25", "&", "%26", "#", "%23", "+", "%2b", " ", "%20", "\n", "%0a").Replace(value),
		"binaryData":               "binaryData:\n  a: " + base64.StdEncoding.EncodeToString([]byte("\x00\x01\x02\xff"+value+"\xfe")) + "\n",
		"hexadecimal within":       "a: " + hex.EncodeToString([]byte("xy"+value+"z")),
	} {
		all[way] = text
	}
	return all
}

// TestKnownWays finds values of every kind in every way that people write them.
func TestKnownWays(t *testing.T) {
	for _, value := range []string{
		"Mf-correct-horse-battery", `a"b\c<d>&e'f/g+h%i#j k`, "pässwörd-ß€", "${literal}-%{value}$$", "with several words in it",
		"line-one-of-secret-xx\nline-two-of-secret-yy\n", "short\nlines\nof a value\n", "  padded value \n", "4711471147114711",
		"-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\nAgEAAoIBAQC7VJTUt9Us8cKj\n-----END KEY-----\n", strings.Repeat("0123456789abcdef", 20),
	} {
		var k Known
		k.Add("output.x", value)
		for way, text := range ways(value) {
			if !strings.HasPrefix(text, "\xff\xfe") { // which only begins a file
				text = "first: line\n" + text + "\nlast: line\n"
			}
			found := k.Find([]byte(text))
			if len(found) == 0 || found[0].Name != "output.x" {
				t.Errorf("%q is not found in %s: %q", value, way, text)
			}
			if shown := NewRedactor(&k).Redact(text); len(k.Find([]byte(shown))) > 0 && !strings.HasPrefix(text, "\xff\xfe") {
				t.Errorf("%q is still in %q (%s)", value, shown, way)
			}
		}
	}
}

// TestKnownParts finds what of a value is a secret by itself.
func TestKnownParts(t *testing.T) {
	var k Known
	k.Add("url", "postgres://metaflow:Mf-correct-horse@host/db")
	if len(k.Find([]byte("password is Mf-correct-horse"))) == 0 {
		t.Error("the password of a URL is not found")
	}
	if len(k.Find([]byte("it is at metaflow@host/db"))) > 0 {
		t.Error("the rest of a URL is found")
	}
}

// TestKnownNot finds no value where there is another, or only a part of it.
func TestKnownNot(t *testing.T) {
	var k Known
	k.Add("x", "Mf-correct-horse-battery")
	k.Add("y", "some words here")
	for _, text := range []string{"", "Mf-correct-horse", "mf-correct-horse-battery", "Mf-correct-horse battery", "some words there", "somewordshere", base64.StdEncoding.EncodeToString([]byte("Mf-correct-horse-batter"))} {
		if found := k.Find([]byte(text)); len(found) > 0 {
			t.Errorf("%q: %v", text, found)
		}
	}
	var empty Known
	empty.Add("z", "short")
	if len(empty.Find([]byte("short short short"))) > 0 {
		t.Error("a short value is found")
	}
}

// TestPlaces tells where in the original something is that was encoded.
func TestPlaces(t *testing.T) {
	token := "ghp_" + mixed(36)
	inBase64 := base64.StdEncoding.EncodeToString([]byte(token))
	for _, c := range []struct{ text, inside string }{
		{"a: " + token + "\n", token},
		{"a: \"\\u0067hp_" + mixed(36) + "\"\n", "\\u0067hp_" + mixed(36)},
		{"one\ntwo\nthree %67hp_" + mixed(36) + " four\n", "%67hp_" + mixed(36)},
		{"a: b\nc: \"\\u003c" + token + "\\u003e\"\n", token},
		{"a: b\nc: " + inBase64 + "\n", strings.TrimRight(inBase64, "=")},
	} {
		want := Match{strings.Index(c.text, c.inside), strings.Index(c.text, c.inside) + len(c.inside), "a GitHub token"}
		if found := FindShapes([]byte(c.text)); fmt.Sprint(found) != fmt.Sprint([]Match{want}) {
			t.Errorf("%q: %v, not %v", c.text, found, want)
		}
	}
}

// TestRedactFile takes out of a file also what is only called a secret.
func TestRedactFile(t *testing.T) {
	r := NewRedactor(nil)
	for text, want := range map[string]string{
		"password: hunter2\nreplicas: 2\n":           "password: (secret)\nreplicas: 2\n",
		"- name: DB_PASSWORD\n  value: qwertz\n":     "- name: DB_PASSWORD\n  value: (secret)\n",
		"token = \"abc-def\"\n":                      "token = \"(secret)\"\n",
		"clientSecret: plain\nclientId: a\n":         "clientSecret: (secret)\nclientId: a\n",
		"--client-secret=plain":                      "--client-secret=(secret)",
		"secretName: tls\nautomountToken: false\n":   "secretName: tls\nautomountToken: false\n",
		"password: $(PASSWORD)\ntoken: /var/a\n":     "password: $(PASSWORD)\ntoken: /var/a\n",
		"password=env[PREFIX + \"PSWD\"],\n":         "password=env[PREFIX + \"PSWD\"],\n",
		"password_secret_name = \"metaflow-secret\"": "password_secret_name = \"metaflow-secret\"",
		"a: ghp_" + mixed(36):                        "a: (secret)",
	} {
		if got := r.RedactFile(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

// TestHostile reads texts that are made to take long, or to go wrong.
func TestHostile(t *testing.T) {
	var k Known
	k.Add("x", "some words here")
	for name, unit := range map[string]string{"tokens": "eyJ", "prefixes": "ghp_", "keys": "-----BEGIN PRIVATE KEY-----", "key with a body": "-----BEGIN PRIVATE KEY-----\nMIIE\n", "names": "password", "assignments": "password=", "URLs": "://a:b", "escapes": `\u005c`, "backslashes": `\`, "percent": "%25", "entities": "&amp;", "base64": "QUJD", "base64 of base64": "UVVKRFFVSkRRVUpE", "lines": strings.Repeat("QUJD", 15) + "\n", "JSON Web Keys": `{"kty"`, "equals": "==", "hexadecimal": "414243", "blanks": " \n", "zeros": "\x00"} {
		text := []byte(strings.Repeat(unit, 400_000/len(unit)))
		start := processor(t)
		k.Search(text)
		if took := processor(t) - start; took.Seconds() > 2 {
			t.Errorf("%s take %v", name, took)
		}
	}
}

// TestIsName tells ordinary keys of maps from such as are secret.
func TestIsName(t *testing.T) {
	for _, name := range []string{"password", "username", "short", "node_pool-1", "eastus2-pool", "connectionString", "AccountKey", "storage/account", "db.example.com", "k8s-cluster", "oauth2-proxy", "750ecefe-89d0-42ba-b265-f8d5e1919913", "10.20.30.40", "a key of words"} {
		if !IsName(name) {
			t.Errorf("%q is no name", name)
		}
	}
	for _, key := range []string{"hunter2hunter2", "Sup3rS3cretKeyName", "s3cr3t-map-key", "tok-" + mixed(24), inHex(32), mixed(20), "p@$$word!"} {
		if IsName(key) {
			t.Errorf("%q is a name", key)
		}
	}
}

// TestRedactChecksum takes a storage key out of a message although the name beside it
// says that it is a checksum; in a file it is one.
func TestRedactChecksum(t *testing.T) {
	key := mixed(86) + "=="
	for _, name := range []string{"image_digest", "signature", "sha512", "checksum", "public_key"} {
		for _, form := range []string{key, strings.ReplaceAll(key, "=", "%3D")} {
			text := name + ` = "` + form + `"`
			if got, want := NewRedactor(nil).Redact(text), name+` = "`+Redacted+`"`; got != want {
				t.Errorf("%q, not %q", got, want)
			}
			if found := FindShapes([]byte(text)); len(found) > 0 {
				t.Errorf("%s: found as %v", text, found)
			}
		}
	}
}
