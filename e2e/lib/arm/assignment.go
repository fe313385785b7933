package arm

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

const assignmentKind = "microsoft.authorization/roleassignments"

// scopeOf is what a role assignment gives the role on.
func scopeOf(i id) string {
	at := strings.LastIndex(strings.ToLower(i.path), "/providers/microsoft.authorization/")
	return i.path[:at]
}

// roleOf is the name of the role that an assignment gives.
func roleOf(assignment object) string {
	path := text(assignment, "properties", "roleDefinitionId")
	return roles[path[strings.LastIndex(path, "/")+1:]]
}

// judgeAssignment refuses a second assignment of the same role to the same
// principal on the same scope: 409 RoleAssignmentExists
// (learn.microsoft.com/azure/role-based-access-control/troubleshooting, "Symptom - Role assignments with the same role").
func judgeAssignment(c *Cloud, i id, was, want object) *refusal {
	if was != nil {
		// Only the description and the condition of an assignment can be changed.
		for _, name := range []string{"principalId", "roleDefinitionId"} {
			if !same(text(was, "properties", name), text(want, "properties", name)) {
				return refuse(http.StatusBadRequest, "RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.")
			}
		}
		return nil
	}
	if roleOf(want) == "" {
		return refuse(http.StatusBadRequest, "RoleDefinitionDoesNotExist", "The specified role definition with ID '%s' does not exist.", text(want, "properties", "roleDefinitionId"))
	}
	for _, r := range c.of(assignmentKind) {
		other := parseID(text(r.Body, "id"))
		if same(scopeOf(other), scopeOf(i)) && roleOf(r.Body) == roleOf(want) && same(text(r.Body, "properties", "principalId"), text(want, "properties", "principalId")) {
			return refuse(http.StatusConflict, "RoleAssignmentExists", "The role assignment already exists. The ID of the existing role assignment is %s.", strings.ReplaceAll(other.name, "-", ""))
		}
	}
	return nil
}

func completeAssignment(_ *Cloud, i id, want object) {
	put(want, scopeOf(i), "properties", "scope")
	fill(want, "ServicePrincipal", "properties", "principalType")
}

// holds reports whether a principal, or a group that it is in, has one of the
// roles on a resource or above it, and had it long enough to be honoured.
func (c *Cloud) holds(principal string, on id, names ...string) bool {
	for _, r := range c.of(assignmentKind) {
		scope := strings.ToLower(scopeOf(parseID(text(r.Body, "id"))))
		if on.key() != scope && !strings.HasPrefix(on.key(), scope+"/") || !slices.Contains(names, roleOf(r.Body)) {
			continue
		}
		given := text(r.Body, "properties", "principalId")
		if (given == principal || slices.Contains(c.Groups[given], principal)) && time.Since(r.Since) >= c.Propagation {
			return true
		}
	}
	return false
}

// Join puts a principal, by its client id, into an Entra group.
func (c *Cloud) Join(group, clientID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Groups[group] = append(c.Groups[group], ObjectID(clientID))
}

// Grant gives a principal, by its client id, a role, as somebody does by hand.
func (c *Cloud) Grant(scope, role, clientID string) {
	for name, title := range roles {
		if title == role {
			c.Put(scope+"/providers/Microsoft.Authorization/roleAssignments/"+uuid(scope+role+clientID), object{"properties": object{
				"principalId": ObjectID(clientID), "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/" + name}})
		}
	}
}
