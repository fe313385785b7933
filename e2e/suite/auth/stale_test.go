package auth

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// live are credentials that are good while the requests below are made of them.
type live struct{ cookies, code, token string }

// liveOnes logs somebody in, begins another login up to its code, and makes a
// program's token.
func (w *world) liveOnes() (live, error) {
	v, err := w.login(member, password, "/", nil)
	if err != nil {
		return live{}, err
	}
	code, err := w.freshCode()
	a := w.programs.audiences()[0]
	l := live{v.cookies, code, w.issuer(a.issuer).token(a.name).sign()}
	w.secrets.note("a code", l.code)
	w.secrets.note("a token", l.token)
	return l, err
}

// freshCode is a code of a login that nobody has finished.
func (w *world) freshCode() (string, error) {
	v := w.visitor()
	v.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == w.host && r.URL.Path == "/oauth2/callback" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	if _, err := v.login(member, password, "/", nil); err != nil {
		return "", err
	}
	if v.visit.redirect == nil || len(v.visit.redirect.Query().Get("code")) < pieceLength {
		return "", fmt.Errorf("the issuer gave no code that can be searched for: %v", v.visit.redirect)
	}
	return v.visit.redirect.Query().Get("code"), nil
}

// stalePaths are requests of people that come too late, from somewhere else, or
// spoilt.
func stalePaths(l live) []string {
	code := url.QueryEscape(l.code)
	rd := url.QueryEscape("https://elsewhere.example.net/?code=" + l.code)
	return []string{
		"/oauth2/callback?code=x&state=y:%2F", "/oauth2/callback?code=" + code + "&state=y:%2F", "/oauth2/callback?code=" + code + "&state=y:/api/?access_token=" + l.token,
		"/oauth2/callback?code=" + code, "/oauth2/callback?code=" + code + "&state=y", "/oauth2/callback?state=" + code + ":%2F", "/oauth2/callback?code=" + code + "&code=" + code + "&state=:",
		"/oauth2/callback?error=access_denied&code=" + code, "/oauth2/callback?error=" + code, "/oauth2/callback?error=x&error_description=" + l.token, "/oauth2/callback?code=%zz" + code, "/oauth2/callback?code=" + code + ";state=y:%2F",
		"/oauth2/callback/?code=" + code + "&state=y:%2F", "//oauth2/callback?code=" + code + "&state=y:%2F", "/./oauth2/callback?code=" + code, "/x/../oauth2/callback?code=" + code, "/oauth2/callback%3Fcode=" + code, "/oauth2/callback;code=" + code, "/oauth2/callback%00?code=" + code,
		"/oauth2/start?rd=" + rd, "/oauth2/start?rd=//elsewhere.example.net/" + code, "/oauth2/start?rd=/%09/" + l.token, "/oauth2/sign_in?rd=" + rd, "/oauth2/auth?code=" + code, "/oauth2/userinfo?access_token=" + l.token, "/oauth2/static/" + l.token,
		"/?code=" + code + "&state=y", "//x?code=" + code, "/x//y?token=" + l.token, "/ui/runs?token=" + l.token, "/api/flows?access_token=" + l.token, "/api/flows/" + l.token, "/api/ws?token=" + l.token,
	}
}

// staleCookies are the cookies of a session as clients, proxies and mistakes
// change them.
func (w *world) staleCookies(l live) []http.Header {
	name := w.people.option("cookie-name")
	_, value, _ := strings.Cut(l.cookies, "=")
	spoil := func(cookie string) http.Header { return header("Cookie", cookie) }
	return []http.Header{
		spoil(l.cookies), spoil(l.cookies[:len(l.cookies)*2/3]), spoil(l.cookies + value), spoil(l.cookies + "; " + l.cookies), spoil(name + "_csrf=" + value), spoil(name + "_csrf_0123456789ab=" + value),
		spoil(name + "_0=" + value[:len(value)/2] + "; " + name + "_1=" + value[len(value)/2:]), spoil(name + `="` + value + `"`), spoil(name + "=" + url.QueryEscape(value)), spoil(name + "=%zz" + value), spoil(value), spoil("=" + value),
		spoil(strings.ReplaceAll(l.cookies, name, w.programs.option("cookie-name"))), spoil(strings.ToLower(name) + "=" + strings.ToLower(value)), spoil(name + "=" + base64.StdEncoding.EncodeToString([]byte(value))), spoil(l.cookies + "\x00"), spoil(l.cookies + "; padding=" + strings.Repeat("A", 60000)),
		{"Cookie": {l.cookies[:len(l.cookies)/2], l.cookies[len(l.cookies)/2:]}},
	}
}

// staleTokens are headers with a token in a form or a place that is wrong.
func staleTokens(token string) []http.Header {
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	var all []http.Header
	for _, value := range []string{
		"Bearer  " + token, token, "bearer " + token, "BEARER " + token, "Bearer " + token + " " + token, "Bearer\t" + token, "Bearer:" + token, "Bearer " + token + "=", `Bearer "` + token + `"`, "Bearer " + token + ",", "Token " + token, "JWT " + token, "Bearer Bearer " + token, "Bearer " + token[:len(token)*2/3],
		"Bearer " + token + token, "Bearer " + url.QueryEscape(token+"="), "Bearer " + encode(token), "Basic " + token, "Basic " + encode(token), "basic " + encode(token), "Basic " + encode(token+":"), "Basic " + encode("x:"+token), "Basic " + encode(token+":"+token), "Basic " + encode(":"+token+":"), "Basic  " + encode("x:"+token), "Digest username=" + token, "Bearer " + strings.ReplaceAll(token, ".", " "),
	} {
		all = append(all, header("Authorization", value))
	}
	return append(all, http.Header{"Authorization": {"Bearer " + token + "x", token}}, header("Proxy-Authorization", "Bearer "+token), header("X-Forwarded-Access-Token", token), header("Cookie", "token="+token),
		header("X-Auth-Request-Redirect", "//elsewhere.example.net/?token="+token), header("X-Forwarded-Uri", "//elsewhere.example.net/?token="+token), header("X-Forwarded-Uri", "/x/../y?token="+token), header("Referer", "https://elsewhere.example.net/?token="+token))
}

// staleRequests are all of them: at least 200 for each proxy. Those that log
// out come last.
func (w *world) staleRequests(l live) []request {
	var all []request
	cookies, paths := w.staleCookies(l), stalePaths(l)
	for _, path := range paths {
		for _, h := range append(cookies[:4:4], cookies[4+len(path)%(len(cookies)-4)]) {
			all = append(all, request{path: path, header: with(htmlHeader, h)})
		}
	}
	for _, h := range cookies {
		all = append(all, request{path: paths[1], header: with(htmlHeader, h)}, request{path: surfaces[2].path, header: with(socketHeader, h)}, request{path: "/metadata/ping", header: h})
	}
	for _, h := range staleTokens(l.token) {
		for _, path := range []string{"/metadata/ping", "/metadata/flows?limit=5", "/metadata//x?token=" + l.token, "/metadata/" + l.token, "/metadata/flows;token=" + l.token, "/api/flows"} {
			all = append(all, request{path: path, header: h})
		}
	}
	return append(all, w.oddRequests(l)...)
}

// oddRequests are unusual in their method or their address. They go to the
// proxies themselves, past what a gateway would make of them.
func (w *world) oddRequests(l live) []request {
	var all []request
	both := with(htmlHeader, header("Cookie", l.cookies, "Authorization", "Bearer  "+l.token))
	for _, to := range []string{w.people.name, w.programs.name} {
		for _, method := range []string{"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "CONNECT"} {
			all = append(all, request{method: method, path: "/oauth2/callback?code=" + l.code + "&state=y:%2F", header: both, to: to, body: "code=" + l.code})
		}
		for _, path := range []string{"http://" + l.token + "@" + w.host + "/oauth2/callback?code=" + l.code, "http://" + w.host + "/?code=" + l.code, "*", "oauth2/callback?code=" + l.code, "/" + strings.Repeat("x/", 5000) + "?code=" + l.code, "/oauth2/callback?code=" + strings.Repeat(l.code, 400), "/oauth2/callback?code=x&state=y:%2F HTTP/1.1\r\nCookie " + l.cookies} {
			all = append(all, request{path: path, header: both, to: to})
		}
	}
	for _, path := range []string{"/oauth2/sign_out?rd=https://elsewhere.example.net/?code=" + l.code, "/oauth2/sign_out?rd=//x/" + l.token} {
		all = append(all, request{path: path, header: both})
	}
	return all
}
