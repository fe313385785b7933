package images

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// Import is the command that copies an image into the registry that a cluster pulls it
// from, or "" where it is not known where it is published, or not pulled from there.
func (i Image) Import(registry string) string {
	target, isThere := strings.CutPrefix(i.Pulled, registry+"/")
	if !isThere || i.Source == "" {
		return ""
	}
	name, _, _ := strings.Cut(registry, ".")
	to := fact.ParseImage(target)
	if to.Digest != "" { // a copy keeps the digest, and needs no name of its own
		return fmt.Sprintf("az acr import --name %s --source %s --repository %s", name, i.Source, to.Name)
	}
	return fmt.Sprintf("az acr import --name %s --source %s --image %s", name, i.Source, target)
}
