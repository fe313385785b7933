package secret

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"
)

// mixed and digit are what random tokens consist of, in the lengths that are wanted.
func mixed(n int) string   { return strings.Repeat("q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaE", 1+n/32)[:n] }
func inHex(n int) string   { return strings.Repeat("3fa94c07d1b86e25", 1+n/16)[:n] }
func capital(n int) string { return strings.Repeat("Q7RT2XKV3PLMZ4SW5BNC", 1+n/20)[:n] }

const pem = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu\n"

func armoured(kind, end string) string {
	return "-----BEGIN " + kind + "-----\n" + pem + "-----END " + end + "-----"
}

// credentials are texts in which something must be found, by what each is.
func credentials() map[string]string {
	all := map[string]string{
		// GitHub, GitLab
		"GitHub ghp_": "ghp_" + mixed(36), "GitHub gho_": "gho_" + mixed(36), "GitHub ghu_": "ghu_" + mixed(36), "GitHub ghs_": "ghs_" + mixed(36), "GitHub ghr_": "ghr_" + mixed(76),
		"GitHub github_pat_": "github_pat_" + mixed(22) + "_" + mixed(59),
		"GitLab runner":      "GR1348941" + mixed(20), "GitLab CI": "glcbt-64_" + mixed(20), "GitLab routable": "glpat-" + mixed(27) + ".01.0z1" + mixed(6),
		// Slack
		"Slack app": "xapp-1-A01ABCDEFGH-1234567890123-" + inHex(64), "Slack cookie": "xoxd-" + mixed(40) + "%2B" + mixed(20), "Slack rotated": "xoxe.xoxp-1-" + capital(160),
		"Slack webhook": "https://hooks.slack.com/services/T01ABCDEF/B01ABCDEF/" + mixed(24), "Slack workflow": "https://hooks.slack.com/workflows/T01ABCDEF/A01ABCDEF/123456789012345678/" + mixed(24),
		// packages and images
		"npm": "npm_" + mixed(36), "PyPI": "pypi-AgEIcHlwaS5vcmc" + mixed(120), "test PyPI": "pypi-AgENdGVzdC5weXBpLm9yZw" + mixed(120), "Docker": "dckr_pat_" + mixed(27), "Docker organisation": "dckr_oat_" + mixed(32),
		"RubyGems": "rubygems_" + inHex(48), "NuGet": "oy2" + strings.ToLower(capital(43)), "Artifactory": "AKCp" + mixed(69),
		// HashiCorp
		"Vault service": "hvs." + mixed(95), "Vault batch": "hvb." + mixed(140), "Vault recovery": "hvr." + mixed(95), "Terraform Cloud": mixed(14) + ".atlasv1." + mixed(67),
		// Azure
		"storage connection": "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + mixed(86) + "==;EndpointSuffix=core.windows.net", "storage key": mixed(86) + "==",
		"identifiable storage key": mixed(76) + "+ASt" + mixed(6) + "==", "Cosmos": "AccountEndpoint=https://a.documents.azure.com:443/;AccountKey=" + mixed(86) + "==;",
		"Service Bus": "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=" + mixed(43) + "=", "SAS": "?sv=2026-01-01&sr=b&sp=r&sig=" + mixed(43) + "%3D", "SAS token": "SharedAccessSignature=sv=2026-01-01&sig=" + mixed(43) + "=",
		"SignalR": "Endpoint=https://a.service.signalr.net;AccessKey=" + mixed(43) + "=;Version=1.0;", "App Configuration": "Endpoint=https://a.azconfig.io;Id=abcd;Secret=" + mixed(43) + "=",
		"search key": mixed(42) + "AzSeA" + mixed(5), "Redis key": mixed(33) + "AzCaB" + mixed(5) + "=", "registry key": mixed(42) + "+ACRA" + mixed(5), "event hub key": mixed(33) + "+AEhC" + mixed(5) + "=", "function key": mixed(44) + "AzFu" + mixed(5) + "A==",
		"DevOps": mixed(52) + "JQQJ99BA" + mixed(12) + "AAAAAZDO" + mixed(4), "Entra 8Q": "abc8Q~" + mixed(34), "Entra 7Q": "xY~7Q~" + mixed(31),
		// other clouds
		"Google API": "AIza" + mixed(35), "Google OAuth": "ya29.a0" + mixed(100), "Google client": "GOCSPX-" + mixed(28), "Google refresh": "1//0g" + mixed(60),
		"service account": `{"type": "service_account", "private_key_id": "` + inHex(40) + `", "private_key": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n"}`,
		"AWS session":     "aws_session_token = IQoJb3JpZ2luX2Vj" + mixed(300), "AWS secret": "aws_secret_access_key = " + mixed(30) + "/+" + mixed(8), "AWS secret in YAML": "  secretAccessKey: " + mixed(40), "AWS variable": "export AWS_SECRET_ACCESS_KEY=\"" + mixed(40) + "\"",
		"Databricks": "dapi" + inHex(32), "DigitalOcean": "dop_v1_" + inHex(64), "Alibaba": "LTAI" + mixed(20),
		// services
		"Stripe restricted": "rk_live_" + mixed(99), "Stripe": "sk_live_" + mixed(24), "Stripe test": "sk_test_" + mixed(24), "Stripe hook": "whsec_" + mixed(32), "SendGrid": "SG." + mixed(22) + "." + mixed(43), "Twilio": "SK" + inHex(32),
		"Datadog API": "DD_API_KEY=" + inHex(32), "Datadog application": "datadog_app_key: " + inHex(40), "New Relic": "NRAK-" + capital(27), "Grafana": "glsa_" + mixed(32) + "_" + inHex(8), "Grafana Cloud": "glc_eyJ" + mixed(80), "Sentry": "sntryu_" + inHex(64), "Linear": "lin_api_" + mixed(40), "Shopify": "shpat_" + inHex(32), "Telegram": "123456789:AA" + mixed(33), "Discord": "https://discord.com/api/webhooks/123456789012345678/" + mixed(68), "Teams": "https://example.webhook.office.com/webhookb2/" + inHex(8) + "-1111-2222-3333-" + inHex(12) + "@" + inHex(8) + "-1111-2222-3333-" + inHex(12) + "/IncomingWebhook/" + inHex(32) + "/" + inHex(8) + "-1111-2222-3333-" + inHex(12), "Postman": "PMAK-" + inHex(24) + "-" + inHex(34), "Pulumi": "pul-" + inHex(40), "Doppler": "dp.pt." + mixed(43), "Tailscale": "tskey-auth-" + mixed(16) + "-" + mixed(32), "Atlassian": "ATATT3xFfGF0" + mixed(180),
		// models
		"OpenAI": "sk-" + mixed(20) + "T3BlbkFJ" + mixed(20), "OpenAI project": "sk-proj-" + mixed(74) + "T3BlbkFJ" + mixed(74), "OpenAI account": "sk-svcacct-" + mixed(74) + "T3BlbkFJ" + mixed(74), "Anthropic": "sk-ant-api03-" + mixed(93) + "AA", "Anthropic administration": "sk-ant-admin01-" + mixed(93) + "AA", "Hugging Face": "hf_" + strings.Repeat("aBcDeFgHiJkLmNoPq", 2), "Hugging Face organisation": "api_org_" + strings.Repeat("aBcDeFgHiJkLmNoPq", 2), "OpenRouter": "sk-or-v1-" + inHex(64), "Groq": "gsk_" + mixed(52), "NVIDIA": "nvapi-" + mixed(64), "Replicate": "r8_" + mixed(37),
		// keys
		"age": "AGE-SECRET-KEY-1" + capital(58), "PuTTY": "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: a\nPublic-Lines: 2\nAAAA\nPrivate-Lines: 1\nAAAAIEo\nPrivate-MAC: " + inHex(64), "SSH2": "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: \"a\"\nP2/56wAAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----",
		"PGP": "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\nlQOYBFx7\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----", "encrypted PKCS#1": "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\n" + pem + "-----END RSA PRIVATE KEY-----",
		"cut key": "-----BEGIN PRIVATE KEY-----\nMIIE", "key on one line": "-----BEGIN PRIVATE KEY----- " + mixed(64) + " -----END PRIVATE KEY-----", "key in a comment": "# -----BEGIN EC PRIVATE KEY-----\n# MHcCAQEEIKPk\n# -----END EC PRIVATE KEY-----",
		"DER in base64": strings.ReplaceAll(pem, "\n", ""), "DER of EC": base64.StdEncoding.EncodeToString(append([]byte{0x30, 0x77, 2, 1, 1, 4, 0x20}, mixed(100)...)), "PKCS#12": base64.StdEncoding.EncodeToString(append([]byte{0x30, 0x82, 9, 0x51, 2, 1, 3, 0x30, 0x82, 9, 0x17, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1}, mixed(90)...)),
		"encrypted PKCS#8": base64.StdEncoding.EncodeToString(append([]byte{0x30, 0x82, 9, 0x51, 0x30, 0x40, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 0x0d}, mixed(90)...)), "OpenSSH body": base64.StdEncoding.EncodeToString([]byte("openssh-key-v1\x00\x00\x00\x00\x04none" + mixed(80))),
		"JSON Web Key": `{"kty": "RSA", "n": "` + mixed(80) + `", "d": "` + mixed(80) + `"}`, "symmetric JSON Web Key": `{"kty":"oct","k":"` + mixed(43) + `"}`,
		"JWT": "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhYmMifQ." + mixed(43), "encrypted JWT": "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ." + mixed(80) + "." + mixed(16) + "." + mixed(40) + "." + mixed(22),
		// addresses and connections
		"PostgreSQL": "postgres://metaflow:correct-horse@host/db", "PostgreSQL by driver": "postgresql+psycopg://admin:Xy7-kk@db.example.com:5432/m?sslmode=require", "MySQL": "mysql://root:toor99@10.0.0.1/a", "MongoDB": "mongodb+srv://app:Zx81b@c0.example.net/?w=majority", "AMQP": "amqps://worker:s3cr3t!@mq.example.com:5671/%2f", "Redis with user": "redis://default:S3cr3tPassw0rd@x:6379", "Redis without user": "rediss://:S3cr3tPassw0rd@x.redis.azure.net:10000", "proxy": "http://user:pa%24%24word9@proxy:3128", "git": "https://oauth2:abcdefgh1@git.example.com/a.git", "git with a token": "https://" + mixed(40) + "@git.example.com/a.git", "at sign in it": "ftp://u:p@ssw0rd1@host", "dollars in it": "ldap://cn:pa$$w0rd@host",
		"ADO": "Server=tcp:a.database.windows.net,1433;Database=m;User ID=u;Password=Sup3rS3cret!;Encrypt=True;", "ADO first": `"Password=Sup3rS3cret!;Server=a"`, "ADO with spaces": "Server = a; Uid = u; Pwd = hunter-two-9;", "ODBC": "Driver={ODBC Driver 18};Server=a;UID=u;PWD={a;b}c};", "JDBC": "jdbc:postgresql://h:5432/db?user=u&password=qwe-rty", "JDBC of SQL Server": "jdbc:sqlserver://h:1433;user=u;password=Qwerty12;encrypt=true", "libpq": "host=db user=metaflow password=qwe-rty dbname=m", "StackExchange.Redis": "a.redis.cache.windows.net:6380,password=" + mixed(43) + "=,ssl=True,abortConnect=False", "query": "redis://cache:6379/0?password=qwertz-9",
		"registry": `{"auths": {"ghcr.io": {"auth": "` + base64.StdEncoding.EncodeToString([]byte("user:Qw3rty-uiop")) + `"}}}`, "npmrc": "//registry.npmjs.org/:_auth=" + base64.StdEncoding.EncodeToString([]byte("user:Qw3rty-uiop")), "Basic": "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("user:Qw3rty-uiop")), "Bearer": "Authorization: Bearer " + mixed(40), "small bearer": "authorization: bearer " + mixed(40),
		// by name
		"variable": "export DB_PASSWORD='Hunter22xyz-plain'", "manifest": "  - name: OAUTH2_PROXY_CLIENT_SECRET\n    value: " + mixed(40), "manifest in JSON": `{"name": "PGPASSWORD", "value": "Tr0ub4dor&3"}`, "Terraform": "administrator_password = \"Tr0ub4dor&3\"", "block": "password: |\n  Tr0ub4dor&3\n", "camel": "apiKey: \"" + mixed(32) + "\"",
	}
	for _, kind := range []string{"glpat-", "gldt-", "glrt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "glffct-"} {
		all["GitLab "+kind] = kind + mixed(64)
	}
	for _, kind := range []string{"b", "a", "p", "r", "s", "o", "e"} {
		all["Slack xox"+kind] = "xox" + kind + "-1234567890-1234567890123-" + mixed(24)
	}
	for _, kind := range []string{"AKIA", "ASIA", "ABIA", "ACCA"} {
		all["AWS "+kind] = kind + capital(16)
	}
	for _, kind := range []string{"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY"} {
		all[kind] = armoured(kind, kind)
	}
	return all
}

// TestFound finds each credential by itself and where people write one, and takes it
// out.
func TestFound(t *testing.T) {
	all := credentials()
	if len(all) < 130 {
		t.Errorf("only %d credentials", len(all))
	}
	for name, text := range all {
		for _, form := range []string{text, "a: b\n" + text + "\n", "\ufeff" + text, "# " + text, "x\r\n" + text + "\r\n"} {
			checkFound(t, name, form)
		}
	}
}

func checkFound(t *testing.T, name, text string) {
	t.Helper()
	found := FindShapes([]byte(text))
	if len(found) == 0 {
		t.Errorf("%s is not found in %q", name, text)
	}
	for _, m := range found {
		if m.Start < 0 || m.Start >= m.End || m.End > len(text) {
			t.Errorf("%s: %+v is no place in %q", name, m, text)
		}
	}
	if shown := NewRedactor(nil).Redact(text); len(FindShapes([]byte(shown))) > 0 && !strings.HasPrefix(text, "\xff\xfe") { // which nobody shows
		t.Errorf("%s: something is still in %q, of %q", name, shown, text)
	}
}

// encoded are the ways in which a text can be in another.
func encoded(text string) map[string]string {
	quoted, _ := json.Marshal(text)
	twice, _ := json.Marshal(string(quoted))
	unicode := ""
	for _, c := range text {
		unicode += fmt.Sprintf(`\u%04x`, c)
	}
	lower := ""
	for _, c := range []byte(text) {
		lower += fmt.Sprintf("%%%02x", c)
	}
	wrapped := ""
	whole := base64.StdEncoding.EncodeToString([]byte("some: text\n" + text + "\n"))
	for len(whole) > 60 {
		wrapped, whole = wrapped+"    "+whole[:60]+"\n", whole[60:]
	}
	wide := []byte("\xff\xfe")
	for _, c := range utf16.Encode([]rune(text)) {
		wide = binary.LittleEndian.AppendUint16(wide, c)
	}
	return map[string]string{
		"JSON": string(quoted), "JSON in JSON": string(twice), "escaped slashes": strings.ReplaceAll(string(quoted), "/", `\/`), "numbers of characters": `"` + unicode + `"`,
		"a query": "x=" + url.QueryEscape(text), "small percent signs": "x=" + lower, "HTML": html.EscapeString(text),
		"base64": "a: " + base64.StdEncoding.EncodeToString([]byte(text)), "base64 without padding": base64.RawStdEncoding.EncodeToString([]byte(text)), "base64 of URLs": base64.URLEncoding.EncodeToString([]byte(text)),
		"base64 one on": base64.StdEncoding.EncodeToString([]byte(" " + text)), "base64 two on": base64.StdEncoding.EncodeToString([]byte("x=" + text)), "base64 twice": base64.StdEncoding.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte(text)))),
		"wrapped base64": "a: |\n" + wrapped + "    " + whole + "\nb: c\n", "hexadecimal": "a: " + hex.EncodeToString([]byte(text)), "capital hexadecimal": strings.ToUpper(hex.EncodeToString([]byte(text))),
		"a key of a map": "data:\n  " + string(quoted) + ": x\n", "two bytes a character": string(wide),
		"continued lines": `"` + strings.Trim(string(quoted), `"`)[:10] + "\\\n   " + strings.Trim(string(quoted), `"`)[10:] + `"`,
	}
}

// TestFoundEncoded finds credentials of each kind in each encoding.
func TestFoundEncoded(t *testing.T) {
	for _, name := range []string{"GitHub gho_", "PRIVATE KEY", "PostgreSQL", "JWT", "storage connection", "SAS", "ADO", "Entra 8Q", "Slack webhook", "AWS AKIA", "PGP", "Redis without user", "age", "OpenAI", "registry"} {
		text := credentials()[name]
		if text == "" {
			t.Fatalf("there is no %q", name)
		}
		for encoding, form := range encoded(text) {
			checkFound(t, name+" in "+encoding, form)
		}
	}
}
