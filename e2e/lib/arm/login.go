package arm

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// serveLogin answers as Entra ID does, for any secret.
func (c *Cloud) serveLogin(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	base := "https://" + loginHost + "/" + c.tenant
	switch {
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		answer(w, http.StatusOK, object{"issuer": base + "/v2.0", "token_endpoint": base + "/oauth2/v2.0/token", "authorization_endpoint": base + "/oauth2/v2.0/authorize"})
	case strings.HasSuffix(r.URL.Path, "/token"):
		audience, _, _ := strings.Cut(r.Form.Get("scope"), "/.default")
		answer(w, http.StatusOK, object{"token_type": "Bearer", "expires_in": 3600, "access_token": c.token(audience, r.Form.Get("client_id"))})
	default:
		http.NotFound(w, r)
	}
}

// token makes an access token of a service principal.
func (c *Cloud) token(audience, client string) string {
	now := time.Now().Unix()
	part := func(v any) string {
		data, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(data)
	}
	signed := part(object{"alg": "HS256", "typ": "JWT"}) + "." + part(object{
		"aud": audience, "iss": "https://sts.windows.net/" + c.tenant + "/", "iat": now, "nbf": now - 60, "exp": now + 3600,
		"appid": client, "oid": ObjectID(client), "idtyp": "app", "tid": c.tenant})
	return signed + "." + base64.RawURLEncoding.EncodeToString(c.sign(signed))
}

func (c *Cloud) sign(text string) []byte {
	h := hmac.New(sha256.New, c.tokens)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// caller is the object id of who asks, or "" without a token for the audience.
func (c *Cloud) caller(r *http.Request, audience string) string {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	parts := strings.Split(token, ".")
	if !bearer || len(parts) != 3 {
		return ""
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || !hmac.Equal(signature, c.sign(parts[0]+"."+parts[1])) {
		return ""
	}
	var claims struct {
		Audience string `json:"aud"`
		Object   string `json:"oid"`
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(data, &claims) != nil || strings.TrimSuffix(claims.Audience, "/") != audience {
		return ""
	}
	return claims.Object
}
