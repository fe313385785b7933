package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/yaml"
)

// trial is a mutation of a stack and what must be found after it.
type trial struct {
	name, stack string
	mutation    mutation
	// judge says what is not as it must be, and nothing where all is. It gets what is
	// found in the files of the mutation's own component, by their paths without others,
	// and everything that is found.
	judge func(own, all hcl.Diagnostics) string
}

// runTogether runs trials. A build takes far longer than the checks, so components that
// touch different objects are built together. Where one is not judged as it must be
// then, that says nothing yet: it may be in the way of another, so it is built again
// among fewer, at last alone.
func runTogether(t *testing.T, trials []trial) {
	t.Helper()
	messages := map[string]string{}
	for _, crowd := range crowds(trials) {
		judge(t, crowd, messages)
	}
	for _, c := range trials {
		t.Run(c.name, func(t *testing.T) {
			message, isJudged := messages[c.name]
			if !isJudged {
				t.Fatal("two mutants have this name")
			}
			delete(messages, c.name)
			if message != "" {
				t.Error(message)
			}
		})
	}
}

// judge builds a crowd and judges each of it.
func judge(t *testing.T, crowd []trial, messages map[string]string) {
	t.Helper()
	var failed []trial
	found := diagnoseTogether(t, crowd)
	for i, c := range crowd {
		if len(crowd) == 1 {
			messages[c.name] = c.judge(found, found)
			return
		}
		if c.judge(ofComponent(found, i), found) != "" {
			failed = append(failed, c)
		} else {
			messages[c.name] = ""
		}
	}
	switch {
	case len(failed) == len(crowd):
		judge(t, failed[:len(failed)/2], messages)
		judge(t, failed[len(failed)/2:], messages)
	case len(failed) > 0:
		judge(t, failed, messages)
	}
}

// diagnoseTogether takes a stack with the components of a crowd through every step.
func diagnoseTogether(t *testing.T, crowd []trial) hcl.Diagnostics {
	t.Helper()
	return together(crowd).diagnose(t, crowd[0].stack)
}

// together makes one component of those of a crowd.
func together(crowd []trial) mutation {
	if len(crowd) == 1 {
		return crowd[0].mutation
	}
	m := component("components:\n")
	m.files = map[string]string{}
	for i, c := range crowd {
		folder := strconv.Itoa(i)
		m.component += "  - ./" + folder + "\n"
		for name, text := range c.mutation.all() {
			m.files[folder+"/"+name] = own.ReplaceAllString(text, "mine-"+folder)
		}
	}
	return m
}

// own is what the objects are called that mutants bring.
var own = regexp.MustCompile(`\bmine\b`)

// all are the files of a mutation's component.
func (m mutation) all() map[string]string {
	files := map[string]string{"kustomization.yaml": m.component}
	for name, text := range m.files {
		files[name] = text
	}
	return files
}

// ofComponent are the findings in the files of one component of a crowd, with the paths
// that they have where it is built alone.
func ofComponent(found hcl.Diagnostics, i int) hcl.Diagnostics {
	var own hcl.Diagnostics
	for _, d := range found {
		if d.Subject == nil {
			continue
		}
		if name, is := strings.CutPrefix(d.Subject.Filename, componentPath+"/"+strconv.Itoa(i)+"/"); is {
			at, moved := *d.Subject, *d
			at.Filename, moved.Subject = componentPath+"/"+name, &at
			own = append(own, &moved)
		}
	}
	return own
}

// crowds sorts trials into those that can be built together.
func crowds(trials []trial) [][]trial {
	type crowd struct {
		trials  []trial
		touched []touch // nil where that is not known, and nothing may join
	}
	var all []crowd
	for _, c := range trials {
		touched, isKnown := c.mutation.touches()
		i := slices.IndexFunc(all, func(other crowd) bool {
			return isKnown && other.touched != nil && other.trials[0].stack == c.stack && !slices.ContainsFunc(touched, func(o touch) bool {
				return slices.ContainsFunc(other.touched, o.meets)
			})
		})
		switch {
		case !isKnown:
			all = append(all, crowd{trials: []trial{c}})
		case i < 0:
			all = append(all, crowd{[]trial{c}, touched})
		default:
			all[i] = crowd{append(all[i].trials, c), append(all[i].touched, touched...)}
		}
	}
	var sorted [][]trial
	for _, c := range all {
		sorted = append(sorted, c.trials)
	}
	return sorted
}

// touch is an object that a component brings or patches; one without name is any of its
// kind.
type touch struct{ kind, name string }

func (o touch) meets(other touch) bool {
	return o.kind == other.kind && (o.name == other.name || o.name == "" || other.name == "")
}

// touches are the objects that a mutation touches, where it is a component of which
// that can be told.
func (m mutation) touches() ([]touch, bool) {
	var k struct {
		APIVersion, Kind string
		Resources        []string
		Patches          []struct {
			Path, Patch string
			Target      *struct{ Group, Kind, Name, Namespace, LabelSelector string }
		}
	}
	isComponent := m.component != "" && m.outputs == nil && m.decisions == nil && m.contract == nil && m.client == nil && m.objects == nil
	if !isComponent || yaml.UnmarshalStrict([]byte(m.component), &k) != nil {
		return nil, false
	}
	var all []touch
	for _, path := range k.Resources {
		all = append(all, objectsIn(m.files[path])...)
	}
	for _, p := range k.Patches {
		switch {
		case p.Target == nil:
			all = append(all, objectsIn(p.Patch+m.files[p.Path])...)
		case isName.MatchString(p.Target.Name):
			all = append(all, touch{p.Target.Kind, p.Target.Name})
		default:
			all = append(all, touch{p.Target.Kind, ""})
		}
	}
	isKnown := len(all) > 0 && !slices.ContainsFunc(all, func(o touch) bool { return o.kind == "" })
	// What everybody brings has a name of its own among the others.
	return slices.DeleteFunc(all, func(o touch) bool { return o.name == "mine" }), isKnown
}

var isName = regexp.MustCompile(`^[a-z0-9-]+$`)

// objectsIn are the objects of a file.
func objectsIn(text string) []touch {
	var all []touch
	for document := range strings.SplitSeq(text, "\n---\n") {
		var o struct {
			Kind     string
			Metadata struct{ Name string }
		}
		if yaml.Unmarshal([]byte(document), &o) != nil {
			return []touch{{}}
		}
		all = append(all, touch{o.Kind, o.Metadata.Name})
	}
	return all
}
