package images

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// azureRegistry is the host of an Azure Container Registry, in any of Azure's clouds.
var azureRegistry = regexp.MustCompile(`^[a-z0-9]+\.azurecr\.(io|cn|us)$`)

// IsFrom reports whether the cluster pulls an image from a registry.
func (i Image) IsFrom(registry string) bool { return strings.HasPrefix(i.Pulled, registry+"/") }

// Import is the command that copies an image into the registry that a cluster pulls it
// from, or "" where it is not known where it is published, or not pulled from there. A
// registry may have a path, below which it holds what is copied.
func (i Image) Import(registry string) string {
	if !i.IsFrom(registry) || i.Source == "" {
		return ""
	}
	host, target, _ := strings.Cut(i.Pulled, "/")
	if !azureRegistry.MatchString(host) {
		return fmt.Sprintf("skopeo copy --all docker://%s docker://%s", byDigest(i.Source), byDigest(i.Pulled))
	}
	name, _, _ := strings.Cut(host, ".")
	to := fact.ParseImage(target)
	if to.Digest != "" { // a copy keeps the digest, and needs no name of its own
		return fmt.Sprintf("az acr import --name %s --source %s --repository %s", name, byDigest(i.Source), to.Name)
	}
	return fmt.Sprintf("az acr import --name %s --source %s --image %s", name, byDigest(i.Source), target)
}

// byDigest is a reference without its tag where it has a digest, since both commands take one
// of the two.
func byDigest(reference string) string {
	i := fact.ParseImage(reference)
	if i.Digest != "" {
		i.Tag = ""
	}
	return i.String()
}
