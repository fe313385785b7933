package schema

import (
	"net/netip"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// What Kubernetes takes as names, by the rules of k8s.io/apimachinery/pkg/util/validation,
// retold. They are asked for every label of every object, so they are no regular
// expressions.

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }
func isDigit(b byte) bool { return '0' <= b && b <= '9' }
func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }

// consists reports whether a text has only bytes of a kind.
func consists(s string, of func(byte) bool) bool {
	for i := range len(s) {
		if !of(s[i]) {
			return false
		}
	}
	return true
}

// isLabelOf reports whether a text is a DNS label of at most so many bytes.
func isLabelOf(s string, longest int) bool {
	isEnd := func(b byte) bool { return isLower(b) || isDigit(b) }
	return s != "" && len(s) <= longest && isEnd(s[0]) && isEnd(s[len(s)-1]) &&
		consists(s, func(b byte) bool { return isEnd(b) || b == '-' })
}

func isLabel(s string) bool { return isLabelOf(s, 63) }

// isSubdomain reports whether a text is labels with full stops between them, which
// may be longer than those of DNS.
func isSubdomain(s string) bool {
	if len(s) > 253 {
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if !isLabelOf(part, 253) {
			return false
		}
	}
	return true
}

// isHost reports whether a text is a host name, or stands for all below one.
func isHost(s string) bool {
	_, err := netip.ParseAddr(s)
	return err != nil && isSubdomain(strings.TrimPrefix(s, "*."))
}

// isFinalizer reports whether a text names a finalizer of an object of Kubernetes
// itself.
func isFinalizer(s string) bool {
	return strings.Contains(s, "/") || s == "kubernetes" || s == "orphan" || s == "foregroundDeletion"
}

// isName1035 reports whether a text is a DNS label that begins with a letter.
func isName1035(s string) bool { return isLabel(s) && isLower(s[0]) }

func isLabelValue(s string) bool {
	isEnd := func(b byte) bool { return isLower(b) || isDigit(b) || isUpper(b) }
	return s == "" || len(s) <= 63 && isEnd(s[0]) && isEnd(s[len(s)-1]) &&
		consists(s, func(b byte) bool { return isEnd(b) || b == '-' || b == '_' || b == '.' })
}

// isQualified reports whether a text is NAME or DOMAIN/NAME.
func isQualified(s string) bool {
	name := s
	if domain, after, found := strings.Cut(s, "/"); found {
		if !isSubdomain(domain) {
			return false
		}
		name = after
	}
	return name != "" && isLabelValue(name)
}

func isPortName(s string) bool {
	return isLabelOf(s, 15) && !strings.Contains(s, "--") && strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz")
}

func isDataKey(s string) bool {
	isPart := func(b byte) bool { return isLower(b) || isDigit(b) || isUpper(b) || b == '-' || b == '_' || b == '.' }
	return s != "" && len(s) <= 253 && s != "." && s != ".." && !strings.HasPrefix(s, "..") && consists(s, isPart)
}

func isVariable(s string) bool {
	return s != "" && consists(s, func(b byte) bool { return ' ' <= b && b <= '~' && b != '=' })
}

func isPercent(s string) bool {
	digits, is := strings.CutSuffix(s, "%")
	return is && digits != "" && len(digits) <= 9 && consists(digits, isDigit)
}

// isShare reports whether a text is a percentage of not more than all.
func isShare(s string) bool {
	return isPercent(s) && (len(s) <= 3 || s == "100%")
}

// names holds the name of an object and its namespace to the rules of its kind.
func (w *trail) names(object map[string]any) {
	metadata, _ := object["metadata"].(map[string]any)
	w.path = append(w.path, step{key: "metadata"})
	defer func() { w.path = w.path[:len(w.path)-1] }()
	name, isText := metadata["name"].(string)
	switch {
	case metadata == nil, metadata["name"] != nil && !isText: // which is told already
	case name == "" && metadata["generateName"] == nil:
		w.report(Required, "", "is missing, and is required", "Add it.", "name")
	case name != "":
		w.named("name", nameRule(w.root.APIVersion, w.root.Kind), name)
	}
	if w.root.Kind == "PriorityClass" && strings.HasPrefix(name, "system-") {
		w.report(NotAllowed, name, "begins with system-, which is Kubernetes' own", "Choose another name.", "name")
	}
	for _, finalizer := range manifest.Texts(metadata, "finalizers") {
		if w.root.Source == kubernetesSource {
			w.named("finalizers", "finalizer", finalizer)
		}
	}
	if namespace, is := metadata["namespace"].(string); is && namespace != "" {
		w.named("namespace", "dns-label", namespace)
	}
}

func (w *trail) named(key, rule, name string) {
	w.path = append(w.path, step{key: key})
	w.format(rule, name)
	w.path = w.path[:len(w.path)-1]
}

// nameRule is the form of the name of an object of a kind.
func nameRule(apiVersion, kind string) string {
	switch group := groupOf(apiVersion); {
	case group == "rbac.authorization.k8s.io":
		return "path-segment"
	case apiVersion == "v1" && kind == "Namespace":
		return "dns-label"
	case apiVersion == "v1" && kind == "Service":
		return "service-name"
	case group == "batch" && kind == "CronJob":
		return "cronjob-name"
	case group == "batch" && kind == "Job":
		return "job-name"
	}
	return "dns-subdomain"
}
