package arm

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
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

// parentThere reports whether what the resource is a part of is there.
func (c *Cloud) parentThere(i id) bool {
	up, is := i.parent()
	return !is || c.look(up) != nil
}

// write serves PUT and PATCH.
func (c *Cloud) write(w http.ResponseWriter, i id, method string, body object) {
	k := kinds(i.kind)
	r := c.Resources[i.key()]
	was := c.look(i)
	no := c.judgeWrite(i, was, method)
	want := body
	if method == http.MethodPatch && was != nil {
		want = clone(was)
		merge(want, body)
	}
	want["id"], want["name"], want["type"] = i.path, i.name, typeOf(i)
	if r != nil {
		want["id"], want["name"] = r.Body["id"], r.Body["name"] // the case of the first time stays
	}
	if no == nil && k.judge != nil {
		no = k.judge(c, i, was, want)
	}
	if no != nil {
		no.answer(w)
		return
	}
	if c.broken[i.kind] {
		delete(c.broken, i.kind)
		c.begin(w, i, refuse(0, "InternalServerError", "An unexpected error occurred while processing the request. (The stand-in was told to fail.)"))
		answer(w, k.status(true), want)
		return
	}
	status := k.status(was == nil)
	c.keep(i, k, want)
	if k.slow {
		c.begin(w, i, nil)
	}
	answer(w, status, c.look(i))
}

// keep stores a resource, with what Azure adds, and apart what no GET shows.
func (c *Cloud) keep(i id, k kind, want object) {
	if k.complete != nil {
		k.complete(c, i, want)
	}
	if i.kind != groups {
		put(want, "Succeeded", "properties", "provisioningState")
	}
	hidden := object{}
	if r := c.Resources[i.key()]; r != nil {
		hidden = r.Hidden
	}
	for _, name := range k.hides {
		if v := at(want, "properties", name); v != nil {
			hidden[name] = v
			delete(inside(want, "properties"), name)
		}
	}
	since := time.Now()
	if r := c.Resources[i.key()]; r != nil {
		since = r.Since
	}
	c.Resources[i.key()] = &resource{Body: want, Hidden: hidden, Since: since}
}

// judgeWrite refuses what Azure refuses for all types.
func (c *Cloud) judgeWrite(i id, was object, method string) *refusal {
	if no := c.judgeRegistration(i); no != nil {
		return no
	}
	if was == nil && method == http.MethodPatch {
		return notFound(i)
	}
	if i.group != "" && i.kind != groups && c.look(i.groupID()) == nil {
		return refuse(http.StatusNotFound, "ResourceGroupNotFound", "Resource group '%s' could not be found.", i.group)
	}
	if !kinds(i.kind).loose && !c.parentThere(i) {
		up, _ := i.parent()
		return refuse(http.StatusNotFound, "ParentResourceNotFound", "Failed to perform 'write' on resource(s) of type '%s', because the parent resource '%s' could not be found.", i.kind, up.path)
	}
	return nil
}

// remove serves DELETE.
func (c *Cloud) remove(w http.ResponseWriter, i id) {
	r := c.Resources[i.key()]
	if r == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	k := kinds(i.kind)
	if k.remove != nil {
		if no := k.remove(c, i, r.Body); no != nil {
			no.answer(w)
			return
		}
	}
	c.drop(i)
	if k.slow {
		answer(w, http.StatusAccepted, object{})
		return
	}
	answer(w, http.StatusOK, r.Body)
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

// typeOf is the type as the path spells it.
func typeOf(i id) string {
	segments := strings.Split(i.path, "/")
	for at := len(segments) - 2; at >= 0; at-- {
		if !same(segments[at], "providers") {
			continue
		}
		name := segments[at+1]
		for s := at + 2; s < len(segments); s += 2 {
			name += "/" + segments[s]
		}
		return name
	}
	return "Microsoft.Resources/resourceGroups"
}

// Put makes a resource that was there before, such as a DNS zone of somebody
// else's. Its group is made with it.
func (c *Cloud) Put(path string, body object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := parseID(path)
	if i.kind != groups && c.Resources[i.groupID().key()] == nil {
		g := i.groupID()
		c.keep(g, kinds(g.kind), object{"id": g.path, "name": g.name, "type": typeOf(g), "location": "westeurope"})
	}
	want := clone(body)
	want["id"], want["name"], want["type"] = i.path, i.name, typeOf(i)
	c.keep(i, kinds(i.kind), want)
}

// Get returns a resource as Azure shows it, or nil.
func (c *Cloud) Get(path string) object {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.look(parseID(path))
}

// Change changes a resource behind Terraform's back, as Azure itself does.
func (c *Cloud) Change(path string, patch object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	merge(c.Resources[parseID(path).key()].Body, clone(patch))
}
