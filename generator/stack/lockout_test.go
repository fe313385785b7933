package stack

import (
	"strings"
	"testing"
)

// The logins of these tables: facts and the arguments that go with them.
var (
	auth0Facts  = facts{"auth.issuer_url": "https://example.eu.auth0.com/", "auth.client_secret_name": "a-secret"}
	oidcFacts   = facts{"auth.issuer_url": "https://id.example.com", "auth.client_secret_name": "a-secret"}
	googleFacts = facts{"auth.issuer_url": "https://accounts.google.com", "auth.client_secret_name": "a-secret"}
	secretFact  = facts{"auth.client_secret_name": "a-secret"}
)

// ci is a program block.
func ci(issuer, audience string) string {
	return "program \"ci\" {\n    issuer   = \"" + issuer + "\"\n    audience = \"" + audience + "\"\n  }"
}

// TestLockout has each decision that can only keep everybody out.
func TestLockout(t *testing.T) {
	const entra, auth0, oidc = `provider = "entra-id"`, `provider = "auth0"`, `provider = "oidc"`
	const group, mine = `allowed_groups = ["` + another + `"]`, `allowed_groups = ["a"]`
	const claim = `groups_claim = "https://metaflow.example.com/groups"`
	const domains = `email_domains = ["example.com"]`
	run(t, []mistake{
		{name: "name of a group", hcl: exposed(entra, `allowed_groups = ["metaflow-users"]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", `"metaflow-users" is not one`, "403", "az ad group show", `groups_claim = "roles"`}},
		{name: "name beside an id", hcl: exposed(entra, `allowed_groups = ["`+another+`", "admins"]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", `"admins" is not one`}},
		{name: "names of groups", hcl: exposed(entra, `allowed_groups = ["users", "`+another+`", "admins"]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", `"users", "admins" are not`}},
		{name: "path of a group", hcl: exposed(entra, `allowed_groups = ["/groups/`+another+`"]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", "is not one"}},
		{name: "id without dashes", hcl: exposed(entra, `allowed_groups = ["`+strings.ReplaceAll(another, "-", "")+`"]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", "is not one"}},
		{name: "id in capitals", hcl: exposed(entra, `allowed_groups = ["`+strings.ToUpper("f"+another[1:])+`"]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", "small letters", `Write "f` + another[1:] + `"`}},
		{name: "id of nobody", hcl: exposed(entra, `allowed_groups = ["00000000-0000-0000-0000-000000000000"]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", "is a placeholder and no group"}},
		{name: "id of the tenant", hcl: exposed(entra, `allowed_groups = [output.tenant_id]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", tenant, "is the tenant's id and no group"}},
		{name: "id of the application", hcl: exposed(entra, `allowed_groups = [output.auth.client_id]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", "is the application's client id"}},
		{name: "id of an identity", hcl: exposed(entra, `allowed_groups = [output.workload_identities.ui-backend.client_id]`), at: "stack.hcl: allowed_groups",
			says: []string{"Group that nobody is in", "is the client id of the identity ui-backend"}},

		{name: "Auth0 without a claim", facts: auth0Facts, hcl: exposed(auth0, mine), at: "stack.hcl: allowed_groups",
			says: []string{"Groups without a claim", "403", `groups_claim = "https://metaflow.example.com/groups"`, "docs/auth.md"}},
		{name: "Auth0 without a claim, with domains", facts: auth0Facts, hcl: exposed(auth0, mine, domains), at: "stack.hcl: allowed_groups",
			says: []string{"Groups without a claim", "403"}},
		{name: "Auth0's own groups", facts: auth0Facts, hcl: exposed(auth0, mine, `groups_claim = "groups"`), at: "stack.hcl: groups_claim",
			says: []string{"Claim that Auth0 keeps", `"groups" is a name`}},
		{name: "Auth0's own roles", facts: auth0Facts, hcl: exposed(auth0, mine, `groups_claim = "roles"`), at: "stack.hcl: groups_claim",
			says: []string{"Claim that Auth0 keeps", `"roles" is a name`}},
		{name: "Auth0's own permissions", facts: auth0Facts, hcl: exposed(auth0, mine, `groups_claim = "permissions"`), at: "stack.hcl: groups_claim",
			says: []string{"Claim that Auth0 keeps", `"permissions" is a name`}},
		{name: "below Auth0's domain", facts: auth0Facts, hcl: exposed(auth0, mine, `groups_claim = "https://example.eu.auth0.com/groups"`), at: "stack.hcl: groups_claim",
			says: []string{"Claim that Auth0 keeps", "leaves out claims below its own domains"}},
		{name: "Google's groups", facts: googleFacts, hcl: exposed(oidc, mine), at: "stack.hcl: allowed_groups",
			says: []string{"Groups without a claim", "Google", "email_domains"}},
		{name: "Entra ID as any issuer", facts: secretFact, hcl: exposed(oidc, group), at: "stack.hcl: allowed_groups",
			says: []string{"Scope that the issuer refuses", "AADSTS650053", "entra-id"}},

		{name: "nobody", hcl: exposed(entra, `allowed_groups = []`), at: "stack.hcl: allowed_groups",
			says: []string{"Empty list", "allowed_groups is empty", "let everybody in"}},
		{name: "nobody by an output", facts: facts{"access.launch": []string{}}, hcl: exposed(entra, `allowed_groups = output.access.launch`), at: "stack.hcl: allowed_groups",
			says: []string{"Empty list", "allowed_groups is empty"}},
		{name: "no domain", facts: oidcFacts, hcl: exposed(oidc, `email_domains = []`), at: "stack.hcl: email_domains",
			says: []string{"Empty list", "email_domains is empty"}},
		{name: "domain of nobody", hcl: exposed(entra, `email_domains = ["corp.invalid"]`), at: "stack.hcl: email_domains",
			says: []string{"Domain that nobody is in", `"corp.invalid"`, "403"}},
		{name: "domain of tests", facts: oidcFacts, hcl: exposed(oidc, `email_domains = ["example.com", "corp.test"]`), at: "stack.hcl: email_domains",
			says: []string{"Domain that nobody is in", `"corp.test"`}},
		{name: "domain of this host", facts: oidcFacts, hcl: exposed(oidc, `email_domains = ["me.localhost"]`), at: "stack.hcl: email_domains",
			says: []string{"Domain that nobody is in", `"me.localhost"`}},
		{name: "address in sub", hcl: exposed(entra, domains, `email_claim = "sub"`), at: "stack.hcl: email_claim",
			says: []string{"Claim without an address", `"sub"`, "403"}},
		{name: "address in oid", hcl: exposed(entra, domains, `email_claim = "oid"`), at: "stack.hcl: email_claim",
			says: []string{"Claim without an address", `"oid"`}},
		{name: "address in name", facts: oidcFacts, hcl: exposed(oidc, domains, `email_claim = "name"`), at: "stack.hcl: email_claim",
			says: []string{"Claim without an address", `"name"`}},

		{name: "no openid", hcl: exposed(entra, group, `scopes = ["email", "profile"]`), at: "stack.hcl: scopes",
			says: []string{"Login without ID token", `"openid"`}},
		{name: "no openid elsewhere", facts: oidcFacts, hcl: exposed(oidc, mine, `scopes = ["groups"]`), at: "stack.hcl: scopes",
			says: []string{"Login without ID token", `"openid"`}},
		{name: "no profile", hcl: exposed(entra, group, `scopes = ["openid", "email"]`), at: "stack.hcl: scopes",
			says: []string{"Scope of a claim missing", `"preferred_username"`, `"profile"`}},
		{name: "no email", facts: auth0Facts, hcl: exposed(auth0, mine, claim, `scopes = ["openid", "profile"]`), at: "stack.hcl: scopes",
			says: []string{"Scope of a claim missing", `scope "email"`}},
		{name: "a short login", hcl: withEntra(`session_lifetime = "30s"`), at: "stack.hcl: session_lifetime",
			says: []string{"Login too short", "lasts 30s", "at least 1m"}},
	})
}

// TestTokenLockout has each issuer and audience that no token of a program has.
func TestTokenLockout(t *testing.T) {
	const v2 = "https://login.microsoftonline.com/" + tenant + "/v2.0"
	run(t, []mistake{
		{name: "a word", facts: facts{"auth.api_audiences": []string{another, "metaflow"}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Audience that no token has", `"metaflow"`, "client ids and URIs alone", "401"}},
		{name: "a scope", facts: facts{"auth.api_audiences": []string{another, "api://metaflow/.default"}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Audience that no token has", "is a scope", "/.default"}},
		{name: "an id in capitals", facts: facts{"auth.api_audiences": []string{another, "F5D2D2A0-0A6D-4B2C-8C9E-2F7C3A1B4D5E"}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Audience that no token has", "small letters"}},
		{name: "Microsoft Graph", facts: facts{"auth.api_audiences": []string{another, "https://graph.microsoft.com"}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Audience that no token has", "an API of Microsoft's"}},
		{name: "Microsoft Graph by its id", facts: facts{"auth.api_audiences": []string{"00000003-0000-0000-c000-000000000000"}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Audience that no token has", "an API of Microsoft's"}},
		{name: "Azure's management", facts: facts{"auth.api_audiences": []string{another, "https://management.azure.com/"}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Audience that no token has", "an API of Microsoft's"}},
		{name: "URI in version 2", hcl: withEntra(ci(v2, "api://metaflow")), at: "stack.hcl: audience",
			says: []string{"Audience that no token has", `never "api://metaflow"`, "sts.windows.net"}},
		{name: "issuer without a version", hcl: withEntra(ci("https://login.microsoftonline.com/"+tenant, another)), at: "stack.hcl: issuer",
			says: []string{"Issuer that no token has", "/v2.0", "401"}},
		{name: "issuer with a slash", hcl: withEntra(ci(v2+"/", another)), at: "stack.hcl: issuer",
			says: []string{"Issuer that no token has", "/v2.0"}},
		{name: "version 1 without slash", hcl: withEntra(ci("https://sts.windows.net/"+tenant, "api://metaflow")), at: "stack.hcl: issuer",
			says: []string{"Issuer that no token has", `Write "https://sts.windows.net/` + tenant + `/"`}},
		{name: "a word in version 1", hcl: withEntra(ci("https://sts.windows.net/"+tenant+"/", "metaflow")), at: "stack.hcl: audience",
			says: []string{"Audience that no token has", `"metaflow"`}},
		{name: "Auth0 without slash", hcl: withEntra(ci("https://example.auth0.com", "https://metaflow.example.com/api")), at: "stack.hcl: issuer",
			says: []string{"Issuer that no token has", `Write "https://example.auth0.com/"`}},
		{name: "a cluster without slash", hcl: withEntra(ci("https://westeurope.oic.prod-aks.azure.com/"+tenant+"/"+another, "metaflow")), at: "stack.hcl: issuer",
			says: []string{"Issuer that no token has", "end its name with a slash"}},
	})
}

// TestNoLockout: what looks like a lock-out, and is none.
func TestNoLockout(t *testing.T) {
	for name, m := range map[string]mistake{
		"app roles":                   {hcl: exposed(`provider = "entra-id"`, `allowed_groups = ["Metaflow.User"]`, `groups_claim = "roles"`)},
		"names in Entra ID's groups":  {hcl: exposed(`provider = "entra-id"`, `allowed_groups = ["metaflow-users"]`, `groups_claim = "groups"`)},
		"domains of Entra ID":         {hcl: exposed(`provider = "entra-id"`, `email_domains = ["example.onmicrosoft.com", "example.org"]`)},
		"no groups, but domains":      {hcl: exposed(`provider = "entra-id"`, `allowed_groups = []`, `email_domains = ["example.com"]`)},
		"people by their sub":         {hcl: withEntra(`email_claim = "sub"`)},
		"Graph's scope":               {hcl: withEntra(`scopes = ["openid", "email", "profile", "User.Read"]`)},
		"upn without profile":         {hcl: withEntra(`scopes = ["openid"]`, `email_claim = "upn"`)},
		"a URL of one's own at Auth0": {facts: auth0Facts, hcl: exposed(`provider = "auth0"`, `allowed_groups = ["a"]`, `groups_claim = "https://auth0.com.example.com/groups"`)},
		"a word of one's own":         {facts: auth0Facts, hcl: exposed(`provider = "auth0"`, `allowed_groups = ["a"]`, `groups_claim = "metaflow_groups"`)},
		"domains of Auth0":            {facts: auth0Facts, hcl: exposed(`provider = "auth0"`, `email_domains = ["example.com"]`)},
		"domains of Google":           {facts: googleFacts, hcl: exposed(`provider = "oidc"`, `email_domains = ["example.com"]`)},
		"names of any issuer":         {facts: oidcFacts, hcl: exposed(`provider = "oidc"`, `allowed_groups = ["metaflow-users", "00000000-0000-0000-0000-000000000000"]`)},
		"Keycloak's roles":            {facts: oidcFacts, hcl: exposed(`provider = "oidc"`, `allowed_groups = ["a"]`, `groups_claim = "realm_access.roles"`)},
		"a minute":                    {hcl: withEntra(`session_lifetime = "1m"`)},
		"both versions":               {facts: facts{"auth.api_audiences": []string{"api://metaflow", "https://metaflow.example.com/api/", another}}, hcl: public},
		"version 2 by id":             {hcl: withEntra(ci("https://login.microsoftonline.com/"+tenant+"/v2.0", another))},
		"version 1 by URI":            {hcl: withEntra(ci("https://sts.windows.net/"+tenant+"/", "api://metaflow"))},
		"a cluster":                   {hcl: withEntra(ci("https://westeurope.oic.prod-aks.azure.com/"+tenant+"/"+another+"/", "metaflow"))},
		"Auth0's audience":            {hcl: withEntra(ci("https://example.auth0.com/", "metaflow"))},
		"any audience of any issuer":  {hcl: withEntra(ci("https://token.example.com", "metaflow"))},
	} {
		if s, diags := Parse(m.source(t)); s == nil || len(diags) > 0 {
			t.Errorf("%s: %v", name, diags)
		}
	}
}
