package auth

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"time"
)

// apache is the reference: Debian's Apache with mod_auth_openidc, set up to give
// the answers of the contract. It shows that the suite can pass, and, weakened,
// that it can fail.
type apache struct {
	// weaken changes the configuration for the worse.
	weaken func(string) string
}

const (
	apacheBinary  = "/usr/sbin/apache2"
	apacheModules = "/usr/lib/apache2/modules"
)

//go:embed testdata/apache.conf.tmpl
var apacheText string

func (apache) name() string { return "apache" }

func (apache) missing() string {
	for _, file := range []string{apacheBinary, apacheModules + "/mod_auth_openidc.so"} {
		if _, err := os.Stat(file); err != nil {
			return "no " + file + "; install apache2 and libapache2-mod-auth-openidc"
		}
	}
	return ""
}

func (apache) lacks(f feature) string {
	switch f {
	case keysByIssuer:
		return "mod_auth_openidc has one set of keys for all issuers"
	case notBefore:
		return "mod_auth_openidc does not look at nbf"
	case expiryNeeded:
		return "mod_auth_openidc takes a token without exp"
	case shortSession:
		return "mod_auth_openidc takes no session shorter than five minutes"
	case ownLog:
		return "no cluster runs Apache, so what it logs does not matter"
	case redirectHeader:
		return "mod_auth_openidc knows no such header"
	}
	return ""
}

func (apache) exempt(d deployment) []string {
	return []string{d.option("ping-path"), d.option("ready-path"), "/unauthorized.json", "/oauth2/callback"}
}

func (apache) startPath(w *world, target string) string {
	if target == homeTarget {
		target = "https://" + w.host + target // it takes nothing else
	}
	return "/oauth2/callback?iss=" + url.QueryEscape(w.issuers[0].name) + "&target_link_uri=" + url.QueryEscape(target)
}

func (apache) logoutPath(_ *world, target string) string {
	return "/oauth2/callback?logout=" + url.QueryEscape(target)
}

func (a apache) command(w *world, d deployment, p placement) (*exec.Cmd, error) {
	folder := filepath.Join(w.folder, d.name)
	facts, err := newApacheFacts(w, d, p, folder)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	if err := template.Must(template.New("").Parse(apacheText)).Execute(&text, facts); err != nil {
		return nil, fmt.Errorf("writing Apache's configuration: %w", err)
	}
	conf := text.String()
	if a.weaken != nil {
		conf = a.weaken(conf)
	}
	for name, content := range map[string]string{"httpd.conf": conf, "html/ok": "OK", "html/unauthorized.json": "{}"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return nil, err
		}
	}
	return exec.Command(apacheBinary, "-X", "-d", folder, "-f", filepath.Join(folder, "httpd.conf")), nil
}

// apacheFacts is what the configuration needs to know.
type apacheFacts struct {
	Modules                                               []string
	ModuleFolder, Folder, Host, Listen                    string
	Names, Authority, Discovery, Keys                     string
	ClientID, ClientSecret, Assertion                     string
	RedirectURI, Passphrase, Cookie, Redis, RedisPassword string
	Lifetime                                              int
	Programs                                              bool
	Certificates, IdentityHeaders                         []string
	Audiences                                             []struct{ Issuer, Name string }
	Groups, Domains, APIRoutes                            []string
	EmailClaim, Ping, Ready                               string
	Upstreams                                             []struct{ Path, Address string }
}

func newApacheFacts(w *world, d deployment, p placement, folder string) (apacheFacts, error) {
	lifetime, err := time.ParseDuration(d.option("cookie-expire"))
	if err != nil {
		return apacheFacts{}, fmt.Errorf("reading the cookie's lifetime: %w", err)
	}
	f := apacheFacts{
		Modules:      []string{"mpm_event", "authn_core", "authz_core", "authz_user", "headers", "proxy", "proxy_http", "proxy_wstunnel", "alias", "auth_openidc"},
		ModuleFolder: apacheModules, Folder: folder, Host: w.host, Listen: w.address[d.name], Names: w.names, Authority: w.authority.File("ca.pem"),
		Discovery: strings.TrimSuffix(d.option("oidc-issuer-url"), "/") + "/.well-known/openid-configuration", Keys: w.keysURL(),
		ClientID: d.option("client-id"), ClientSecret: w.secret, RedirectURI: d.option("redirect-url"), Passphrase: "one-for-both-proxies-and-for-a-restart",
		Cookie: d.option("cookie-name"), Lifetime: int(lifetime.Seconds()), Programs: d.name == w.programs.name,
		IdentityHeaders: identityHeaders, APIRoutes: d.list("api-route"), EmailClaim: d.option("oidc-email-claim"),
		Ping: regexp.QuoteMeta(d.option("ping-path")), Ready: regexp.QuoteMeta(d.option("ready-path")),
	}
	if d.federated {
		f.Assertion = w.assertion
	}
	if slices.Contains(p.env, "OAUTH2_PROXY_SESSION_STORE_TYPE=redis") {
		f.Redis, f.RedisPassword = w.redis, w.redisPassword()
	}
	if f.EmailClaim == "" {
		f.EmailClaim = "email"
	}
	f.addRules(d)
	for _, u := range d.upstreams() {
		f.Upstreams = append(f.Upstreams, struct{ Path, Address string }{u.Path, w.services.address[u.Host]})
	}
	slices.SortFunc(f.Upstreams, func(a, b struct{ Path, Address string }) int { return len(b.Path) - len(a.Path) })
	return f, f.addKeys(w)
}

func (f *apacheFacts) addRules(d deployment) {
	claim := d.option("oidc-groups-claim")
	if claim == "" {
		claim = "groups"
	}
	for _, g := range d.list("allowed-group") {
		f.Groups = append(f.Groups, claim+":"+g)
	}
	for _, domain := range d.list("email-domain") {
		if domain != "*" {
			f.Domains = append(f.Domains, f.EmailClaim+"~@"+regexp.QuoteMeta(domain)+"$")
		}
	}
	for _, a := range d.audiences() {
		f.Audiences = append(f.Audiences, struct{ Issuer, Name string }{a.issuer, a.name})
	}
}

// addKeys gives the further issuers' keys as certificates: the module takes the
// address of one key set only.
func (f *apacheFacts) addKeys(w *world) error {
	if err := os.MkdirAll(f.Folder, 0o755); err != nil {
		return err
	}
	for n, i := range w.issuers[1:] {
		c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "issuer"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
		der, err := x509.CreateCertificate(rand.Reader, c, c, &i.key.PublicKey, i.key)
		if err != nil {
			return fmt.Errorf("making a certificate of a key: %w", err)
		}
		file := filepath.Join(f.Folder, fmt.Sprintf("issuer-%d.pem", n))
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
			return err
		}
		f.Certificates = append(f.Certificates, i.keyID+"#"+file)
	}
	return nil
}
