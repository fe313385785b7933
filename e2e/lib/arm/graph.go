package arm

import (
	"net/http"
	"strings"
)

// serveGraph answers what the provider asks of Microsoft Graph when a token does
// not say who it is of: the service principal with a client id.
func (c *Cloud) serveGraph(w http.ResponseWriter, r *http.Request) {
	if c.caller(r, "https://"+graphHost) == "" {
		answer(w, http.StatusUnauthorized, refuse(0, "InvalidAuthenticationToken", "Access token is missing or invalid.").body())
		return
	}
	client, asked := strings.CutPrefix(r.URL.Query().Get("$filter"), "appId eq '")
	if !asked || !strings.HasSuffix(r.URL.Path, "/servicePrincipals") {
		answer(w, http.StatusNotFound, refuse(0, "Request_ResourceNotFound", "The stand-in knows no %s.", r.URL.Path).body())
		return
	}
	client = strings.TrimSuffix(client, "'")
	answer(w, http.StatusOK, object{"value": []any{object{"id": ObjectID(client), "appId": client}}})
}
