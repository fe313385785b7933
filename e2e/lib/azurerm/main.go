// Command azurerm is a stand-in for Terraform's provider of that name. It has
// the real provider's schema, which it reads from a file, and a folder in place
// of Azure: so Terraform can apply the whole module, with real arguments, to
// nothing. It holds write-only arguments, ephemeral secrets and half-failed
// applies to what Terraform makes of them; it knows nothing of what Azure
// accepts, and of what an argument means only what cloud.go says.
package main

import (
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

func main() {
	// STANDIN_SCHEMA is what `terraform providers schema -json` printed,
	// STANDIN_CLOUD the folder, and STANDIN_FAIL a resource type that the cloud
	// refuses to create or change.
	schema, err := readSchema(os.Getenv("STANDIN_SCHEMA"))
	if err != nil {
		log.Fatal(err)
	}
	s := &server{schema: schema, cloud: cloud{dir: os.Getenv("STANDIN_CLOUD")}, fail: os.Getenv("STANDIN_FAIL")}
	if err := tf5server.Serve(providerName, func() tfprotov5.ProviderServer { return s }); err != nil {
		log.Fatal(err)
	}
}
