package metaflow

import "regexp"

// settingForm is what the text of a setting looks like.
type settingForm struct {
	pattern *regexp.Regexp
	want    string // to complete "must be"
}

var (
	image    = settingForm{regexp.MustCompile(`^[a-z0-9][A-Za-z0-9_.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9_.-]*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[0-9a-f]{64})?$`), "a container image, such as registry.example.com/team/ml:2026-11"}
	registry = settingForm{regexp.MustCompile(`^[a-z0-9][A-Za-z0-9_.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9_.-]*)*/?$`), "a registry, such as registry.example.com or registry.example.com/team, without https://"}
	names    = settingForm{regexp.MustCompile(`^\[("[^"]+"(,"[^"]+")*)?\]$`), "a list of names"}
)

// settingForms are the forms of settings that are more than text, whose mistakes would
// show only in a cluster: a pod that never starts.
var settingForms = map[string]settingForm{
	"METAFLOW_DEFAULT_CONTAINER_IMAGE":       image,
	"METAFLOW_DEFAULT_CONTAINER_REGISTRY":    registry,
	"METAFLOW_KUBERNETES_CONTAINER_IMAGE":    image,
	"METAFLOW_KUBERNETES_CONTAINER_REGISTRY": registry,
	"METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS": names,
}
