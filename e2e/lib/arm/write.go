package arm

import (
	"net/http"
	"strings"
	"time"
)

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
