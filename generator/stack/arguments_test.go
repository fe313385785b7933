package stack

import (
	"strings"
	"testing"
)

// TestArguments has each mistake of one argument or block by itself.
func TestArguments(t *testing.T) {
	run(t, []mistake{
		{name: "null", hcl: public + "engine = null\n", at: "stack.hcl: engine", says: []string{"Missing value", `Argument "engine" is null. Leave the argument out`}},
		{name: "a secret", facts: facts{"location": sensitive, "copy": "westeurope"}, hcl: public + "contract {\n  location = output.copy\n}\ncomponents = [output.location]\n", at: "stack.hcl: components",
			says: []string{"Sensitive value", `Argument "components" is sensitive`}},
		{name: "a list for a number", hcl: public + "service \"ui-static\" {\n  replicas = [1]\n}\n", at: "stack.hcl: replicas", says: []string{"Wrong type", `"service.ui-static.replicas" must be a string or a number, but is tuple`}},
		{name: "a number beyond numbers", hcl: "service \"ui-static\" {\n  replicas = 1e9999\n}\n", at: "stack.hcl: replicas", says: []string{"Expression too large", "8 MiB of text"}},
		{name: "an empty string", hcl: public + "sync {\n  source = \"\"\n}\n", at: "stack.hcl: source", says: []string{"Empty value", `"sync.source" is an empty string`}},
		{name: "twice in a list", hcl: public + "components = [\"base/components/a\", \"base/components/a\"]\n", at: "stack.hcl: components", says: []string{"Duplicate value", `"components" names "base/components/a" twice`}},
		{name: "no list", hcl: public + "components = \"base/components/a\"\n", at: "stack.hcl: components", says: []string{"Wrong type", `"components" must be a list, but is string`}},
		{name: "a block twice", hcl: public + "sync {\n}\nsync {\n}\n", at: "stack.hcl: sync {", says: []string{"Duplicate block", `There is one "sync" block already, at line 6`}},
		{name: "a block twice by name", hcl: public + "service \"ui-static\" {\n}\nservice \"ui-static\" {\n}\n", at: "stack.hcl: service", says: []string{"Duplicate block", `another "service" block named "ui-static"`}},
		{name: "unknown name", hcl: public + "service \"ui-statics\" {\n}\n", at: "stack.hcl: service", says: []string{"Unknown name", `"ui-statics" of this "service" block must be`, `"ui-static"`}},
		{name: "invalid name", hcl: public + "task_role_group \"A group\" {\n  groups = output.access.launch\n  task_roles = []\n}\n", at: "stack.hcl: task_role_group", says: []string{"Unknown name", `"A group" of this "task_role_group" block must`}},
		{name: "unknown argument", hcl: public + "engin = \"flux\"\n", at: "stack.hcl: engin", says: []string{"Unsupported argument", `"engin"`}},
		{name: "unknown block", hcl: public + "synch {\n}\n", at: "stack.hcl: synch", says: []string{"Unsupported block type", `"synch"`}},
		{name: "unknown variable", hcl: public + "components = local.components\n", at: "stack.hcl: components", says: []string{"Unknown variable", `"local"`}},
		{name: "missing argument", hcl: exposed("allowed_groups = output.access.launch"), at: "stack.hcl: expose", says: []string{"Missing required argument", `"provider"`}},
		{name: "a block in contract", hcl: public + "contract {\n  cluster {\n  }\n}\n", at: "stack.hcl: cluster {", says: []string{"Unexpected \"cluster\" block", "Blocks are not allowed here"}},
		{name: "endless loops", hcl: "components = [for a in split(\"\", join(\"\", [for b in split(\"\", format(\"%50000d\", 1)) : b])) : a]\n", at: "stack.hcl: components", says: []string{"Expression too large", "50000 steps", "8 MiB"}},
		{name: "a long text", hcl: public + "components = [format(\"%9000000d\", 1)]\n", at: "stack.hcl: components", says: []string{"Error in function call", "larger than 8 MiB"}},
	})
}

// TestValues has each mistake that a value of an argument can be by itself.
func TestValues(t *testing.T) {
	const open = private + "expose {\n  provider = \"entra-id\"\n  allowed_groups = [\"a\"]\n  "
	const argocd = public + "engine = \"argo-cd\"\nsync {\n  repository = "
	var table []mistake
	for _, v := range []struct{ hcl, argument, value, says string }{
		{public + "engine = ", "engine", "fluxx", `must be one of "flux", "argo-cd"`},
		{public + "adopt_namespaces = [", "adopt_namespaces", "job", `must be one of "services", "jobs", "gateway"`},
		{private + "expose {\n  allowed_groups = [\"a\"]\n  provider = ", "provider", "entra", `must be one of "entra-id", "auth0", "oidc"`},
		{public + "sync {\n  preset = ", "preset", "flux", `must be one of "flux-bootstrap", "aks-flux-extension"`},
		{public + "components = [", "components", "overlays/a", "a component below base/"},
		{public + "components = [", "components", "base/../a", "a component below base/"},
		{public + "components = [", "components", PrivateOrigin, "the generator adds by itself"},
		{argocd, "repository", "ftp://git.example.com/a", "over https or ssh"},
		{argocd, "repository", "https://user@git.example.com/a", "must not hold a user or password"},
		{argocd, "repository", "ssh://git:pw@git.example.com/a", "must not hold a user or password"},
		{private + "expose {\n  provider = \"entra-id\"\n  email_domains = [", "email_domains", "*", `must not be "*"`},
		{private + "expose {\n  provider = \"entra-id\"\n  email_domains = [", "email_domains", "a b", "host name"},
		{open + "upstream \"a\" {\n    service = \"a\"\n    port = 1\n    path = ", "path", "/dash", "a slash at both ends"},
		{open + "upstream \"a\" {\n    service = \"a\"\n    port = 1\n    path = ", "path", "/", "a slash at both ends"},
		{open + "upstream \"a\" {\n    service = \"a\"\n    port = 1\n    path = ", "path", "/api/x/", "must not be below /api/"},
		{open + "upstream \"a\" {\n    service = \"a\"\n    port = 1\n    path = ", "path", "/oauth2/", "must not be below /oauth2/"},
		{open + "upstream \"a\" {\n    service = \"a\"\n    port = 1\n    path = ", "path", "/../", "a slash at both ends"},
		{open + "scopes = [", "scopes", "openid email", "one scope"},
		{open + "scopes = [", "scopes", "openid,email", "one scope"},
		{open + "redis {\n    namespace = \"a\"\n    url = ", "url", "https://a.example.com", "must be redis://HOST:PORT"},
		{open + "redis {\n    namespace = \"a\"\n    url = ", "url", "rediss://:pw@a.example.com", "must not hold a user or password"},
		{open + "redis {\n    namespace = \"a\"\n    url = ", "url", "rediss://a.example.com:70000", "port from 1 to 65535"},
		{public + "argo_workflows {\n}\nargo_events {\n  replicas = ", "replicas", "2", `must be one of "1", "3", "5"`},
	} {
		hcl := v.hcl + `"` + v.value + `"`
		for _, c := range []struct{ open, shut string }{{"[", "]"}, {"{", "\n}"}} {
			hcl += strings.Repeat(c.shut, strings.Count(hcl, c.open)-strings.Count(hcl, c.shut[len(c.shut)-1:]))
		}
		name := v.argument + " " + v.value
		if at := strings.IndexByte(v.value, '@'); at >= 0 { // what is before it may be a password
			v.value = `://…` + v.value[at:]
		}
		table = append(table, mistake{name: name, hcl: hcl + "\n", at: "stack.hcl: " + v.argument, says: []string{"Invalid value", v.value, v.says}})
	}
	run(t, table)
}

// TestSyntax has each mistake of a stack.hcl that is none.
func TestSyntax(t *testing.T) {
	run(t, []mistake{
		{name: "no text", hcl: "a = \"\xff\"\n", at: "stack.hcl: a", says: []string{"Not a stack.hcl", "UTF-8"}},
		{name: "a zero", hcl: "a = \"\x00\"\n", at: "stack.hcl: a", says: []string{"Not a stack.hcl", "UTF-8"}},
		{name: "deep", hcl: private + "a = " + strings.Repeat("(", 200) + "\n", at: "stack.hcl: a", says: []string{"stack.hcl too large", "levels deep"}},
		{name: "two mistakes, of which one is told", hcl: private + "a = [\nb = [\n", at: "stack.hcl: b", says: []string{"Missing item separator", "comma"}},
	})
	src := Source{Filename: "stack.hcl", HCL: []byte("a = ")}
	if diags := CheckSyntax(src); len(diags) != 1 {
		t.Error(diags)
	}
	if diags := CheckSyntax(Source{Filename: "stack.hcl", HCL: []byte(public)}); len(diags) != 0 {
		t.Error(diags)
	}
}
