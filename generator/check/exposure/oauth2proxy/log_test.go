package oauth2proxy

import (
	"fmt"
	"strings"
	"testing"
	"text/template"
)

// logged is what a format makes of a line, as oauth2-proxy executes it. One
// that fails would break the request off.
func logged(t *testing.T, format string, line any) string {
	t.Helper()
	var text strings.Builder
	if err := template.Must(template.New("").Parse(format)).Execute(&text, line); err != nil {
		t.Errorf("%+v: %v", line, err)
	}
	return text.String()
}

// requestLine has the fields of a line about a request.
type requestLine struct {
	Client, Host, Protocol, RequestID, RequestDuration, RequestMethod, RequestURI, ResponseSize, StatusCode, Timestamp, Upstream, UserAgent, Username string
}

func TestRequestLogFormat(t *testing.T) {
	long := strings.Repeat("a", 90)
	for uri, want := range map[string]string{
		"/":                                    "/",
		"/api/flows/HelloFlow/runs/1?_limit=5": "/api/flows/HelloFlow/runs/1",
		"/oauth2/callback?code=secret&state=x": "/oauth2/callback",
		"/oauth2/callback%3Fcode=secret":       "/oauth2",
		"/oauth2/callback;code=secret":         "/oauth2",
		"/oauth2/callback&code":                "/oauth2",
		"/a=secret":                            "",
		"/metadata/" + long + "/x":             "/metadata",
		"/metadata/x/" + long + "?token=y":     "/metadata/x",
		"/flows/" + long[:79]:                  "/flows/" + long[:79],
		"*":                                    "*",
		"":                                     "",
		"?code=secret":                         "",
		"//elsewhere/?code=secret":             "//elsewhere/",
		"/ä/ü?code=secret":                     "/ä/ü",
		`/"quoted"?code=secret`:                "",
		long:                                   "",
	} {
		got := logged(t, RequestLogFormat, requestLine{RequestURI: fmt.Sprintf("%q", uri), RequestMethod: "GET", Upstream: "-", Protocol: "HTTP/1.1", Username: long + long})
		if want := "GET - " + want + " HTTP/1.1"; !strings.Contains(got, want) || strings.Contains(got, "secret") || strings.Contains(got, long) {
			t.Errorf("%s is logged as\n%s\nwant %s", uri, got, want)
		}
	}
	endless := logged(t, RequestLogFormat, requestLine{RequestURI: fmt.Sprintf("%q", strings.Repeat("/a", 1<<19))})
	if len(endless) > 1100 {
		t.Errorf("a path without end is logged with %d bytes", len(endless))
	}
}

func TestStandardLogFormat(t *testing.T) {
	type line struct{ Timestamp, File, Message string }
	const callback = "Error while parsing OAuth2 callback: "
	for message, withheld := range map[string]bool{
		"&{GET 0xc000 HTTP/1.1 map[Cookie:[secret]]} AuthFailure\n":                                                   true,
		`Error retrieving session from token in Authorization header: invalid authorization header: "Bearer  secret"`: true,
		`Error retrieving session from token in Authorization header: invalid format: "secret"`:                       true,
		`Error retrieving session from token in Authorization header: unable to verify bearer token`:                  false,
		`Rejecting invalid redirect "//x/?code=secret": not an absolute or relative URL`:                              true,
		"Invalid redirect provided in rd querystring parameter: //x/?code=secret":                                     true,
		callback + strings.Repeat("secret", 5):                                                                        true,
		callback + "account_selection_required":                                                                       false,
		"invalid configuration:\n  missing setting: client-id":                                                        false,
		"&": false,
		"":  false,
	} {
		got := logged(t, StandardLogFormat, line{"now", "a.go:1", message})
		if strings.Contains(got, "secret") || strings.Contains(got, "withheld: ") != withheld || !withheld && got != "[now] [a.go:1] "+message {
			t.Errorf("%q is logged as\n%s", message, got)
		}
	}
}
