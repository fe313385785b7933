package identity

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/diag"
)

// shared tells of identities with one client id: who acts as one acts as the other. It may
// be meant, and is not what the outputs look like.
func (f checks) shared() {
	first := map[string]string{}
	for _, h := range f.identities() {
		if other, is := first[h.clientID]; is {
			f.Warn(f.Stack.Fact(h.path+".client_id"), "Identities with one client id", "The identities at %s and %s have one client id, so what acts as one may do what the other may. Give each its own in Terraform, or say why in an exception.", other, h.path)
			continue
		}
		first[h.clientID] = h.path
	}
}

// unused tells of identities of services that nothing acts as: neither what the stack
// has by itself, nor what a component brings.
func (f checks) unused(uses []use) {
	ids := f.Stack.Contract.WorkloadIdentities
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		id := ids[key]
		if f.namespaceOf(key) != "" || id.Purpose.String() != "service" {
			continue
		}
		if slices.ContainsFunc(uses, func(u use) bool { return u.clientID == id.ClientID.String() }) {
			continue
		}
		f.Diags = append(f.Diags, diag.Warning(f.Stack.Fact("workload_identities."+key).Range, "Unused identity", "No workload of this stack acts as the identity \""+key+"\". Remove it in Terraform, or bring the service account that acts as it in a component."))
	}
}
