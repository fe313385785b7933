package auth

import (
	"context"
	"crypto/rsa"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// The people that every issuer knows: a member may log in, a stranger may not.
const (
	member   = "ada@example.com"
	stranger = "eve@example.net"
	password = "correct horse battery staple"
)

// issuer is a real OpenID provider, with a login form.
type issuer struct {
	url *url.URL
	// name is the issuer as tokens have it, to the last slash.
	name    string
	key     *rsa.PrivateKey
	keyID   string
	handler http.Handler
}

// newIssuer makes the issuer of a name. The client is the one that people log in
// by; members are in the groups, under the given claim.
func newIssuer(name string, client *storage.Client, claim string, groups []string) (*issuer, error) {
	u, err := url.Parse(name)
	if err != nil {
		return nil, err
	}
	s := directory{storage.NewStorageWithClients(persons{}, map[string]*storage.Client{}), claim, groups}
	if client != nil {
		s.Storage = storage.NewStorageWithClients(persons{}, map[string]*storage.Client{client.GetID(): client})
	}
	key, err := s.SigningKey(context.Background())
	if err != nil {
		return nil, err
	}
	provider := exampleop.SetupServer(name, s, slog.New(slog.NewTextHandler(io.Discard, nil)), false)
	i := &issuer{url: u, name: name, key: key.Key().(*rsa.PrivateKey), keyID: key.ID()}
	i.handler = stripIssuer(strings.TrimSuffix(u.Path, "/"), provider)
	return i, nil
}

// stripIssuer takes an issuer's own path away, which the provider doesn't know.
func stripIssuer(path string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rest, ok := strings.CutPrefix(r.URL.Path, path); ok {
			r.URL.Path = rest
		}
		next.ServeHTTP(w, r)
	})
}

// directory is the provider's storage, with the claims that the real issuers
// put into tokens.
type directory struct {
	*storage.Storage
	claim  string
	groups []string
}

func (d directory) SetUserinfoFromRequest(_ context.Context, info *oidc.UserInfo, request op.IDTokenRequest, _ []string) error {
	d.describe(info, request.GetSubject())
	return nil
}

func (d directory) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	if err := d.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin); err != nil {
		return err
	}
	d.describe(info, subject)
	return nil
}

func (d directory) describe(info *oidc.UserInfo, user string) {
	info.Subject, info.Email, info.EmailVerified, info.PreferredUsername = user, user, true, user
	groups := []string{"everyone"}
	if user == member {
		groups = append(groups, d.groups...)
	}
	info.AppendClaims(d.claim, groups)
}

// persons is the provider's list of users.
type persons struct{}

func (persons) ExampleClientID() string { return "unused" }

func (persons) GetUserByID(id string) *storage.User {
	if id != member && id != stranger {
		return nil
	}
	return &storage.User{ID: id, Username: id, Password: password, Email: id, EmailVerified: true}
}

func (p persons) GetUserByUsername(name string) *storage.User { return p.GetUserByID(name) }
