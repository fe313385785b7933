package arm

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
