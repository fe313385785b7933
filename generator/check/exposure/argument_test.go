package exposure

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
)

// started makes a mutant of what a proxy of prod starts with.
func started(name, field string, value any, summary, says string) mutant {
	return mutant{name, "prod", inProxy(field, value), summary, says}
}

// inBoth makes two changes.
func inBoth(changes ...mutate) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		for _, change := range changes {
			change(t, f)
		}
	}
}

// skipping is the option of a proxy that anybody passes.
const skipping = "--skip-auth-route=^/"

func literal(name, value string) mutate {
	return inProxy("env", items(dict{"name": name, "value": value}))
}

// another adds a container to the pods of the proxy for people.
func another(list string, c dict) mutate {
	return more("Deployment", people, c, "spec", "template", "spec", list)
}

// argumentMutants start a proxy, or something else in its pod, with options
// that nobody has reviewed.
var argumentMutants = []mutant{
	// of variables
	{"argument-of-a-literal", "prod", inBoth(literal("OPT", skipping), inProxy("args", items("$(OPT)"))), "Option out of sight", `"$(OPT)"`},
	{"argument-of-a-config-map", "prod", inBoth(inProxy("env", items(dict{"name": "OPT", "valueFrom": dict{"configMapKeyRef": dict{"name": "x", "key": "y"}}})), inProxy("args", items("$(OPT)"))), "Option out of sight", `"$(OPT)"`},
	{"argument-in-a-value", "prod", inBoth(literal("OPT", "48h"), inProxy("args", items("--cookie-expire=$(OPT)"))), "Option out of sight", "Write its value down"},
	{"argument-in-a-flag", "prod", inBoth(literal("OPT", skipping), inProxy("args", items("--$(OPT)"))), "Option out of sight", "$(OPT)"},
	{"argument-beside-a-flag", "prod", inBoth(literal("OPT", skipping), inProxy("args", items("--cookie-expire=12h", "$(OPT)"))), "Option out of sight", "$(OPT)"},
	started("argument-escaped", "args", items("$$(OPT)"), "Option out of sight", "$$(OPT)"),

	// of other forms
	started("argument-that-skips", "args", items(skipping), "Routes without login", "^/"),
	started("argument-after-two-dashes", "args", items("--", "x"), "Option out of sight", `"--"`),
	started("argument-word", "args", items("skip"), "Option out of sight", `"skip"`),
	started("argument-apart", "args", items("--cookie-expire", "48h"), "Option without value", "--cookie-expire=VALUE"),
	started("argument-apart-word", "args", items("--cookie-expire", "48h"), "Option out of sight", `"48h"`),
	started("argument-help", "args", items("-h"), "Option out of sight", `"-h"`),
	started("argument-one-dash", "args", items("-cookie-expire=48h"), "Option out of sight", `"-cookie-expire=48h"`),
	started("argument-three-dashes", "args", items("---cookie-expire=48h"), "Option out of sight", `"---cookie-expire=48h"`),
	started("argument-abbreviated", "args", items("--cookie-exp=48h"), "Option out of sight", `"--cookie-exp=48h"`),
	started("argument-in-capitals", "args", items("--Cookie-Expire=48h"), "Option out of sight", `"--Cookie-Expire=48h"`),
	started("argument-with-a-space", "args", items("--cookie-expire =48h"), "Option out of sight", `"--cookie-expire =48h"`),
	started("argument-negated", "args", items("--no-cookie-secure=true"), "Option out of sight", "--no-cookie-secure"),
	started("argument-switch-alone", "args", items("--reverse-proxy"), "Option without value", "--reverse-proxy=VALUE"),
	started("argument-without-value", "args", items("--cookie-name="), "Option without value", "--cookie-name=VALUE"),
	started("argument-empty", "args", items(""), "Option out of sight", `""`),
	started("argument-number", "args", items(1), "Option out of sight", "not a string"),
	started("argument-null", "args", items(nil), "Option out of sight", "not a string"),
	started("argument-map", "args", items(dict{"--a": "b"}), "Option out of sight", "not a string"),
	started("arguments-text", "args", skipping, "Arguments out of sight", skipping),
	started("argument-config", "args", items("--config=/etc/x.cfg"), "Option out of sight", "--config"),
	started("argument-config-test", "args", items("--config-test=true"), "Option out of sight", "--config-test"),
	started("argument-convert", "args", items("--convert-config-to-alpha=true"), "Option out of sight", "--convert-config-to-alpha"),
	started("argument-of-another-provider", "args", items("--github-org=x"), "Option out of sight", "--github-org"),
	{"argument-twice", "prod", inProxy("args", items("--whitelist-domain=.example.net", "--whitelist-domain=login.microsoftonline.com")), "Option given twice", "--whitelist-domain"},
	started("argument-in-quotes", "args", items(`--email-domain="*"`), "Option of another type", "without quotes"),
	started("argument-of-two-lines", "args", items("--email-domain=*\nexample.com"), "Option of another type", "on one line"),
	{"arguments-of-one-cookie", "prod", inBoth(inProxy("args", items("--cookie-name=__Host-same")),
		within("Deployment", programs, []string{"spec", "template", "spec", "containers"}, dict{"args": items("--cookie-name=__Host-same")})), "Cookie of any host", "has the same one"},
	{"argument-of-programs", "prod", within("Deployment", programs, []string{"spec", "template", "spec", "containers"}, dict{"args": items("$(OPT)")}), "Option out of sight", "auth-proxy-programs"},

	// another program
	started("command-of-a-shell", "command", items("sh", "-c", "oauth2-proxy "+skipping), "Proxy by another command", "sh -c"),
	started("command-of-the-program", "command", items("/bin/oauth2-proxy"), "Proxy by another command", "/bin/oauth2-proxy"),
	started("command-text", "command", "/bin/oauth2-proxy", "Proxy by another command", "/bin/oauth2-proxy"),
	started("command-of-a-variable", "command", items("$(OPT)"), "Proxy by another command", "$(OPT)"),
	started("hook-at-the-start", "lifecycle", dict{"postStart": dict{"exec": dict{"command": items("/bin/oauth2-proxy", skipping)}}}, "Command in the auth proxy", "lifecycle.postStart"),
	started("hook-at-the-end", "lifecycle", dict{"preStop": dict{"exec": dict{"command": items("/bin/oauth2-proxy", skipping)}}}, "Command in the auth proxy", "lifecycle.preStop"),
	started("probe-with-a-command", "startupProbe", dict{"exec": dict{"command": items("/bin/oauth2-proxy", skipping)}}, "Command in the auth proxy", "startupProbe"),
	{"program-mounted-over", "prod", inProxy("volumeMounts", items(dict{"name": "x", "mountPath": "/bin/oauth2-proxy", "subPath": "x"})), "Another program in the auth proxy", "/bin/oauth2-proxy"},
	{"folder-mounted-over", "prod", inProxy("volumeMounts", items(dict{"name": "x", "mountPath": "/usr/../bin/"})), "Another program in the auth proxy", "/usr/../bin/"},
	{"second-proxy", "prod", another("containers", dict{"name": "second", "image": "quay.io/oauth2-proxy/oauth2-proxy:v7.15.6", "args": items(skipping)}), "Second auth proxy in a pod", `"second"`},
	{"proxy-at-the-start", "prod", another("initContainers", dict{"name": "first", "image": "quay.io/oauth2-proxy/oauth2-proxy:v7.15.6", "restartPolicy": "Always", "args": items("$(OPT)")}), "Second auth proxy in a pod", `"first"`},
	{"mirrored-proxy-at-the-start", "prod", another("initContainers", dict{"name": "first", "image": "registry.example.com/mirror/oauth2-proxy@sha256:" + "0", "args": items("$(OPT)")}), "Second auth proxy in a pod", `"first"`},
	{"processes-shared", "prod", put("Deployment", people, true, "spec", "template", "spec", "shareProcessNamespace"), "Processes shared with the auth proxy", "secrets"},

	// the log
	weak(people, "OAUTH2_PROXY_STANDARD_LOGGING_FORMAT", "", "Sessions in the log", "not set"),
	weak(programs, "OAUTH2_PROXY_STANDARD_LOGGING_FORMAT", "[{{.Timestamp}}] [{{.File}}] {{.Message}}", "Sessions in the log", "cookies"),
	weak(people, "OAUTH2_PROXY_STANDARD_LOGGING_FORMAT", oauth2proxy.StandardLogFormat+"{{.Message}}", "Sessions in the log", "base/auth-proxy"),
	weak(people, "OAUTH2_PROXY_REQUEST_LOGGING_FORMAT", "", "Codes in the log", "not set"),
	weak(programs, "OAUTH2_PROXY_REQUEST_LOGGING_FORMAT", "{{.RequestURI}}", "Codes in the log", "queries"),
	weak(people, "OAUTH2_PROXY_AUTH_LOGGING_FORMAT", "{{.Message}}", "Another format of the log", "Remove it"),
	weak(people, "OAUTH2_PROXY_REQUEST_ID_HEADER", "Cookie", "Sessions in the log", "that header"),
	weak(programs, "OAUTH2_PROXY_REQUEST_ID_HEADER", "Authorization", "Sessions in the log", "that header"),
	weak(people, "OAUTH2_PROXY_STANDARD_LOGGING", "false", "Start without a word", "would not say why"),
	weak(programs, "OAUTH2_PROXY_LOGGING_FILENAME", "/tmp/log", "Log out of sight", "/tmp/log"),
	started("log-format-as-a-flag", "args", items("--standard-logging-format={{.Message}}"), "Sessions in the log", "{{.Message}}"),
	started("log-of-go", "env", items(dict{"name": "GODEBUG", "value": "http2debug=2"}), "Requests in the log", "GODEBUG"),
}

func TestArgumentMutants(t *testing.T) { testMutants(t, argumentMutants) }

// TestArgumentsThatAreFine holds that options that are flags, in their one form,
// are taken as they stand.
func TestArgumentsThatAreFine(t *testing.T) {
	f := checktest.Load(t, "prod")
	inBoth(inProxy("args", items("--cookie-csrf-expire=8m", "--upstream-timeout=90s", "--banner=a=b")))(t, f)
	for _, d := range Check(f.Stack, f.Rendered) {
		t.Errorf("%s", d.Error())
	}
}
