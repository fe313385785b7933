package state

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// sharedKey signs requests with an access key of a storage account, in the way of
// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key.
type sharedKey struct {
	account string
	key     []byte
}

func newSharedKey(account, key string) (*sharedKey, error) {
	decoded, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return nil, failure(NoCredentials, "The access key is not valid base64. Check where it was copied from.")
	}
	return &sharedKey{account: account, key: decoded}, nil
}

// Do signs a request and sends it. It is called again for each try, since a signature is
// good for some minutes alone.
func (k *sharedKey) Do(request *policy.Request) (*http.Response, error) {
	raw := request.Raw()
	raw.Header.Set("x-ms-date", time.Now().UTC().Format(http.TimeFormat))
	mac := hmac.New(sha256.New, k.key)
	mac.Write([]byte(k.text(raw)))
	raw.Header.Set("Authorization", "SharedKey "+k.account+":"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return request.Next()
}

// text is what a signature is of. The headers that are left empty are those of a request
// with a body, and those that are never sent.
func (k *sharedKey) text(r *http.Request) string {
	lines := []string{
		r.Method,
		"", // Content-Encoding
		"", // Content-Language
		"", // Content-Length
		"", // Content-MD5
		"", // Content-Type
		"", // Date, as x-ms-date is there
		"", // If-Modified-Since
		r.Header.Get("If-Match"),
		"", // If-None-Match
		"", // If-Unmodified-Since
		"", // Range, as x-ms-range is there
	}
	lines = append(lines, serviceHeaders(r.Header)...)
	lines = append(lines, "/"+k.account+r.URL.EscapedPath())
	return strings.Join(append(lines, parameters(r.URL.Query())...), "\n")
}

// serviceHeaders are the headers of the service's own, sorted by name.
func serviceHeaders(header http.Header) []string {
	named := map[string]string{}
	for name, values := range header {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-ms-") {
			named[name] = name + ":" + strings.Join(values, ",")
		}
	}
	return sorted(named)
}

func parameters(query url.Values) []string {
	named := map[string]string{}
	for name, values := range query {
		name = strings.ToLower(name)
		named[name] = name + ":" + strings.Join(slices.Sorted(slices.Values(values)), ",")
	}
	return sorted(named)
}

// sorted returns values by the order of their keys.
func sorted(named map[string]string) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(named)) {
		lines = append(lines, named[name])
	}
	return lines
}
