package secret

import (
	"encoding/base64"
	"strings"
	"testing"
)

// harmlessLines are texts in which nothing may be found, one a line but for those with
// lines of their own.
var harmlessLines = `
postgresql://user:password@host:5432/db
postgresql+psycopg://admin:<password>@host
postgresql+psycopg://admin:\u003cpassword\u003e@host
"url": "postgresql://admin:\u003Cpassword\u003E@host"
postgres://admin:%3Cpassword%3E@host
postgres://admin:&lt;password&gt;@host
postgres://admin:PASSWORD@host
postgres://admin:DB_PASSWORD@host
postgres://admin:****@host
postgres://admin:xxxxx@host
postgres://admin:...@host
postgres://admin:…@host
postgres://admin:your-password@host
postgres://admin:YOUR_PASSWORD_HERE@host
postgres://admin:changeme@host
postgres://admin:[password]@host
postgres://admin:{password}@host
postgres://admin:$PASSWORD@host
postgres://$(USER):$(PASSWORD)@host
postgres://${user}:${password}@host
postgres://{{ .Values.user }}:{{ .Values.password }}@host
postgres://%s:%s@host
postgres://:password@host
postgres://postgres:postgres@localhost:5432/test
amqp://guest:guest@localhost:5672
redis://:REDACTED@cache
mongodb://USERNAME:PASSWORD@cluster.example.com
https://x-access-token:${GITHUB_TOKEN}@github.com/a/b
https://user@example.com
https://example.com:8443/a?b=c@d
https://example.com/@scope/package
image: registry.example.com:5000/a@sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730
docker://alpine:3.19@sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730
git@github.com:example/repo.git
ssh://git@example.com:22/a.git
regex("^(https://[^@]+|ssh://[^:@]+@[^:@]+(:[0-9]+)?/.*)$", var.url)
client_id: 750ecefe-89d0-42ba-b265-f8d5e1919913
00000000-0000-0000-0000-000000000000
token: 750ecefe-89d0-42ba-b265-f8d5e1919913
checksum/secret: 7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730
7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730  overlays/prod/a.yaml
commit 3fa94c07d1b86e253fa94c07d1b86e253fa94c07
newTag: v2.5.1
digest: sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730
h1:7d865e959b2466918c9863afca942d0fb89d7c9ac0c=
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx3nbmJnYqYtU9dL1Z3tY0a5sFm6hJq8m1l2o3p4q5r me@example.com
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7VJTUt9Us8cKjMzEfYyjiWA4R4M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu me
age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
pk_live_q7Rt2XkV9pLmZ4sW8bNc3HdF
ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
ghp_****
ghp_...
github_pat_<your token>
github_pat_your_personal_access_token_here
glpat-XXXXXXXXXXXXXXXXXXXX
glpat-<token>
xoxb-your-token-here
xoxb-xxxx-xxxx-xxxx
https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX
https://hooks.slack.com/services/...
npm_config_registry=https://registry.example.com
npm_package_version
pypi-attestations
hf_transfer
hvs.<token>
dapi-server
sk-learn is not scikit-learn
task-00000000000000000000000000000000
kubernetes.io/task-sk-westeurope-metaflow-production-environment-01
sk-...
sk_live_...
AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AKIAXXXXXXXXXXXXXXXX
AIDAQ7RT2XKV3PLMZ4SW
SKU: SK1234
AccountKey=<key>;EndpointSuffix=core.windows.net
AccountKey=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;
SharedAccessKeyName=RootManageSharedAccessKey
InstrumentationKey=750ecefe-89d0-42ba-b265-f8d5e1919913;IngestionEndpoint=https://westeurope.in.applicationinsights.azure.com/
?sv=2026-01-01&sig=<signature>
design=abc
abc8Q~<secret>
eyJhbGciOiJSUzI1NiJ9
eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c
<header>.<payload>.<signature>
-----BEGIN CERTIFICATE-----
-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----
if "-----BEGIN PRIVATE KEY-----" in text:
It begins with -----BEGIN RSA PRIVATE KEY----- and ends with its own line.
-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----
-----BEGIN PRIVATE KEY-----\n<base64>\n-----END PRIVATE KEY-----
{"kty": "RSA", "n": "q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaE", "e": "AQAB", "kid": "a"}
password_secret_name = "metaflow-prod-database-password"
passwordSecretRef: metaflow-database
secretName: auth-proxy-redis
password: metaflow-database-password
password = random_password.database.result
password = var.database_password
administrator_password = ephemeral.azurerm_key_vault_secret.password.value
password=os.environ["MF_METADATA_DB_PSWD"]
host=h user=u password=$PASSWORD dbname=m
Server=a;User ID=u;Password=<password>;
Server=a;User ID=u;Password={your_password};Encrypt=True
Server=tcp:a,1433;Authentication=Active Directory Default;Database=b;
jdbc:postgresql://h/db?user=u&password=****
CLIENT_SECRET=${CLIENT_SECRET}
OAUTH2_PROXY_CLIENT_SECRET_FILE=/mnt/secrets/client-secret
token: /var/run/secrets/kubernetes.io/serviceaccount/token
apiKey: "{{ .Values.apiKey }}"
api_key: your_api_key_goes_here
Authorization: Bearer <token>
Authorization: Bearer $TOKEN
Authorization: Bearer ${token}
Basic authentication is off
automountServiceAccountToken: false
secretKeyRef:
serviceAccountToken:
ENC[AES256_GCM,data:q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3H==,iv:q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pL=,tag:q7Rt2XkV9pLmZ4sW8bNc3A==,type:str]
integrity: sha512-q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3H==
signature: q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3H==
checksum: q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5TaEq7Rt2XkV9pLmZ4sW8bNc3H==
$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy
{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=
requiredDuringSchedulingIgnoredDuringExecution
MF_METADATA_DB_SSL_ROOT_CERT_PATH
a == b
// https://login.microsoftonline.com/TENANT/v2.0
`

// harmlessBlocks are such texts of several lines.
var harmlessBlocks = []string{
	"-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\nRTESMBAGA1UEChMJQmFsdGltb3JlMRMwEQYDVQQLEwpDeWJlclRydXN0MSIwIAYD\n-----END CERTIFICATE-----\n",
	"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBFx7AAABCADq\n-----END PGP PUBLIC KEY BLOCK-----\n",
	"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
	"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBabGx\n-----END AGE ENCRYPTED FILE-----\n",
	"-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----\n",
	"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
	"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
	"checksums:\n  - " + mixed(86) + "==\n",
	"  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: db\n        key: password\n",
	"  - name: DB_PASSWORD\n    value: $(OTHER)\n",
	"- name: password\n- name: other\n  value: Tr0ub4dor&3\n",
	"caBundle: " + base64.StdEncoding.EncodeToString([]byte("-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTAN\n-----END CERTIFICATE-----\n")) + "\n",
	"spec:\n  encryptedData:\n    password: AgB" + strings.Repeat("q7Rt2XkV9pLmZ4sW8bNc3HdF6gJy5Ta/", 16) + "==\n",
	"public: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u+qKhbwKfBstIs+bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyehkd3qqGElvW/VDL5AaWTg0nLVkjRo9z+40RQzuVaE8AkAFmxZzow3x+VJYKdjykkJ0iT9wCS0DRTXu269V264Vf/3jvredZiKRkgwlL9xNAwxXFg0x/XFw005UWVRIkdgcKWTjpBP2dPwVZ4WWC+9aGVd+Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbcmwIDAQAB\n",
}

// TestHarmless finds nothing in what has no credential, also as a value in YAML, in
// JSON, and in base64.
func TestHarmless(t *testing.T) {
	texts := append(strings.Split(strings.TrimSpace(harmlessLines), "\n"), harmlessBlocks...)
	if len(texts) < 100 {
		t.Errorf("only %d texts", len(texts))
	}
	for _, text := range texts {
		forms := map[string]string{"itself": text, "a comment": "# " + text + "\nkey: value\n", "base64": "data: " + base64.StdEncoding.EncodeToString([]byte(text))}
		if !strings.Contains(text, `"`) {
			forms["a value"] = "  key: \"" + text + "\"\n"
		}
		for encoding, form := range encoded(text + strings.Repeat(" ", 10)) {
			forms[encoding] = form
		}
		if isBareKey := strings.HasSuffix(text, "==") || strings.HasPrefix(text, "checksums"); isBareKey {
			forms = map[string]string{"itself": text} // what says that it is none is not next to it
		}
		for form, text := range forms {
			for _, m := range FindShapes([]byte(text)) {
				t.Errorf("%q (%s) looks like %s", text, form, m.Name)
			}
		}
	}
}
