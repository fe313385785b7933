package arm

import (
	"strings"
)

// id is a path of Azure Resource Manager, taken apart.
type id struct {
	path         string // as it was asked for, without a slash at the end
	subscription string
	group        string
	// kind is the type in lower case, such as microsoft.keyvault/vaults; of a path
	// with an odd end it is that of what is listed, or of what an action is done to.
	kind string
	name string
	// rest is the last segment of a path that names no resource: a list, or an action.
	rest string
}

const (
	subscriptions = "subscriptions"
	groups        = subscriptions + "/resourcegroups"
)

// parseID takes a path apart. A resource is a list of pairs.
func parseID(path string) id {
	path = strings.TrimSuffix(path, "/")
	segments := strings.Split(strings.Trim(path, "/"), "/")
	i := id{path: path}
	for at := 0; at < len(segments); at += 2 {
		key, value := strings.ToLower(segments[at]), ""
		if at+1 < len(segments) {
			value = segments[at+1]
		} else {
			i.rest = segments[at]
			break
		}
		switch {
		case key == "providers":
			i.kind = strings.ToLower(value)
		case at == 0:
			i.kind, i.subscription = key, value
		case key == "resourcegroups" && i.kind == subscriptions:
			i.kind, i.group = groups, value
		default:
			i.kind += "/" + key
		}
		i.name = value
	}
	return i
}

// key is what a resource is found by: Azure takes any case.
func (i id) key() string { return strings.ToLower(i.path) }

// namespace is the resource provider's, in lower case.
func (i id) namespace() string {
	ns, _, _ := strings.Cut(i.kind, "/")
	return ns
}

// parent is the resource that this one is a part of, or that it extends, and
// false where that is the group or the subscription.
func (i id) parent() (id, bool) {
	segments := strings.Split(i.path, "/")
	if len(segments) < 3 {
		return id{}, false
	}
	up := segments[:len(segments)-2]
	if len(up) > 1 && same(up[len(up)-2], "providers") {
		up = up[:len(up)-2]
	}
	p := parseID(strings.Join(up, "/"))
	return p, strings.Contains(p.kind, ".")
}

// groupID is the group that the resource is in.
func (i id) groupID() id {
	return parseID("/subscriptions/" + i.subscription + "/resourceGroups/" + i.group)
}

// child is a part of the resource.
func (i id) child(kind, name string) id { return parseID(i.path + "/" + kind + "/" + name) }
