package identity

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/diag"
)

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
