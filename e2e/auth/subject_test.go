package auth

import (
	"errors"
	"net/url"
	"os"
	"os/exec"
)

// subject is an auth proxy that the contract is held against.
type subject interface {
	name() string
	// missing says why it can't run here, or nothing.
	missing() string
	// lacks says why it can't express what a case is about, or nothing.
	lacks(feature) string
	// command runs it as one of the two deployments.
	command(*world, deployment, placement) (*exec.Cmd, error)
	// exempt are the paths that it answers by itself, to anybody.
	exempt(deployment) []string
	// start and logout are the paths to begin and to end a session at, and to go
	// to an address afterwards.
	startPath(w *world, target string) string
	logoutPath(w *world, target string) string
}

// feature is something that not every subject can express.
type feature string

const (
	none           feature = ""
	keysByIssuer   feature = "keys that count for one issuer only"
	shortSession   feature = "a session of seconds"
	notBefore      feature = "tokens that are not valid yet"
	expiryNeeded   feature = "tokens that never end"
	redirectHeader feature = "a header that names where to go after login"
)

// oauth2Proxy is the real subject. It is in no registry of packages, so it is
// taken from OAUTH2_PROXY_BIN or the PATH.
type oauth2Proxy struct{ binary string }

func newOAuth2Proxy() oauth2Proxy {
	binary := os.Getenv("OAUTH2_PROXY_BIN")
	if binary == "" {
		binary, _ = exec.LookPath("oauth2-proxy") // nothing found is said by missing
	}
	return oauth2Proxy{binary}
}

func (o oauth2Proxy) name() string { return "oauth2-proxy" }

func (o oauth2Proxy) missing() string {
	if o.binary == "" {
		return "no oauth2-proxy; set OAUTH2_PROXY_BIN or put it on the PATH"
	}
	return ""
}

func (o oauth2Proxy) lacks(feature) string { return "" }

func (o oauth2Proxy) command(_ *world, _ deployment, p placement) (*exec.Cmd, error) {
	if o.binary == "" {
		return nil, errors.New(o.missing())
	}
	command := exec.Command(o.binary, p.args...)
	command.Env = p.env // and nothing else
	return command, nil
}

func (o oauth2Proxy) exempt(d deployment) []string {
	return []string{d.option("ping-path"), d.option("ready-path"), "/robots.txt", "/oauth2/sign_in", "/oauth2/sign_out", "/oauth2/start", "/oauth2/callback", "/oauth2/auth", "/oauth2/userinfo", "/oauth2/static"}
}

func (o oauth2Proxy) startPath(_ *world, target string) string {
	return "/oauth2/start?rd=" + url.QueryEscape(target)
}

func (o oauth2Proxy) logoutPath(_ *world, target string) string {
	return "/oauth2/sign_out?rd=" + url.QueryEscape(target)
}
