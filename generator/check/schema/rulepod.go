package schema

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// pod holds the parts of a pod to one another: no two containers have the same name,
// and what is mounted is there.
func (w podRules) pod(m map[string]any) {
	volumes := map[string]bool{}
	for _, v := range manifest.Items(m, "volumes") {
		volumes[manifest.Text(v, "name")] = true
	}
	if w.root.Kind == "StatefulSet" { // whose claims are volumes too
		for _, claim := range manifest.Items(w.whole, "spec", "volumeClaimTemplates") {
			volumes[manifest.Text(claim, "metadata", "name")] = true
		}
	}
	if m["dnsPolicy"] == "None" && len(manifest.Items(m, "dnsConfig", "nameservers")) == 0 {
		w.report(Required, "dnsPolicy", "is missing, and dnsPolicy: None needs it with its nameservers", "Add it.", "dnsConfig")
	}
	seen := map[string]bool{}
	for _, list := range []string{"initContainers", "containers"} {
		for i, c := range manifest.Items(m, list) {
			name := manifest.Text(c, "name")
			w.path = append(w.path, step{key: list}, step{inList: true, place: i, item: c})
			if seen[name] && list == "containers" && isIn(m, "initContainers", name) {
				w.report(Duplicate, name, fmt.Sprintf("has the name %s, and so has an init container", name), "Rename one of them.")
			}
			w.mounts(c, volumes)
			for _, claim := range manifest.Items(c, "resources", "claims") {
				if name := manifest.Text(claim, "name"); !isIn(m, "resourceClaims", name) {
					w.report(NotAllowed, markOf(name), fmt.Sprintf("has the claim %s, which the pod does not have", w.quoted(name)), "Add it to resourceClaims.", "resources", "claims")
				}
			}
			w.ports(c)
			w.path = w.path[:len(w.path)-2]
			seen[name] = true
		}
	}
}

func isIn(m map[string]any, list, name string) bool {
	return slices.ContainsFunc(manifest.Items(m, list), func(c any) bool { return manifest.Text(c, "name") == name })
}

// mounts finds mounts of volumes that the pod does not have.
func (w podRules) mounts(container any, volumes map[string]bool) {
	for i, mount := range manifest.Items(container, "volumeMounts") {
		name := manifest.Text(mount, "name")
		if name == "" || volumes[name] {
			continue
		}
		cure := "Add it to volumes, or remove the mount."
		if near := nearest(name, sortedNames(volumes)); near != "" {
			cure = fmt.Sprintf("Did you mean %q? Else add it to volumes.", near)
		}
		w.path = append(w.path, step{key: "volumeMounts"}, step{inList: true, place: i, item: mount})
		w.report(NotAllowed, markOf(name), fmt.Sprintf("mounts the volume %s, which the pod does not have", w.quoted(name)), cure, "name")
		w.path = w.path[:len(w.path)-2]
	}
}

func sortedNames(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ports finds two ports of a container with the same name.
func (w podRules) ports(container any) {
	seen := map[string]bool{}
	for _, p := range manifest.Items(container, "ports") {
		name := manifest.Text(p, "name")
		if name != "" && seen[name] {
			w.report(Duplicate, markOf(name), fmt.Sprintf("has two ports with the name %s", name), "Rename one of them.", "ports")
		}
		seen[name] = true
	}
}

// resources holds amounts to what a container can ask for. That no request is above
// its limit is checked with the rest of a stack's sizes.
func (w podRules) resources(m map[string]any) {
	limits := manifest.Fields(m, "limits")
	for _, list := range []string{"limits", "requests"} {
		for name, v := range manifest.Fields(m, list) {
			n, is := amount(v)
			isDevice := strings.Contains(name, "/")
			most, limited := amount(limits[name])
			switch {
			case !is:
			case n < 0:
				w.report(Malformed, markOf(v), fmt.Sprintf("is %s, but must not be less than 0", w.describe(v)), "Correct it.", list, name)
			case isDevice && n != math.Trunc(n):
				w.report(Malformed, markOf(v), fmt.Sprintf("is %s, but must be a whole number", w.describe(v)), "Correct it.", list, name)
			case isDevice && list == "requests" && (!limited || most != n):
				w.report(Required, name, "must be the same in limits: devices are not shared", "Set limits alone.", list, name)
			}
		}
	}
}

// spread holds a constraint on where pods are to what its parts need.
func (w podRules) spread(m map[string]any) {
	if m["minDomains"] != nil && m["whenUnsatisfiable"] != "DoNotSchedule" {
		w.report(NotAllowed, "minDomains", "is given, but whenUnsatisfiable is not DoNotSchedule", "Remove it.", "minDomains")
	}
}

func (w podRules) securityContext(m map[string]any) {
	if m["allowPrivilegeEscalation"] != false {
		return
	}
	if m["privileged"] == true {
		w.report(NotAllowed, "privileged", "is true, but allowPrivilegeEscalation is false", "Remove one of them.", "privileged")
	}
	if added := manifest.Texts(m, "capabilities", "add"); slices.Contains(added, "CAP_SYS_ADMIN") {
		w.report(NotAllowed, "CAP_SYS_ADMIN", "has CAP_SYS_ADMIN, but allowPrivilegeEscalation is false", "Remove one of them.", "capabilities", "add")
	}
}

// localProfile holds a profile of seccomp or AppArmor to its type.
func (w podRules) localProfile(m map[string]any) {
	kind, profile := manifest.Text(m, "type"), manifest.Text(m, "localhostProfile")
	switch {
	case kind == "Localhost" && profile == "":
		w.report(Required, "localhostProfile", "is missing, and a profile of type Localhost needs it", "Add it.", "localhostProfile")
	case kind != "Localhost" && kind != "" && m["localhostProfile"] != nil:
		w.report(NotAllowed, "localhostProfile", fmt.Sprintf("is given, but the type is %s", kind), "Remove it.", "localhostProfile")
	}
}

func (w podRules) toleration(m map[string]any) {
	operator, text := manifest.Text(m, "operator"), manifest.Text(m, "value")
	switch operator {
	case "", "Equal":
		if !isLabelValue(text) {
			w.format("label-value", text)
		}
	case "Exists":
		if text != "" {
			w.report(NotAllowed, markOf(text), "is given, but the operator is Exists", "Remove it.", "value")
		}
	}
	if manifest.Text(m, "key") == "" && operator != "Exists" {
		w.report(Required, "key", "is missing, and only a toleration with operator: Exists does without", "Add it.", "key")
	}
	if m["tolerationSeconds"] != nil && manifest.Text(m, "effect") != "NoExecute" {
		w.report(NotAllowed, "tolerationSeconds", "is given, but the effect is not NoExecute", "Remove it.", "tolerationSeconds")
	}
}

// requirement holds the values of a selector to its operator.
func (w podRules) requirement(m map[string]any) {
	values, operator := manifest.Items(m, "values"), manifest.Text(m, "operator")
	switch {
	case strings.HasSuffix(operator, "In") && len(values) == 0:
		w.report(Required, "values", fmt.Sprintf("is missing, and the operator %s needs it", operator), "Add it.", "values")
	case (operator == "Exists" || operator == "DoesNotExist") && len(values) > 0:
		w.report(NotAllowed, "values", fmt.Sprintf("is given, but the operator is %s", operator), "Remove it.", "values")
	case (operator == "Gt" || operator == "Lt") && len(values) != 1:
		w.report(Required, "values", fmt.Sprintf("must be one whole number where the operator is %s", operator), "Correct it.", "values")
	}
}
