package oauth2proxy

import (
	"fmt"
	"slices"
)

// undecided are the options that are not as stack.hcl and the outputs decide them.
func undecided(d Decisions, o Options) []Finding {
	var found []Finding
	for _, want := range d.Decided {
		option, _ := ByFlag(want.Flag)
		same := o.Value(want.Flag) == want.Value
		if option.IsList() {
			same = sameList(o.List(want.Flag), splitList(want.Value))
		}
		if !same {
			summary, detail := "Option not as decided", fmt.Sprintf("%s decides %q. Change it there, and remove it here.", want.By, want.Value)
			if want.Flag == "extra-jwt-issuers" {
				summary, detail = issuersSummary, fmt.Sprintf("the output auth.api_audiences and the program blocks of stack.hcl decide %q: tokens of other issuers or audiences must not do, and those must. %s", want.Value, issuersCure)
			}
			found = append(found, Finding{option, summary, o.shown(want.Flag), detail})
		}
	}
	for _, flag := range decidable {
		option, _ := ByFlag(flag)
		isDecided := slices.ContainsFunc(d.Decided, func(want Decided) bool { return want.Flag == flag })
		if isDecided || o.Value(flag) == option.Default {
			continue
		}
		summary, detail := "Option not as decided", fmt.Sprintf("stack.hcl decides it, by leaving it out. Set %s, and remove it here.", arguments[flag])
		if flag == "extra-jwt-issuers" {
			summary, detail = issuersSummary, "the output auth.api_audiences and the program blocks of stack.hcl decide it, and there are none for this proxy. "+issuersCure
		}
		found = append(found, Finding{option, summary, o.shown(flag), detail})
	}
	return found
}

const (
	issuersSummary = "Issuers not as decided"
	issuersCure    = "Add a program block to expose, or change the output, and remove it here."
)

// decidable are the options that stack.hcl decides also where it leaves them out.
var decidable = []string{"scope", "oidc-groups-claim", "oidc-email-claim", "extra-jwt-issuers", "client-secret-file", "entra-id-federated-token-auth", "redis-connection-url"}

// arguments are those of stack.hcl that decide an option.
var arguments = map[string]string{
	"scope": "expose.scopes", "oidc-groups-claim": "expose.groups_claim", "oidc-email-claim": "expose.email_claim",
	"client-secret-file": "expose.provider", "entra-id-federated-token-auth": "expose.provider", "redis-connection-url": "expose.redis",
}

// tunable are the options that change nothing of who gets in, or where to: anybody
// may set them.
var tunable = []string{
	"acr-values", "approval-prompt", "prompt", "provider-display-name", "skip-claims-from-profile-url", "use-system-trust-store",
	"cookie-csrf-expire", "cookie-csrf-per-request", "cookie-csrf-per-request-limit", "cookie-refresh", "session-cookie-minimal",
	"set-xauthrequest", "pass-basic-auth", "prefer-email-to-user", "pass-user-headers", "pass-host-header",
	"auth-logging", "errors-to-info-log", "exclude-logging-path", "logging-compress", "logging-local-time", "logging-max-age", "logging-max-backups", "logging-max-size",
	"request-logging", "silence-ping-logging", "banner", "footer", "custom-sign-in-logo", "display-htpasswd-form",
	"bearer-token-login-fallback", "encode-state", "force-https", "force-json-errors", "reverse-proxy", "skip-provider-button",
	"metrics-address", "metrics-secure-address", "metrics-tls-cert-file", "metrics-tls-key-file", "tls-cipher-suite", "tls-min-version",
	"redis-connection-idle-timeout", "flush-interval", "disable-keep-alives", "upstream-timeout",
}

// unreviewed are the options that are set although no rule knows them, nothing
// decides them, and they are not known to be harmless.
func unreviewed(d Decisions, o Options) []Finding {
	var found []Finding
	rules := Rules()
	for _, option := range documented {
		flag := option.Flag
		isKnown := slices.Contains(tunable, flag) || slices.ContainsFunc(d.Decided, func(want Decided) bool { return want.Flag == flag }) ||
			slices.ContainsFunc(rules, func(r Rule) bool { return r.Flag == flag })
		if !isKnown && o.Value(flag) != option.Default {
			found = append(found, Finding{option, "Option that nobody decided", o.shown(flag), "stack.hcl has no argument for it, and it can change who gets in, or whom the proxy believes. Remove it."})
		}
	}
	return found
}
