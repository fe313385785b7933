package state

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// key-of-an-account
const accountKey = "a2V5LW9mLWFuLWFjY291bnQ="

// TestSignedText holds what is signed. The SDK's own client signed the same texts.
func TestSignedText(t *testing.T) {
	for _, c := range []struct {
		address string
		header  map[string]string
		want    []string
	}{
		{"https://stexample.blob.core.windows.net/tfstate/a%2Fb%20c.tfstateenv:prod",
			map[string]string{"x-ms-version": "2023-11-03", "x-ms-date": "Sun, 29 Nov 2026 01:27:54 GMT", "X-Ms-Range": "bytes=5-", "If-Match": `"one"`, "Accept": "*/*"},
			[]string{"GET", "", "", "", "", "", "", "", `"one"`, "", "", "", "x-ms-date:Sun, 29 Nov 2026 01:27:54 GMT", "x-ms-range:bytes=5-", "x-ms-version:2023-11-03", "/stexample/tfstate/a%2Fb%20c.tfstateenv:prod"}},
		{"https://stexample.blob.core.windows.net/tfstate?restype=container&prefix=a%2Fb%20c&comp=list",
			map[string]string{"x-ms-version": "2023-11-03"},
			[]string{"GET", "", "", "", "", "", "", "", "", "", "", "", "x-ms-version:2023-11-03", "/stexample/tfstate", "comp:list", "prefix:a/b c", "restype:container"}},
	} {
		k, err := newSharedKey("stexample", accountKey)
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequest(http.MethodGet, c.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range c.header {
			request.Header.Set(name, value)
		}
		if got := k.text(request); got != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%q", c.address, got)
		}
	}
}

// TestSigned signs each try of a request on its own.
func TestSigned(t *testing.T) {
	k, err := newSharedKey("stexample", accountKey)
	if err != nil {
		t.Fatal(err)
	}
	tries := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mac := hmac.New(sha256.New, []byte("key-of-an-account"))
		mac.Write([]byte(k.text(r)))
		if want := "SharedKey stexample:" + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Header.Get("Authorization") != want {
			t.Error(r.Header)
		}
		if _, err := time.Parse(http.TimeFormat, r.Header.Get("x-ms-date")); err != nil {
			t.Error(err)
		}
		if tries++; tries == 1 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	options := azcore.ClientOptions{Transport: server.Client()}
	options.Retry.RetryDelay = time.Millisecond
	if _, err := newBlobContainer(server.URL+"/tfstate", k, nil, options).get(t.Context(), "key"); err != nil || tries != 2 {
		t.Error(tries, err)
	}
}

func TestNoBase64(t *testing.T) {
	f := new(Failure)
	if _, err := newSharedKey("stexample", "not base64"); !errors.As(err, &f) || f.Summary != NoCredentials {
		t.Error(err)
	}
}

// TestSAS takes a SAS with its question mark and without, and quotes none.
func TestSAS(t *testing.T) {
	for token, want := range map[string]bool{"?sv=2023-11-03&sig=a%2Bb": true, "sv=2023-11-03&sig=a%2Bb": true, "sv=2023-11-03&sig=a%2": false} {
		r := azure{&Reader{Env: func(string) string { return "" }, backend: &Backend{Settings: map[string]string{"sas_token": token}}}}
		sign, signature, err := r.blobAccess("stexample", clouds{}, azcore.ClientOptions{})
		if (err == nil) != want || sign != nil || want && signature.Get("sig") != "a+b" || err != nil && strings.Contains(err.Error(), "2023") {
			t.Errorf("%s: %v %v", token, signature, err)
		}
	}
}
