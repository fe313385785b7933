package report

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// Risk is something in the changes that a reviewer must not miss.
type Risk struct {
	// Topic is what it is about, such as "Public exposure".
	Topic  string  `json:"topic"`
	Object diff.ID `json:"object"`
	// Paths of the fields; none when it is about the object as a whole.
	Paths []manifest.Path `json:"paths,omitempty"`
	// Says is what it means, in one sentence.
	Says string `json:"says"`
}

// Risks goes through the rules, the most important first.
func Risks(changes []diff.ObjectChange) []Risk {
	var all []Risk
	for _, r := range rules {
		for _, o := range changes {
			all = append(all, r.apply(o)...)
		}
	}
	return all
}

// rule recognises one kind of risk. What is left out of it matches anything.
type rule struct {
	topic, says string
	// kinds of objects; "workload" is everything with a pod template.
	kinds []string
	// objects are the actions on whole objects that are meant.
	objects []diff.Action
	// fields are names of fields, as in defaults; "pod.containers.env" also
	// means everything below it. Without fields the rule is about objects.
	fields []string
	// when decides about a field.
	when func(diff.Change) bool
	// of decides about an object.
	of func(diff.ObjectChange) bool
}

func (r rule) apply(o diff.ObjectChange) []Risk {
	if !r.hasKind(o.Kind()) || r.of != nil && !r.of(o) {
		return nil
	}
	if slices.Contains(r.objects, o.Action) {
		return []Risk{{Topic: r.topic, Object: o.Object, Says: r.says}}
	}
	risk := Risk{Topic: r.topic, Object: o.Object, Says: r.says}
	for _, ch := range o.Changes {
		if r.hasField(diff.Schema(o.Kind(), ch.Path), ch) && (r.when == nil || r.when(ch)) {
			risk.Paths = append(risk.Paths, ch.Path)
		}
	}
	if len(risk.Paths) == 0 {
		return nil
	}
	return []Risk{risk}
}

func (r rule) hasKind(kind string) bool {
	_, isWorkload := manifest.PodSpec(kind)
	return len(r.kinds) == 0 || slices.Contains(r.kinds, kind) || slices.Contains(r.kinds, "workload") && isWorkload
}

// hasField reports whether a change is of one of the fields, below it, or of
// something that holds it.
func (r rule) hasField(schema string, ch diff.Change) bool {
	return slices.ContainsFunc(r.fields, func(f string) bool {
		inner, holds := strings.CutPrefix(f, schema+".")
		keys := strings.Split(inner, ".")
		return f == schema || strings.HasPrefix(schema, f+".") || holds && (reaches(ch.Before, keys) || reaches(ch.After, keys))
	})
}

// reaches reports whether keys lead anywhere in a value; lists are gone through.
func reaches(v any, keys []string) bool {
	switch v := v.(type) {
	case map[string]any:
		inner, there := v[keys[0]]
		return there && (len(keys) == 1 || reaches(inner, keys[1:]))
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return reaches(item, keys) })
	}
	return false
}

// env is a change of an environment variable whose name starts so.
func env(prefix string) func(diff.Change) bool {
	return func(ch diff.Change) bool {
		for i, s := range ch.Path {
			if s.Key == "env" && i+1 < len(ch.Path) {
				return strings.HasPrefix(ch.Path[i+1].Key, prefix)
			}
		}
		return false
	}
}

// keyed is a change of a label or annotation whose name starts so.
func keyed(prefix string) func(diff.Change) bool {
	return func(ch diff.Change) bool {
		if strings.HasPrefix(ch.Path[len(ch.Path)-1].Key, prefix) {
			return true
		}
		for _, side := range []any{ch.Before, ch.After} {
			m, _ := side.(map[string]any)
			for k := range m {
				if strings.HasPrefix(k, prefix) {
					return true
				}
			}
		}
		return false
	}
}

// becomes is a change to a value.
func becomes(values ...any) func(diff.Change) bool {
	return func(ch diff.Change) bool { return manifest.IsScalar(ch.After) && slices.Contains(values, ch.After) }
}

// isMoved is an object that was recognised in another namespace.
func isMoved(o diff.ObjectChange) bool {
	return o.From != nil && o.From.Namespace != o.Object.Namespace
}

// isAuthProxy reports whether an object is one of the two auth proxies, or was.
func isAuthProxy(o diff.ObjectChange) bool {
	return strings.HasPrefix(o.Object.Name, "auth-proxy-") || o.From != nil && strings.HasPrefix(o.From.Name, "auth-proxy-")
}

// isTaskRoles reports whether an object says who may use which task role, or did.
func isTaskRoles(o diff.ObjectChange) bool {
	return o.Object.Name == plan.TaskRolesConfig || o.From != nil && o.From.Name == plan.TaskRolesConfig
}

// isSame is an object that keeps its name, so that it is changed in place.
func isSame(o diff.ObjectChange) bool { return o.From == nil }
