package schema

import (
	"math"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// claim holds a claim to a size, and a volume of one pod to itself.
func (w dataRules) claim(m map[string]any) {
	size := manifest.Get(m, "resources", "requests", "storage")
	if n, is := amount(size); is && n <= 0 {
		w.report(Malformed, markOf(size), "must be more than 0", "Correct it.", "resources", "requests", "storage")
	}
	modes := manifest.Texts(m, "accessModes")
	if slices.Contains(modes, "ReadWriteOncePod") && len(modes) > 1 {
		w.report(NotAllowed, "ReadWriteOncePod", "has ReadWriteOncePod beside other modes", "Remove the others.", "accessModes")
	}
}

// configMap finds keys that are in both of its parts.
func (w dataRules) configMap(m map[string]any) {
	for key := range manifest.Fields(m, "binaryData") {
		if _, twice := manifest.Fields(m, "data")[key]; twice {
			w.report(Duplicate, key, "is a key of data too", "Remove one of them.", "binaryData", key)
		}
	}
}

// secretKeys are what secrets of a type must have.
var secretKeys = map[string][]string{
	"kubernetes.io/tls": {"tls.crt", "tls.key"}, "kubernetes.io/dockerconfigjson": {".dockerconfigjson"},
	"kubernetes.io/dockercfg": {".dockercfg"}, "kubernetes.io/ssh-auth": {"ssh-privatekey"},
}

// secret holds a secret to the keys of its type.
func (w dataRules) secret(m map[string]any) {
	for _, key := range secretKeys[manifest.Text(m, "type")] {
		if manifest.Fields(m, "data")[key] == nil && manifest.Fields(m, "stringData")[key] == nil {
			w.report(Required, "", "is missing, and a secret of this type needs it", "Add it, or correct the type.", "data", key)
		}
	}
}

// quotas are what a quota can bound without a domain before it.
var quotas = []string{"cpu", "memory", "ephemeral-storage", "storage", "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"}

// quota holds a quota to what there is to bound.
func (w dataRules) quota(m map[string]any) {
	for key, v := range manifest.Fields(m, "hard") {
		name := strings.TrimPrefix(strings.TrimPrefix(key, "limits."), "requests.")
		n, is := amount(v)
		isCount := slices.Contains(quotas[4:], name)
		switch {
		case !slices.Contains(quotas, name) && !strings.Contains(name, "/") && !strings.HasPrefix(name, "hugepages-"):
			w.report(Malformed, markOf(key), "is nothing that a quota bounds", "Write one of "+strings.Join(quotas, ", ")+", count/RESOURCE, or requests. or limits. before one.", "hard", key)
		case is && n < 0, is && isCount && n != math.Trunc(n):
			w.report(Malformed, markOf(v), "must be a whole number that is not less than 0", "Correct it.", "hard", key)
		}
	}
}
