package stack

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/fact"
)

// Identities that services use, by service account name: the contract's fixed
// keys.
const (
	MetadataService = "metadata-service"
	UIBackend       = "ui-backend"
	UIStatic        = "ui-static"
	AuthProxy       = "auth-proxy"
	GatewayTLS      = "gateway-tls"
	ExternalDNS     = "external-dns"
)

// Need is an identity that the stack uses, and why.
type Need struct {
	Key, Namespace, Why string
}

// Needs lists the service identities that the stack uses.
func (s *Stack) Needs() []Need {
	n := s.Contract.Namespaces
	needs := []Need{
		{MetadataService, n.Services.String(), "it reads the database password from Key Vault"},
		{UIBackend, n.Services.String(), "it reads the database password from Key Vault and blobs from storage"},
	}
	if s.Config.Expose == nil || s.Contract.Auth == nil {
		return needs
	}
	needs = append(needs, Need{AuthProxy, n.Services.String(), "it reads the cookie secret from Key Vault"})
	if s.UsesGateway() && s.Contract.Auth.CertificateURI != nil {
		needs = append(needs, Need{GatewayTLS, n.Gateway.String(), "the gateway's certificate comes from Key Vault"})
	}
	if s.UsesGateway() && s.Contract.Auth.DNSZoneID != nil {
		needs = append(needs, Need{ExternalDNS, n.Gateway.String(), "the host is published in the DNS zone"})
	}
	return needs
}

// UsesGateway reports whether the stack is public through a Gateway.
func (s *Stack) UsesGateway() bool {
	return s.Config.Expose != nil && s.Config.Expose.IngressClass == nil
}

// UsesIngress reports whether the stack is public through an Ingress.
func (s *Stack) UsesIngress() bool {
	return s.Config.Expose != nil && s.Config.Expose.IngressClass != nil
}

// services checks that every identity that is used exists.
func (x *crossChecker) services() {
	ids := x.Contract.WorkloadIdentities
	for _, need := range x.Needs() {
		id, ok := ids[need.Key]
		if !ok {
			x.fault(x.Fact("workload_identities"), "Missing identity", "Output \"workload_identities\" has no key %q: %s, and could not log in (AADSTS700016)%s", need.Key, need.Why, fact.SuggestOr(need.Key, x.unusedKeys(), "."))
		} else if id.Purpose.String() != "service" {
			x.fault(x.Fact("workload_identities."+need.Key+".purpose"), "Wrong purpose", "The identity %q is a service's, so its purpose must be \"service\"; its account would be made in another namespace, and Azure would answer AADSTS700213. Correct it in Terraform.", need.Key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		if slices.Contains([]string{UIStatic}, key) && ids[key].Purpose.String() == "task" {
			x.fault(x.Fact("workload_identities."+key), "Task role named like a service", "%q is the service account of a service, so no task role can have that name.", key)
		}
	}
}

func (x *crossChecker) unusedKeys() []string {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(x.Contract.WorkloadIdentities)) {
		if x.Contract.WorkloadIdentities[key].Purpose.String() == "service" {
			keys = append(keys, key)
		}
	}
	return keys
}

// TaskRoles returns the keys of the identities for tasks, in order.
func (s *Stack) TaskRoles() []string {
	var roles []string
	for _, key := range slices.Sorted(maps.Keys(s.Contract.WorkloadIdentities)) {
		if s.Contract.WorkloadIdentities[key].Purpose.String() == "task" {
			roles = append(roles, key)
		}
	}
	return roles
}

// DefaultTaskRole returns the role that the client profile uses, or "" when
// the stack has none.
func (s *Stack) DefaultTaskRole() string {
	if chosen := s.Config.DefaultTaskRole.String(); chosen != "" {
		return chosen
	}
	if roles := s.TaskRoles(); len(roles) == 1 {
		return roles[0]
	}
	return ""
}
