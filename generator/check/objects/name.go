package objects

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// nameRule is what an API server takes as a name.
type nameRule struct {
	form    *regexp.Regexp
	longest int
	says    string
}

// The rules for names, of k8s.io/apimachinery/pkg/util/validation and
// pkg/api/validation/path.
var (
	subdomain = nameRule{regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`), 253,
		"lower-case letters, digits, - and ., with a letter or digit at both ends"}
	dnsLabel = nameRule{regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`), 63,
		"lower-case letters, digits and -, with a letter or digit at both ends"}
	cronJobName = nameRule{dnsLabel.form, 52, dnsLabel.says}
	pathSegment = nameRule{regexp.MustCompile(`^([^/%.][^/%]*|\.[^/%.][^/%]*|\.\.[^/%]+)$`), 253, "anything but / and %, and not . or .."}
	portName    = nameRule{regexp.MustCompile(`^([a-z0-9]+-)*[a-z0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$`), 15,
		"lower-case letters, digits and single -, with at least one letter"}
	dataKey    = nameRule{regexp.MustCompile(`^([-_a-zA-Z0-9][-._a-zA-Z0-9]*|\.[-_a-zA-Z0-9][-._a-zA-Z0-9]*|\.\.[-._a-zA-Z0-9]+)$`), 253, "letters, digits, -, _ and ."}
	variable   = nameRule{regexp.MustCompile(`^[ -<>-~]+$`), 1 << 20, "printable ASCII without ="}
	labelValue = nameRule{regexp.MustCompile(`^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$`), 63,
		"letters, digits, -, _ and ., with a letter or digit at both ends"}
)

func (r nameRule) takes(s string) bool { return len(s) <= r.longest && r.form.MatchString(s) }

// names checks that an API server takes the names in an object. What it refuses
// stops the sync of the whole stack.
func (f checks) names(o manifest.Object) {
	f.name(o, "metadata.name", o.Name, nameRuleOf(o))
	if o.Namespace != "" {
		f.name(o, "metadata.namespace", o.Namespace, dnsLabel)
	}
	f.metadata(o, o, "metadata")
	if o.APIVersion == "v1" && (o.Kind == "ConfigMap" || o.Kind == "Secret") {
		for _, field := range []string{"data", "binaryData", "stringData"} {
			f.texts(o, field, o.Get(field), func(key, _ string) { f.name(o, "a key of "+field, key, dataKey) })
		}
	}
	for _, p := range o.Pods() {
		if o.Kind != "Pod" {
			f.metadata(o, manifest.Object{Fields: map[string]any{"metadata": p.Metadata}}, "the pod's metadata")
		}
		f.podNames(o, p)
	}
}

// nameRuleOf is the rule for the name of an object itself.
func nameRuleOf(o manifest.Object) nameRule {
	group, _, _ := strings.Cut(o.APIVersion, "/")
	switch {
	case group == "rbac.authorization.k8s.io":
		return pathSegment
	case o.APIVersion == "v1" && (o.Kind == "Namespace" || o.Kind == "Service"):
		return dnsLabel
	case o.Kind == "CronJob" && group == "batch":
		return cronJobName
	}
	return subdomain
}

// name reports a name that breaks its rule, at the line that has it.
func (f checks) name(o manifest.Object, what, name string, rule nameRule) {
	if rule.takes(name) {
		return
	}
	f.mention(o, name, "Name that no API server takes", "%s of %s is %q; it must be of %s, and of at most %d bytes.", what, o, name, rule.says, rule.longest)
}

// metadata holds labels and annotations to the rules.
func (f checks) metadata(o, of manifest.Object, where string) {
	f.texts(o, where+".labels", of.Get("metadata", "labels"), func(key, text string) {
		f.qualified(o, "a label of "+where, key)
		f.name(o, fmt.Sprintf("the value of the label %q", key), text, labelValue)
	})
	f.texts(o, where+".annotations", of.Get("metadata", "annotations"), func(key, _ string) {
		f.qualified(o, "an annotation of "+where, strings.ToLower(key))
	})
}

// qualified holds a key to the form NAME or PREFIX/NAME.
func (f checks) qualified(o manifest.Object, what, key string) {
	name := key
	if prefix, after, found := strings.Cut(key, "/"); found {
		f.name(o, "the prefix of "+what, prefix, subdomain)
		name = after
	}
	if name == "" || !labelValue.takes(name) {
		f.mention(o, name, "Name that no API server takes", "The key %q is %s of %s; it must be of %s, and of at most %d bytes, with a domain and / before it at most.", key, what, o, labelValue.says, labelValue.longest)
	}
}

// texts goes through a map whose values must be texts.
func (f checks) texts(o manifest.Object, what string, v any, each func(key, text string)) {
	members, ok := v.(map[string]any)
	if v != nil && !ok {
		f.Object(o, nil, "Value is not a map", "%s of %s must be a map.", what, o)
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		text, isText := members[key].(string)
		if !isText {
			f.mention(o, key, "Value is not a string", "The value of %q in %s of %s is %v. The API server takes strings alone: put it in quotes.", key, what, o, members[key])
			continue
		}
		each(key, text)
	}
}

// podNames holds the names in a pod to the rules.
func (f checks) podNames(o manifest.Object, pod manifest.Pod) {
	for _, v := range manifest.Items(pod.Spec, "volumes") {
		f.name(o, "the name of a volume", manifest.Text(v, "name"), dnsLabel)
	}
	for _, c := range pod.Containers {
		if c.IsListed {
			f.name(o, "the name of a container", c.Name, dnsLabel)
		}
		for _, p := range manifest.Items(c.Fields["ports"]) {
			if manifest.Get(p, "name") != nil {
				f.name(o, "the name of a port", manifest.Text(p, "name"), portName)
			}
		}
		for _, e := range manifest.Items(c.Fields["env"]) {
			f.name(o, "the name of a variable", manifest.Text(e, "name"), variable)
		}
	}
}

// mention reports something about a rendered object, at the line that mentions a
// text, if one does. A very short one would be found anywhere.
func (f checks) mention(o manifest.Object, text, summary, format string, args ...any) {
	if at, found := f.Rendered.Mention(o, text); found && len(text) > 2 {
		f.At(at, summary, format, args...)
		return
	}
	f.Object(o, nil, summary, format, args...)
}
