package auth

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// logCases are about what the proxies log. The last but one looks at the log of
// all cases before it.
func logCases() []contractCase {
	return []contractCase{
		{name: "log/a start that fails says why", needs: ownLog, run: failedStart},
		{name: "log/as oauth2-proxy formats it by itself, it holds codes and tokens", needs: ownLog, run: controlLog},
		{name: "log/holds no cookie, code or token, after malformed and stale requests", needs: ownLog, run: cleanLog},
		{name: "log/a planted session is found", needs: ownLog, run: plantedSession},
	}
}

// minStale is how many malformed and stale requests each proxy gets at least.
const minStale = 200

// stale makes the malformed and stale requests, of credentials that are good
// until the last two of them log out.
func (w *world) stale() error {
	l, err := w.liveOnes()
	if err != nil {
		return err
	}
	all := w.staleRequests(l)
	forPrograms := 0
	for _, r := range all {
		if r.to == w.programs.name || r.to == "" && strings.HasPrefix(r.path, "/metadata") {
			forPrograms++
		}
	}
	if min(forPrograms, len(all)-forPrograms) < minStale {
		return fmt.Errorf("only %d requests of people and %d of programs", len(all)-forPrograms, forPrograms)
	}
	for _, r := range all[:len(all)-2] {
		w.send(r) // refused, redirected or hung up on: what counts is the log
	}
	good := header("Authorization", bearer(l.token))
	err = errors.Join(w.opens(person, l.cookies), w.check(surfaces[3], program, w.send(request{path: surfaces[3].path, header: good})))
	for _, r := range all[len(all)-2:] {
		w.send(r)
	}
	return err
}

func cleanLog(w *world) error {
	if err := w.stale(); err != nil {
		return err
	}
	log := w.journal.String()
	err := w.clean()
	for _, part := range []string{" /oauth2/callback HTTP/1.1 ", " /api/flows HTTP/1.1 ", " /metadata/ping HTTP/1.1 ", "[AuthSuccess] Authenticated via OAuth2: ",
		"withheld: it quotes a malformed Authorization header", "withheld: it quotes an invalid redirect", "withheld: it quotes a long error of the callback", "OAuth2 callback: access_denied\n"} {
		if !strings.Contains(log, part) {
			err = errors.Join(err, fmt.Errorf("the log has nowhere %q", part))
		}
	}
	return err
}

// formats are the variables that the log of the proxies hangs on.
var formats = []variable{{Name: "OAUTH2_PROXY_STANDARD_LOGGING_FORMAT"}, {Name: "OAUTH2_PROXY_REQUEST_LOGGING_FORMAT"}}

// controlLog makes the same requests of proxies with their own formats: so they
// are of the kind that leaks, and the search finds it. Cookies are not among it since
// v7.15.5, which prints no request any more.
func controlLog(w *world) error {
	rendered := w.journal
	w.journal = &journal{}
	err := w.restartBoth(formats...)
	if err == nil {
		err = w.stale()
	}
	log := w.journal.String()
	w.journal = rendered
	err = errors.Join(err, w.restartBoth())
	found := "\n" + strings.Join(w.secrets.pieces().in(log), "\n")
	for _, what := range []string{"a code", "a token"} {
		if !strings.Contains(found, "\n"+what+" in the line") {
			err = errors.Join(err, fmt.Errorf("%s is not found in the log of proxies that leak it", what))
		}
	}
	return err
}

// restartBoth starts both proxies again, maybe set up in another way.
func (w *world) restartBoth(overrides ...variable) error {
	var all []error
	for _, d := range []deployment{w.people, w.programs} {
		w.stop(d)
		all = append(all, w.start(d, overrides...))
	}
	return errors.Join(all...)
}

// plantedSession puts a session into a log as programs do: as it stands, quoted,
// escaped, encoded, and a piece of it.
func plantedSession(w *world) error {
	cookies, err := w.session()
	if err != nil {
		return err
	}
	_, value, _ := strings.Cut(cookies, "=")
	pieces, encode := w.secrets.pieces(), base64.StdEncoding.EncodeToString
	for name, line := range map[string]string{
		"as it is":           "x " + value + " y",
		"quoted":             fmt.Sprintf("%q", "x=\""+value+"\""),
		"escaped":            "/?x=" + url.QueryEscape(value),
		"escaped twice":      "/?x=" + url.QueryEscape(url.QueryEscape(value)),
		"encoded":            encode([]byte(value)),
		"encoded, for a URL": base64.RawURLEncoding.EncodeToString([]byte("xy:" + value)),
		"encoded in a word":  "abc" + encode([]byte("user:"+value)),
		"cut off":            value[len(value)/2 : len(value)/2+pieceLength],
	} {
		if len(pieces.in("a line\n"+line+"\nanother")) != 1 {
			err = errors.Join(err, fmt.Errorf("a session is not found that is %s", name))
		}
	}
	if found := pieces.in("a line without one, however long it is"); found != nil {
		err = errors.Join(err, fmt.Errorf("found in a line without one: %s", found))
	}
	return err
}

// failedStart starts proxies that cannot, and wants to hear why.
func failedStart(w *world) error {
	for _, wrong := range []struct {
		variable
		says string
	}{
		{variable{Name: "OAUTH2_PROXY_COOKIE_SECRET_FILE", Value: "/nowhere/cookie-secret"}, "cookie"},
		{variable{Name: "OAUTH2_PROXY_OIDC_ISSUER_URL", Value: w.issuers[0].name + "/elsewhere"}, "failed to discover OIDC configuration"},
		{variable{Name: "OAUTH2_PROXY_COOKIE_EXPIRE", Value: "soon"}, "cookie_expire"},
	} {
		w.stop(w.people)
		err := w.start(w.people, wrong.variable)
		again := w.start(w.people)
		if again != nil {
			return again
		}
		if err == nil || !strings.Contains(err.Error(), wrong.says) || !strings.Contains(err.Error(), "[main.go:") {
			return fmt.Errorf("with %s=%s the log does not say why the proxy did not start: %v", wrong.Name, wrong.Value, err)
		}
	}
	return nil
}
