package arm

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set(skipDelay, "true")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (r *refusal) answer(w http.ResponseWriter) { answer(w, r.status, r.body()) }

// serveManagement is Azure Resource Manager.
func (c *Cloud) serveManagement(w http.ResponseWriter, r *http.Request) {
	if c.caller(r, "https://"+managementHost) == "" {
		refuse(http.StatusUnauthorized, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing or invalid.").answer(w)
		return
	}
	body := object{}
	if data, err := io.ReadAll(r.Body); err != nil || len(data) > 0 && json.Unmarshal(data, &body) != nil {
		refuse(http.StatusBadRequest, "InvalidRequestContent", "The request content was invalid and could not be deserialized.").answer(w)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	i := parseID(r.URL.Path)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		c.calls = append(c.calls, r.Method+" "+r.URL.Path)
	}
	segments := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case len(segments) >= 3 && len(segments) <= 5 && same(segments[2], "providers") && (len(segments) < 5 || same(segments[4], "register")):
		c.serveProviders(w, i, segments, r.Method)
	case strings.HasSuffix(i.kind, "/locations/operations"):
		c.serveOperation(w, i.name)
	case strings.HasPrefix(i.kind, "microsoft.keyvault/locations"), i.kind == "microsoft.keyvault" && same(i.rest, "deletedVaults"):
		c.serveDeletedVaults(w, i, r.Method)
	case strings.Contains(i.kind, "microsoft.authorization") && strings.Contains(strings.ToLower(r.URL.Path), "/roledefinitions"):
		c.serveRoles(w, i, r.URL.Query().Get("$filter"))
	case i.kind == subscriptions && i.rest == "":
		answer(w, http.StatusOK, object{"id": i.path, "subscriptionId": i.subscription, "tenantId": c.tenant, "state": "Enabled", "displayName": "stand-in"})
	case i.rest != "" && r.Method == http.MethodPost:
		c.act(w, i)
	case same(i.rest, "availableAgentPoolVersions"):
		answer(w, http.StatusOK, c.poolVersions(parseID(strings.TrimSuffix(i.path, "/"+i.rest))))
	case i.rest != "":
		c.list(w, i, r.URL.Query().Get("$filter"))
	default:
		c.resource(w, i, r.Method, body)
	}
}

// resource serves the path of one resource.
func (c *Cloud) resource(w http.ResponseWriter, i id, method string, body object) {
	switch method {
	case http.MethodGet, http.MethodHead:
		found := c.look(i)
		if found == nil {
			notFound(i).answer(w)
			return
		}
		answer(w, http.StatusOK, found)
	case http.MethodPut, http.MethodPatch:
		c.write(w, i, method, body)
	case http.MethodDelete:
		c.remove(w, i)
	default:
		refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "The stand-in knows no %s of %s.", method, i.kind).answer(w)
	}
}

// look returns a resource as a GET shows it, or nil.
func (c *Cloud) look(i id) object {
	k := kinds(i.kind)
	r := c.Resources[i.key()]
	var shown object
	switch {
	case r != nil:
		shown = clone(r.Body)
	case k.builtin != nil && c.parentThere(i):
		if shown = k.builtin(c, i); shown == nil {
			return nil
		}
	default:
		return nil
	}
	fill(shown, i.path, "id")
	fill(shown, i.name, "name")
	if k.show != nil {
		k.show(c, i, shown)
	}
	return shown
}

// list serves the resources of a type below a path, and all of a group or of a
// subscription, which can be filtered by name and type.
func (c *Cloud) list(w http.ResponseWriter, i id, filter string) {
	scope, kind := i.path[:strings.LastIndex(i.path, "/")], i.kind+"/"+strings.ToLower(i.rest)
	if at := strings.LastIndex(strings.ToLower(scope), "/providers/"); at >= 0 && !strings.Contains(i.kind, "/") {
		scope = scope[:at]
	}
	found := []any{}
	for _, r := range c.under(scope) {
		ri := parseID(text(r.Body, "id"))
		if ri.kind == kind || same(i.rest, "resources") && ri.kind != groups && strings.Count(ri.kind, "/") == 1 && !strings.HasPrefix(ri.kind, "microsoft.authorization/") {
			if one := c.look(ri); meets(one, filter) {
				found = append(found, one)
			}
		}
	}
	answer(w, http.StatusOK, object{"value": found})
}

// meets reports whether a resource meets a filter, such as
// name eq 'aks' and resourceType eq 'Microsoft.ContainerService/managedClusters'.
func meets(r object, filter string) bool {
	for clause := range strings.SplitSeq(filter, " and ") {
		field, value, is := strings.Cut(clause, " eq ")
		if field == "resourceType" {
			field = "type"
		}
		if is && !same(text(r, strings.TrimSpace(field)), strings.Trim(value, "'")) {
			return false
		}
	}
	return true
}

// act serves POST.
func (c *Cloud) act(w http.ResponseWriter, i id) {
	action := kinds(i.kind).actions[strings.ToLower(i.rest)]
	i = parseID(i.path[:strings.LastIndex(i.path, "/")])
	r := c.Resources[i.key()]
	switch {
	case r == nil:
		notFound(i).answer(w)
	case action == nil:
		refuse(http.StatusNotFound, "NotFound", "The stand-in knows no such action of %s.", i.kind).answer(w)
	default:
		answer(w, http.StatusOK, action(c, i, r.Body))
	}
}
