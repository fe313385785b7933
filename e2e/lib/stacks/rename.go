package stacks

import (
	"fmt"
	"strings"
)

// rename gives the outputs other names and shapes, as of a Terraform
// configuration that was there before the contract; bindings lead back.
func (s stack) rename(values map[string]any) {
	values["region"] = s.region.title
	values["datastore"] = struct {
		AccountName   string `json:"account_name"`
		BlobEndpoint  string `json:"blob_endpoint"`
		ContainerName string `json:"container_name"`
	}{s.storage().AccountName, s.storage().BlobEndpoint, s.container()}
	values["vaults"] = map[string]string{s.keyVault().Name: s.keyVault().URI}
	values["postgres"] = map[string]string{
		"fqdn": s.database().Host + ".", "login": s.database().User, "subnet": s.database().SubnetCIDR,
	}
	for _, name := range []string{"location", "storage", "key_vault", "database"} {
		delete(values, name)
	}
	if s.access != nil {
		values["launchers"] = strings.Join(s.access.Launch, ",")
		delete(values, "access")
	}
}

// bindings is the contract block that undoes rename.
func (s stack) bindings(b *body) {
	c := b.block("contract")
	c.set("location", `lower(replace(output.region, " ", ""))`)
	c.set("storage", `merge(output.datastore, { sysroot = format("%s/`+s.sysroot()+`", output.datastore.container_name) })`)
	c.set("key_vault", `{ name = keys(output.vaults)[0], uri = values(output.vaults)[0] }`)
	d := c.object("database")
	d.set("host", `trimsuffix(output.postgres.fqdn, ".")`)
	d.set("port", fmt.Sprintf(`can(output.postgres.port) ? output.postgres.port : %d`, s.database().Port))
	d.set("name", `try(output.postgres.database, "metaflow")`)
	d.set("user", `lookup(output.postgres, "login", "metaflow")`)
	d.set("password_secret_name", quote("metaflow-database-password"))
	d.set("subnet_cidr", "output.postgres.subnet")
	if s.access != nil {
		c.set("access", `{ launch = split(",", output.launchers) }`)
	}
}
