package auth

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// entra is a stand-in for what Microsoft Entra ID does its own way: where its
// endpoints are, what its discovery says, and how an application without a
// secret exchanges a code. Behind it is the real provider.
type entra struct {
	provider http.Handler
	tenant   string
	client   string
	secret   string // what the provider behind wants
	// assertion is the federated token that is accepted in place of a secret.
	assertion string
}

const (
	entraHost = "login.microsoftonline.com"
	graphHost = "graph.microsoft.com"
)

func (e entra) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch rest, _ := strings.CutPrefix(r.URL.Path, "/"+e.tenant); rest {
	case "/v2.0/.well-known/openid-configuration":
		e.discovery(w)
	case "/oauth2/v2.0/authorize":
		e.forward(w, r, "/auth")
	case "/oauth2/v2.0/token":
		e.exchange(w, r)
	case "/oauth2/v2.0/logout":
		e.forward(w, r, "/end_session")
	case "/discovery/v2.0/keys":
		e.forward(w, r, "/keys")
	case "/oidc/userinfo":
		e.forward(w, r, "/userinfo")
	default:
		e.provider.ServeHTTP(w, r)
	}
}

func (e entra) forward(w http.ResponseWriter, r *http.Request, path string) {
	r.URL.Path = path
	e.provider.ServeHTTP(w, r)
}

// discovery is that of the provider, as Entra ID writes it.
func (e entra) discovery(w http.ResponseWriter) {
	recorded := httptest.NewRecorder()
	e.provider.ServeHTTP(recorded, httptest.NewRequest(http.MethodGet, "/.well-known/openid-configuration", nil))
	var doc map[string]any
	if err := json.Unmarshal(recorded.Body.Bytes(), &doc); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	base := "https://" + entraHost + "/" + e.tenant
	doc["authorization_endpoint"] = base + "/oauth2/v2.0/authorize"
	doc["token_endpoint"] = base + "/oauth2/v2.0/token"
	doc["end_session_endpoint"] = base + "/oauth2/v2.0/logout"
	doc["jwks_uri"] = base + "/discovery/v2.0/keys"
	doc["userinfo_endpoint"] = "https://" + graphHost + "/oidc/userinfo"
	// Entra ID knows PKCE and does not say so.
	delete(doc, "code_challenge_methods_supported")
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(doc)
}

// exchange wants a federated token, exactly the one of the workload, and no
// secret.
func (e entra) exchange(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	_, _, basic := r.BasicAuth()
	switch {
	case basic || r.PostForm.Has("client_secret"):
		refuse(w, "AADSTS7000215: Invalid client secret provided.")
	case r.PostForm.Get("client_id") != e.client:
		refuse(w, "AADSTS700016: Application not found in the directory.")
	case r.PostForm.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" || r.PostForm.Get("client_assertion") != e.assertion:
		refuse(w, "AADSTS700213: No matching federated identity record found for presented assertion.")
	default:
		form := url.Values{}
		for name, values := range r.PostForm {
			form[name] = values
		}
		form.Del("client_assertion")
		form.Del("client_assertion_type")
		form.Set("client_secret", e.secret)
		r.Body = io.NopCloser(strings.NewReader(form.Encode()))
		r.Form, r.PostForm = nil, nil
		e.forward(w, r, "/oauth/token")
	}
}

func refuse(w http.ResponseWriter, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_client", "error_description": why})
}
