package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// surface is a way in.
type surface struct {
	name, path string
	header     http.Header
	success    int
	programs   bool // it is the programs' proxy that answers
}

var (
	htmlHeader   = header("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
	socketHeader = header("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Origin", "https://elsewhere.example.net")
)

var surfaces = []surface{
	{"page", "/", htmlHeader, http.StatusOK, false},
	{"api", "/api/flows", nil, http.StatusOK, false},
	{"websocket", "/api/ws", socketHeader, http.StatusSwitchingProtocols, false},
	{"metadata", "/metadata/flows", nil, http.StatusOK, true},
}

// kind is whom a credential stands for.
type kind int

const (
	nobody kind = iota
	person
	program
)

// check holds the answer of a surface against whom the credential stands for:
// people come in by a session, programs by a token, to their own surfaces only.
// Nobody is sent to the issuer from a page, and gets 401 and JSON elsewhere.
func (w *world) check(s surface, k kind, a answer) error {
	switch {
	case a.err != nil:
		return a.err
	case s.programs && k == program || !s.programs && k == person:
		return a.passed(s)
	case s.name == "page":
		return errors.Join(a.untouched(), w.sentToLogin(a))
	}
	return errors.Join(a.untouched(), a.refusedAsJSON())
}

func (a answer) passed(s surface) error {
	if a.status != s.success || len(a.arrivals) != 1 {
		return fmt.Errorf("want status %d and one arrival, got %s", s.success, a)
	}
	return nil
}

// untouched says that no service saw the request.
func (a answer) untouched() error {
	if len(a.arrivals) > 0 {
		return fmt.Errorf("a service was reached: %s", a)
	}
	return nil
}

func (a answer) refusedAsJSON() error {
	if a.status != http.StatusUnauthorized {
		return fmt.Errorf("want status 401, got %s", a)
	}
	if !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") || !json.Valid([]byte(a.body)) {
		return fmt.Errorf("want JSON, got %s %q", a.header.Get("Content-Type"), a.body)
	}
	return nil
}

// sentToLogin holds a redirect against what the issuer must be asked.
func (w *world) sentToLogin(a answer) error {
	if a.status != http.StatusFound {
		return fmt.Errorf("want status 302, got %s", a)
	}
	to, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		return err
	}
	return w.checkAuthorization(to)
}

func (w *world) checkAuthorization(to *url.URL) error {
	if to.Scheme != "https" || to.Host != w.issuers[0].url.Host {
		return fmt.Errorf("want a redirect to the issuer, got %s", to)
	}
	query := to.Query()
	var wrong []error
	for name, want := range map[string]string{"client_id": w.people.option("client-id"), "redirect_uri": w.people.option("redirect-url"), "response_type": "code", "code_challenge_method": "S256"} {
		if got := query.Get(name); got != want {
			wrong = append(wrong, fmt.Errorf("login asks for %s=%q, want %q", name, got, want))
		}
	}
	for _, name := range []string{"code_challenge", "state", "nonce"} {
		if len(query.Get(name)) < 20 {
			wrong = append(wrong, fmt.Errorf("login asks for %s=%q, want something random", name, query.Get(name)))
		}
	}
	if !slices.Contains(strings.Fields(query.Get("scope")), "openid") {
		wrong = append(wrong, fmt.Errorf("login asks for scope %q, want openid in it", query.Get("scope")))
	}
	return errors.Join(wrong...)
}
