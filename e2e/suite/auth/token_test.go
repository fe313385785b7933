package auth

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// token is a JWT in the making: a good one of its issuer, until it is changed.
type token struct {
	claims    map[string]any
	header    map[jose.HeaderKey]any
	algorithm jose.SignatureAlgorithm
	key       any
}

// token makes a program's token. Like those of the real issuers it has no e-mail
// address.
func (i *issuer) token(audience string) token {
	now := time.Now()
	return token{
		claims: map[string]any{"iss": i.name, "aud": audience, "sub": "runner@clients", "iat": now.Add(-time.Minute).Unix(), "nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(time.Hour).Unix()},
		header: map[jose.HeaderKey]any{"kid": i.keyID, "typ": "JWT"}, algorithm: jose.RS256, key: i.key,
	}
}

// claim changes a claim; nil takes it away.
func (t token) claim(name string, value any) token {
	t.claims = maps.Clone(t.claims)
	t.claims[name] = value
	if value == nil {
		delete(t.claims, name)
	}
	return t
}

// signedBy signs with another key, by another algorithm, or with another header.
func (t token) signedBy(algorithm jose.SignatureAlgorithm, key any, more ...any) token {
	t.algorithm, t.key, t.header = algorithm, key, maps.Clone(t.header)
	for i := 0; i < len(more); i += 2 {
		t.header[jose.HeaderKey(more[i].(string))] = more[i+1]
	}
	return t
}

func (t token) sign() string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: t.algorithm, Key: t.key}, &jose.SignerOptions{ExtraHeaders: t.header})
	if err != nil {
		panic(err)
	}
	signature, err := signer.Sign(t.payload())
	if err != nil {
		panic(err)
	}
	text, err := signature.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return text
}

func (t token) payload() []byte {
	data, err := json.Marshal(t.claims)
	if err != nil {
		panic(err)
	}
	return data
}

// unsigned is the token as `alg: none` has it.
func (t token) unsigned() string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(t.payload()) + "."
}

// publicKey is an issuer's key as anybody can get it.
func (i *issuer) publicKey() []byte {
	der, err := x509.MarshalPKIXPublicKey(&i.key.PublicKey)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// foreignKey is a key of nobody that the proxies know.
var foreignKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// spoilt changes one letter in the middle of a part of a token.
func spoilt(text string, part int) string {
	parts := strings.Split(text, ".")
	middle := len(parts[part]) / 2
	letter := "A"
	if parts[part][middle] == 'A' {
		letter = "B"
	}
	parts[part] = parts[part][:middle] + letter + parts[part][middle+1:]
	return strings.Join(parts, ".")
}

// badTokens are tokens that nobody may come in by: a good one of an issuer, and
// what is made of it.
var badTokens = []struct {
	name  string
	needs feature
	make  func(good token, i *issuer) string
}{
	{"expired", none, func(t token, _ *issuer) string { return t.claim("exp", hoursAway(-2)).sign() }},
	{"without expiry", expiryNeeded, func(t token, _ *issuer) string { return t.claim("exp", nil).sign() }},
	{"not yet valid", notBefore, func(t token, _ *issuer) string {
		return t.claim("nbf", hoursAway(1)).claim("iat", hoursAway(1)).claim("exp", hoursAway(2)).sign()
	}},
	{"wrong audience", none, func(t token, _ *issuer) string { return t.claim("aud", "someone-else").sign() }},
	{"audience that begins alike", none, func(t token, _ *issuer) string { return t.claim("aud", fmt.Sprint(t.claims["aud"], "-2")).sign() }},
	{"no audience", none, func(t token, _ *issuer) string { return t.claim("aud", nil).sign() }},
	{"wrong issuer", none, func(t token, _ *issuer) string { return t.claim("iss", "https://issuer.example.net/").sign() }},
	{"issuer with another slash", none, func(t token, i *issuer) string { return t.claim("iss", otherSlash(i.name)).sign() }},
	{"foreign key with the right kid", none, func(t token, _ *issuer) string { return t.signedBy(jose.RS256, foreignKey()).sign() }},
	{"foreign key in the header", none, func(t token, i *issuer) string {
		return t.signedBy(jose.RS256, foreignKey(), "jwk", jose.JSONWebKey{Key: &foreignKey().PublicKey, KeyID: i.keyID}).sign()
	}},
	{"foreign key set in the header", none, func(t token, _ *issuer) string {
		return t.signedBy(jose.RS256, foreignKey(), "jku", "https://issuer.example.net/keys").sign()
	}},
	{"unknown kid", none, func(t token, _ *issuer) string { return t.signedBy(jose.RS256, foreignKey(), "kid", "nobody").sign() }},
	{"alg none", none, func(t token, _ *issuer) string { return t.unsigned() }},
	{"HS256 with the public key", none, func(t token, i *issuer) string { return t.signedBy(jose.HS256, i.publicKey()).sign() }},
	{"signature spoilt", none, func(t token, _ *issuer) string { return spoilt(t.sign(), 2) }},
	{"claims spoilt", none, func(t token, _ *issuer) string { return spoilt(t.sign(), 1) }},
	{"signature cut off", none, func(t token, _ *issuer) string { return strings.Join(strings.Split(t.sign(), ".")[:2], ".") + "." }},
	{"garbage", none, func(token, *issuer) string { return "garbage" }},
	{"garbage of a token's shape", none, func(token, *issuer) string { return "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl" }},
	{"nothing", none, func(token, *issuer) string { return "" }},
}

// hoursAway is a time in that many hours, as tokens have it.
func hoursAway(hours int) int64 { return time.Now().Add(time.Duration(hours) * time.Hour).Unix() }

func otherSlash(name string) string {
	if rest, ok := strings.CutSuffix(name, "/"); ok {
		return rest
	}
	return name + "/"
}

func bearer(token string) string { return fmt.Sprintf("Bearer %s", token) }
