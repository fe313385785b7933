package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// visit is a browser's way through a login, hop by hop.
type visit struct {
	hops   []*url.URL
	left   *url.URL       // the first address that is neither the public host's nor an issuer's
	set    []*http.Cookie // every cookie that the public host set
	status int            // of the last page
	page   *url.URL
	body   string
	// redirect is where the last answer leads, if the visitor did not follow.
	redirect *url.URL
	cookies  string // what the browser sends to the public host afterwards
}

// visitor is a browser without a screen: it follows redirects, keeps cookies and
// fills in the form of the issuer.
type visitor struct {
	w      *world
	client *http.Client
	visit  *visit
}

var errNoForm = errors.New("no login form")

var formID = regexp.MustCompile(`name="id" value="([^"]+)"`)

func (w *world) visitor() *visitor {
	jar, _ := cookiejar.New(nil) // fails never
	v := &visitor{w: w, visit: &visit{}}
	v.client = &http.Client{Transport: v, Jar: jar, Timeout: 20 * time.Second}
	return v
}

// RoundTrip sends what a browser sends, and notes every hop.
func (v *visitor) RoundTrip(r *http.Request) (*http.Response, error) {
	v.visit.hops = append(v.visit.hops, r.URL)
	r = r.Clone(r.Context())
	r.Header.Set("Accept", htmlHeader.Get("Accept"))
	response, err := v.w.transport().RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if r.URL.Host == v.w.host {
		v.visit.set = append(v.visit.set, response.Cookies()...)
	}
	if to := response.Header.Get("Location"); to != "" && v.visit.left == nil {
		v.visit.left = v.w.leaves(r.URL, to)
	}
	return response, nil
}

// leaves reads a redirect as browsers do, who drop tabs and take a backslash for
// a slash. It returns the address if that is neither the public host's nor an
// issuer's.
func (w *world) leaves(from *url.URL, to string) *url.URL {
	to = strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(strings.TrimSpace(to))
	address, err := from.Parse(to)
	if err != nil {
		return &url.URL{Opaque: to}
	}
	if address.Scheme == "https" && (address.Host == w.host || w.issuerOf(address.Host, "") != nil) {
		return nil
	}
	return address
}

// transport finds the public host at the gateway and the issuers where they are.
func (w *world) transport() *http.Transport {
	return &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: w.authority.Pool}, DisableKeepAlives: true,
		Proxy: func(r *http.Request) (*url.URL, error) {
			if r.URL.Host == w.host {
				return nil, nil
			}
			return &url.URL{Scheme: "http", Host: w.names}, nil
		},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if host, _, _ := net.SplitHostPort(address); host == w.host {
				address = w.gateway.address
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
}

// login begins at a path of the public host, with further headers, and ends
// where the issuer and the proxy lead. There is a visit even if it fails.
func (w *world) login(user, password, path string, header http.Header) (*visit, error) {
	return w.visitor().login(user, password, path, header)
}

func (v *visitor) login(user, password, path string, header http.Header) (*visit, error) {
	first, err := http.NewRequest(http.MethodGet, "https://"+v.w.host+path, nil)
	if err != nil {
		return v.visit, err
	}
	first.Header = with(header)
	page, at, err := v.follow(first)
	if err != nil {
		return v.visit, err
	}
	id := formID.FindStringSubmatch(page)
	if id == nil {
		return v.visit, fmt.Errorf("%w at %s, but status %d:\n%s", errNoForm, at, v.visit.status, page)
	}
	form := url.Values{"id": {id[1]}, "username": {user}, "password": {password}}
	post, err := http.NewRequest(http.MethodPost, at.ResolveReference(&url.URL{Path: "/login/username"}).String(), strings.NewReader(form.Encode()))
	if err != nil {
		return v.visit, err
	}
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	v.visit.body, v.visit.page, err = v.follow(post)
	v.visit.cookies = v.sent()
	return v.visit, err
}

func (v *visitor) follow(r *http.Request) (body string, at *url.URL, err error) {
	response, err := v.client.Do(r)
	if err != nil {
		return "", nil, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	v.visit.status = response.StatusCode
	v.visit.redirect, _ = response.Location() // most have none
	return string(data), response.Request.URL, err
}

func (v *visitor) sent() string {
	var all []string
	for _, c := range v.client.Jar.Cookies(&url.URL{Scheme: "https", Host: v.w.host, Path: "/"}) {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

// authorization is the first request of a visit to the issuer.
func (v *visit) authorization() (*url.URL, error) {
	for _, hop := range v.hops {
		if hop.Query().Has("response_type") {
			return hop, nil
		}
	}
	return nil, errors.New("the issuer was never asked for a login")
}

// session is the cookies of a member who is logged in. There is one login for
// all cases that only need to be logged in.
func (w *world) session() (string, error) {
	if w.cookies[member] == "" {
		v, err := w.login(member, password, "/", nil)
		if err != nil {
			return "", err
		}
		w.cookies[member] = v.cookies
	}
	return w.cookies[member], nil
}
