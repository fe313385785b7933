package auth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

func loginCases() []contractCase {
	return []contractCase{
		{name: "login/by form, with PKCE, to the page first asked for", run: loginLeadsBack},
		{name: "login/a wrong password", run: func(w *world) error {
			v, err := w.login(member, "guessed", "/", nil)
			return errors.Join(err, w.outside(v))
		}},
		{name: "login/a person who is not allowed", run: func(w *world) error {
			v, err := w.login(stranger, password, "/", nil)
			if err != nil {
				return err
			}
			if v.status < 400 || v.status > 499 {
				return fmt.Errorf("a stranger got status %d at %s", v.status, v.page)
			}
			return w.outside(v)
		}},
		{name: "login/a callback that nobody asked for", run: func(w *world) error {
			a := w.send(request{path: "/oauth2/callback?code=stolen&state=forged:%2F", header: htmlHeader})
			return errors.Join(a.err, a.untouched())
		}},
		{name: "login/a code of somebody else's login", run: foreignCode},
	}
}

func loginLeadsBack(w *world) error {
	v, err := w.login(member, password, "/ui/runs?limit=5", nil)
	if err != nil {
		return err
	}
	asked, err := v.authorization()
	if err != nil {
		return err
	}
	if v.status != http.StatusOK || v.page.Host != w.host || v.page.RequestURI() != "/ui/runs?limit=5" || !strings.Contains(v.body, "Runs") {
		err = fmt.Errorf("the login ended with status %d at %s", v.status, v.page)
	}
	return errors.Join(err, w.checkAuthorization(asked))
}

// outside says that the cookies of a visit open nothing.
func (w *world) outside(v *visit) error {
	var all []error
	for _, s := range surfaces[:3] {
		all = append(all, w.send(request{path: s.path, header: with(s.header, header("Cookie", v.cookies))}).untouched())
	}
	return errors.Join(all...)
}

// foreignCode gives the callback of one's own login to another browser, which
// is how one would log a victim in as oneself.
func foreignCode(w *world) error {
	v := w.visitor()
	v.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == w.host && r.URL.Path == "/oauth2/callback" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	_, err := v.login(member, password, "/", nil)
	if err != nil {
		return err
	}
	if v.visit.redirect == nil {
		return errors.New("the issuer never led to the callback")
	}
	a := w.send(request{path: v.visit.redirect.RequestURI(), header: htmlHeader})
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if w.isSession(c.Name) && c.Value != "" && c.MaxAge >= 0 {
			err = fmt.Errorf("another browser got the cookie %s", c.Name)
		}
	}
	return errors.Join(a.err, a.untouched(), err)
}

// homeTarget is a page that a login may lead to.
const homeTarget = "/ui/runs"

// redirectCases are the ways to have a login or logout end somewhere else.
func redirectCases(b bundle) []contractCase {
	all := []contractCase{{name: "redirect/to a page of its own", run: func(w *world) error {
		v, err := w.login(member, password, w.subject.startPath(w, homeTarget), nil)
		if err == nil && v.page.String() != "https://"+w.host+homeTarget {
			err = fmt.Errorf("the login ended at %s", v.page)
		}
		return err
	}}}
	for _, target := range []string{
		"https://elsewhere.example.net/", "//elsewhere.example.net/", `/\elsewhere.example.net/`, "/\t/elsewhere.example.net/", `\\elsewhere.example.net/`, "https:elsewhere.example.net", "https:///elsewhere.example.net",
		"https://" + b.host + ".elsewhere.example.net/", "https://" + b.host + "@elsewhere.example.net/", "https://" + b.host + "%2eelsewhere.example.net/", "javascript:alert(1)",
	} {
		all = append(all, contractCase{name: fmt.Sprintf("redirect/login to %q", target), run: func(w *world) error {
			return w.stays(w.subject.startPath(w, target), nil)
		}}, contractCase{name: fmt.Sprintf("redirect/logout to %q", target), run: func(w *world) error {
			return w.logsOutAtHome(target)
		}}, contractCase{name: fmt.Sprintf("redirect/login to %q, by a header", target), needs: redirectHeader, run: func(w *world) error {
			return w.stays("/", header("X-Auth-Request-Redirect", strings.ReplaceAll(target, "\t", "%09")))
		}})
	}
	return append(all, contractCase{name: "redirect/login by X-Forwarded-Host", run: func(w *world) error {
		return w.stays("/", header("X-Forwarded-Host", "elsewhere.example.net", "X-Forwarded-Uri", "//elsewhere.example.net/"))
	}})
}

// stays logs in and says where it led away, if it did. A subject may refuse
// such a login at once.
func (w *world) stays(path string, h http.Header) error {
	v, err := w.login(member, password, path, h)
	if v.left != nil {
		return fmt.Errorf("the login led to %s", v.left)
	}
	if errors.Is(err, errNoForm) {
		return nil
	}
	return err
}

func (w *world) logsOutAtHome(target string) error {
	v, err := w.login(member, password, "/", nil)
	if err != nil {
		return err
	}
	a := w.send(request{path: w.subject.logoutPath(w, target), header: with(htmlHeader, header("Cookie", v.cookies))})
	to := a.header.Get("Location")
	if to == "" {
		return errors.Join(a.err, a.untouched())
	}
	if left := w.leaves(&url.URL{Scheme: "https", Host: w.host, Path: "/"}, to); left != nil || strings.Contains(to, "elsewhere") {
		err = fmt.Errorf("the logout leads to %s", to)
	}
	return errors.Join(a.err, a.untouched(), err)
}
