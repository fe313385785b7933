package auth

import (
	"context"
	"net/url"
	"os"
	"os/exec"

	"example.com/metaflow-gitops/e2e/lib/programs"
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
	ownLog         feature = "the log of oauth2-proxy"
)

// oauth2Proxy is the real subject.
type oauth2Proxy struct{ binary string }

// proxyVariable names the program of oauth2-proxy.
const proxyVariable = "OAUTH2_PROXY_BIN"

func newOAuth2Proxy() oauth2Proxy { return oauth2Proxy{os.Getenv(proxyVariable)} }

// buildProxy builds the program, unless the caller names one: outside of the
// namespace, since Go may have to fetch modules.
func buildProxy() error {
	if os.Getenv(proxyVariable) != "" {
		return nil
	}
	cache, err := programs.Open("../..", os.Stderr)
	if err != nil {
		return err
	}
	built, err := cache.Build(context.Background(), programs.OAuth2Proxy)
	if err != nil {
		return err
	}
	return os.Setenv(proxyVariable, built[programs.OAuth2Proxy.Name].Path)
}

func (o oauth2Proxy) name() string { return "oauth2-proxy" }

func (o oauth2Proxy) missing() string { return "" }

func (o oauth2Proxy) lacks(feature) string { return "" }

func (o oauth2Proxy) command(_ *world, _ deployment, p placement) (*exec.Cmd, error) {
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
