package auth

import (
	"crypto/rand"
	"regexp"
	"slices"
	"testing"
)

// weaknesses are mistakes that a proxy can be set up with, and the cases that
// must notice.
var weaknesses = []struct {
	name   string
	weaken func(string) string
	fails  []string
}{
	{"an API without login", unlocked("%{REQUEST_URI} =~ m#^/api/#"), []string{"api/anonymous", "websocket/anonymous", "headers/api, anonymous, with identity", "paths/services in other spellings, anonymous", "session/replayed after logout, with Redis"}},
	{"no audience wanted", edited(`Require claim aud:.*`, ""), []string{"metadata/wrong audience", "metadata/no audience", "metadata/audience that begins alike"}},
	{"no issuer wanted", edited(`Require claim iss:.*`, ""), []string{"metadata/wrong issuer", "metadata/issuer with another slash"}},
	{"any token will do", edited(`AuthType oauth20`, "AuthType None\n  Require all granted"), []string{"metadata/anonymous", "metadata/garbage", "metadata/expired", "metadata/alg none", "metadata/HS256 with the public key", "metadata/foreign key with the right kid", "client/a token that ends in the middle of a run"}},
	{"any person will do", edited(`Require claim "groups.*`, "Require valid-user"), []string{"login/a person who is not allowed"}},
	{"headers of the client are kept", edited(`RequestHeader (unset X-Forwarded-|set X-Forwarded-(User|Email)).*`, ""), []string{"headers/page, logged in, as somebody else", "headers/metadata, logged in, as somebody else"}},
	{"a health path that is a prefix", unlocked("%{REQUEST_URI} =~ m#/oauth2-proxy/ping#"), []string{"paths/tricks around /oauth2-proxy/ping"}},
	{"a header names the path", unlocked("%{HTTP:X-Forwarded-Uri} == '/oauth2-proxy/ping'"), []string{"exempt//oauth2-proxy/ping in a header"}},
	{"a health checker needs no login", unlocked("%{HTTP_USER_AGENT} =~ /kube-probe/"), []string{"headers/page, anonymous, with health checker", "headers/metadata, anonymous, with health checker"}},
	{"other methods need no login", unlocked("%{REQUEST_METHOD} == 'OPTIONS'"), []string{"headers/page, anonymous, by other methods"}},
	{"redirects to anywhere", appended("OIDCRedirectURLsAllowed ^"), []string{`redirect/logout to "https://elsewhere.example.net/"`}},
	{"no PKCE", edited("OIDCPKCEMethod S256", ""), []string{"page/anonymous", "login/by form, with PKCE, to the page first asked for"}},
	{"cookies without TLS", edited("Proto https early", "Proto http early"), []string{"cookie/is for this host, over TLS, and for no script"}},
	{"a page where JSON is wanted", edited("ErrorDocument 401 .*", ""), []string{"api/anonymous", "metadata/anonymous", "paths/the root of the metadata service without a slash"}},
	{"a key that every start makes", func(conf string) string {
		return edited(`OIDCCryptoPassphrase .*`, "OIDCCryptoPassphrase "+rand.Text())(conf)
	}, []string{"session/survives a restart of the proxy"}},
}

// appended adds a line to a configuration, and edited changes it by a pattern.
func appended(line string) func(string) string {
	return func(conf string) string { return conf + "\n" + line + "\n" }
}

func edited(pattern, to string) func(string) string {
	return func(conf string) string { return regexp.MustCompile(pattern).ReplaceAllString(conf, to) }
}

// unlocked lets anybody in whose request meets a condition.
func unlocked(condition string) func(string) string {
	return appended("<If \"" + condition + "\">\n  AuthType None\n  Require all granted\n</If>")
}

// TestContractCanFail weakens Apache, mistake by mistake, and wants the contract
// to fail in the cases that are about it, and a good login to go on.
func TestContractCanFail(t *testing.T) {
	if why := (apache{}).missing(); why != "" {
		results.skip("prod", "apache, weakened", "all", why)
		return
	}
	b, err := readBundle("prod", repository+"/overlays/prod/rendered")
	if err != nil {
		t.Fatal(err)
	}
	for _, weakness := range weaknesses {
		t.Run(weakness.name, func(t *testing.T) {
			s := apache{weaken: weakness.weaken}
			w := startWorld(t, b, s)
			cases := contract(b, s)
			for _, name := range weakness.fails {
				i := slices.IndexFunc(cases, func(c contractCase) bool { return c.name == name })
				if i < 0 {
					t.Fatalf("there is no case %q", name)
				}
				err := cases[i].run(w)
				if err == nil {
					t.Errorf("%q passes all the same", name)
				}
				results.weakened(err)
			}
		})
	}
}
