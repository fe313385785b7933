package stacks

// identities are the workload identities that the stack uses, and no others.
func (s stack) identities() map[string]identityOutput {
	ids := map[string]identityOutput{}
	add := func(key, purpose, namespace string) {
		ids[key] = identityOutput{uuid("identity", key, s.number), purpose, s.credentials(key, namespace)}
	}
	add("metadata-service", "service", s.namespaces.Services)
	add("ui-backend", "service", s.namespaces.Services)
	for _, role := range s.taskRoles {
		add(role, "task", s.namespaces.Jobs)
	}
	if s.exposure == nil {
		return ids
	}
	add("auth-proxy", "service", s.namespaces.Services)
	if s.exposure.gateway != "" {
		add("gateway-tls", "service", s.namespaces.Gateway)
	}
	if s.exposure.dns {
		add("external-dns", "service", s.namespaces.Gateway)
	}
	return ids
}

// credentials let one service account act as an identity.
func (s stack) credentials(account, namespace string) []credentialOutput {
	one := credentialOutput{
		Name: account, Issuer: s.cluster.output.OIDCIssuerURL,
		Subject: "system:serviceaccount:" + namespace + ":" + account, Audiences: []string{"api://AzureADTokenExchange"},
	}
	list := []credentialOutput{one}
	if s.moving {
		one.Name, one.Issuer = account+"-before", s.cluster.issuer("before")
		list = append(list, one)
	}
	return list
}
