package arm

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// secret is one of a vault, with its versions.
type secret struct {
	Versions []version
	Deleted  bool
}

type version struct {
	Name, Value string
	Body        object
}

// may are the roles that may do what with secrets
// (learn.microsoft.com/azure/key-vault/general/rbac-guide, "Azure built-in roles for Key Vault data plane operations").
var may = map[string][]string{
	"get": {"Key Vault Secrets Officer", "Key Vault Administrator", "Key Vault Secrets User"},
	"all": {"Key Vault Secrets Officer", "Key Vault Administrator"},
}

// forbidden is what a vault answers to whom it does not know to have a role, or
// not yet (Azure/terraform-azurerm-avm-res-keyvault-vault issue 78 has the words).
func forbidden(w http.ResponseWriter, caller, action, resource string) {
	answer(w, http.StatusForbidden, object{"error": object{"code": "Forbidden", "innererror": object{"code": "ForbiddenByRbac"},
		"message": fmt.Sprintf("Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\nCaller: oid=%s\r\nAction: '%s'\r\nResource: '%s'\r\nAssignment: (not found)", caller, action, resource)}})
}

// serveVault is the data plane of a vault.
func (c *Cloud) serveVault(w http.ResponseWriter, r *http.Request, name string) {
	caller := c.caller(r, "https://vault.azure.net")
	if caller == "" {
		w.Header().Set("WWW-Authenticate", `Bearer authorization="https://`+loginHost+"/"+c.tenant+`", resource="https://vault.azure.net"`)
		answer(w, http.StatusUnauthorized, refuse(0, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.").body())
		return
	}
	body := object{}
	if data, err := io.ReadAll(r.Body); err != nil || len(data) > 0 && json.Unmarshal(data, &body) != nil {
		answer(w, http.StatusBadRequest, refuse(0, "BadParameter", "The request is not JSON.").body())
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	vault := c.vault(name)
	if vault == nil {
		http.NotFound(w, r)
		return
	}
	segments := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	for len(segments) < 3 {
		segments = append(segments, "")
	}
	action, needs := "Microsoft.KeyVault/vaults/secrets/"+strings.ToLower(r.Method), may["all"]
	if r.Method == http.MethodGet && segments[0] == "secrets" {
		action, needs = "Microsoft.KeyVault/vaults/secrets/getSecret/action", may["get"]
	}
	resource := parseID(text(vault, "id")).child("secrets", segments[1])
	if !c.holds(caller, resource, needs...) {
		forbidden(w, caller, action, resource.path)
		return
	}
	if r.Method != http.MethodGet {
		c.calls = append(c.calls, r.Method+" "+name+r.URL.Path)
	}
	s := &store{cloud: c, vault: name, name: segments[1], secrets: c.Secrets[strings.ToLower(name)]}
	s.serve(w, r.Method, segments[0], segments[2], body)
}

// store is one secret's place in a vault.
type store struct {
	cloud       *Cloud
	vault, name string
	secrets     map[string]*secret
}

func (s *store) path(kind, version string) string {
	return strings.TrimSuffix("https://"+s.vault+vaultSuffix+"/"+kind+"/"+s.name+"/"+version, "/")
}

func (s *store) show(v version, value bool) object {
	body := clone(v.Body)
	body["id"] = s.path("secrets", v.Name)
	if value {
		body["value"] = v.Value
	}
	return body
}

func (s *store) serve(w http.ResponseWriter, method, kind, last string, body object) {
	found := s.secrets[s.name]
	live := found != nil && !found.Deleted
	switch {
	case kind == "secrets" && method == http.MethodPut:
		s.set(w, found, body)
	case kind == "secrets" && method == http.MethodGet && live:
		s.get(w, found, last)
	case kind == "secrets" && method == http.MethodPatch && live:
		latest := &found.Versions[len(found.Versions)-1]
		merge(latest.Body, body)
		answer(w, http.StatusOK, s.show(*latest, false))
	case kind == "secrets" && method == http.MethodDelete && live:
		found.Deleted = true
		answer(w, http.StatusOK, s.deleted(found))
	case kind == "deletedsecrets" && found != nil && found.Deleted:
		s.serveDeleted(w, method, last, found)
	default:
		answer(w, http.StatusNotFound, refuse(0, "SecretNotFound", "A secret with (name/id) %s was not found in this key vault.", s.name).body())
	}
}

// set refuses the name of a deleted secret: it is recovered or purged first
// (learn.microsoft.com/azure/key-vault/general/soft-delete-overview).
func (s *store) set(w http.ResponseWriter, found *secret, body object) {
	if found != nil && found.Deleted {
		answer(w, http.StatusConflict, object{"error": object{"code": "Conflict", "innererror": object{"code": "ObjectIsDeletedButRecoverable"},
			"message": "Secret " + s.name + " is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged."}})
		return
	}
	if found == nil {
		found = &secret{}
		s.secrets[s.name] = found
	}
	s.cloud.Count++
	name := strings.ReplaceAll(uuid(fmt.Sprint("version ", s.cloud.Count)), "-", "")
	value := text(body, "value")
	delete(body, "value")
	now := float64(time.Now().Unix())
	put(body, true, "attributes", "enabled")
	put(body, now, "attributes", "created")
	put(body, now, "attributes", "updated")
	found.Versions = append(found.Versions, version{Name: name, Value: value, Body: body})
	answer(w, http.StatusOK, s.show(found.Versions[len(found.Versions)-1], true))
}

func (s *store) get(w http.ResponseWriter, found *secret, name string) {
	for at := len(found.Versions) - 1; at >= 0; at-- {
		if v := found.Versions[at]; name == "" || v.Name == name {
			answer(w, http.StatusOK, s.show(v, true))
			return
		}
	}
	answer(w, http.StatusNotFound, refuse(0, "SecretNotFound", "A secret with (name/id) %s/%s was not found in this key vault.", s.name, name).body())
}

func (s *store) deleted(found *secret) object {
	body := s.show(found.Versions[len(found.Versions)-1], false)
	body["recoveryId"] = s.path("deletedsecrets", "")
	return body
}

// serveDeleted shows, recovers and purges a deleted secret.
func (s *store) serveDeleted(w http.ResponseWriter, method, last string, found *secret) {
	switch {
	case method == http.MethodPost && last == "recover":
		found.Deleted = false
		answer(w, http.StatusOK, s.show(found.Versions[len(found.Versions)-1], false))
	case method == http.MethodDelete && at(s.cloud.vault(s.vault), "properties", "enablePurgeProtection") == true:
		answer(w, http.StatusForbidden, refuse(0, "Forbidden", "Operation purge is not allowed on this key vault: purge protection is on.").body())
	case method == http.MethodDelete:
		delete(s.secrets, s.name)
		w.WriteHeader(http.StatusNoContent)
	default:
		answer(w, http.StatusOK, s.deleted(found))
	}
}

// Secret is the newest value of a secret, or "".
func (c *Cloud) Secret(vault, name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.Secrets[strings.ToLower(vault)][name]
	if found == nil || found.Deleted {
		return ""
	}
	return found.Versions[len(found.Versions)-1].Value
}
