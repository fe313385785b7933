package arm

// completeIdentity gives an identity its ids in Entra ID, which a new one of the
// same name does not have again.
func completeIdentity(c *Cloud, i id, want object) {
	if r := c.Resources[i.key()]; r != nil {
		for _, name := range []string{"principalId", "clientId", "tenantId"} {
			put(want, at(r.Body, "properties", name), "properties", name)
		}
		return
	}
	c.Count++
	put(want, uuid("principal of "+i.key()+string(rune(c.Count))), "properties", "principalId")
	put(want, uuid("client of "+i.key()+string(rune(c.Count))), "properties", "clientId")
	put(want, c.tenant, "properties", "tenantId")
}
