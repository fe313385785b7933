package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"
)

// rights is e2e/lib/access/rights.yaml.
type rights struct {
	Subjects map[string]struct{ Group, Namespace, Account string }
	Rights   map[string][]struct {
		Verb, Group, Resource string
		May                   []string
	}
}

type rbacObject struct {
	Kind     string
	Metadata struct{ Name, Namespace string }
	Rules    []struct{ APIGroups, Resources, ResourceNames, Verbs []string }
	RoleRef  struct{ Name string }
	Subjects []struct{ Kind, Name, Namespace string }
}

// TestRights holds the rendered roles of stack prod to the table of who may do
// what, in both directions. RBAC is evaluated as Kubernetes does, as far as
// roles without wildcards need it; a cluster is asked the same in e2e/.
func TestRights(t *testing.T) {
	var table rights
	if err := yaml.UnmarshalStrict(read(t, "../e2e/lib/access/rights.yaml"), &table); err != nil {
		t.Fatal(err)
	}
	objects := rbacObjects(t)
	asked := 0
	for namespace, rows := range table.Rights {
		for _, row := range rows {
			for name, s := range table.Subjects {
				got := slices.ContainsFunc(objects, func(b rbacObject) bool {
					return b.Kind == "RoleBinding" && b.Metadata.Namespace == namespace && b.names(s.Group, s.Namespace, s.Account) &&
						grants(objects, b, row.Verb, row.Group, row.Resource)
				})
				if want := slices.Contains(row.May, name); got != want {
					t.Errorf("%s may %s %s.%s in %s: %v, want %v", name, row.Verb, row.Resource, row.Group, namespace, got, want)
				}
				asked++
			}
			for _, name := range row.May {
				if _, known := table.Subjects[name]; !known {
					t.Errorf("%s is no subject", name)
				}
			}
		}
	}
	if asked < 300 {
		t.Errorf("only %d questions were asked", asked)
	}
}

func rbacObjects(t *testing.T) []rbacObject {
	t.Helper()
	files, err := filepath.Glob("../overlays/prod/rendered/*-role*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var objects []rbacObject
	for _, f := range files {
		var o rbacObject
		if err := yaml.Unmarshal(read(t, f), &o); err != nil {
			t.Fatal(err)
		}
		objects = append(objects, o)
	}
	return objects
}

func (o rbacObject) names(group, namespace, account string) bool {
	for _, s := range o.Subjects {
		if s.Kind == "Group" && group != "" && s.Name == group || s.Kind == "ServiceAccount" && account != "" && s.Name == account && s.Namespace == namespace {
			return true
		}
	}
	return false
}

func grants(objects []rbacObject, binding rbacObject, verb, group, resource string) bool {
	for _, o := range objects {
		if o.Kind != "Role" || fmt.Sprint(o.Metadata) != fmt.Sprint(struct{ Name, Namespace string }{binding.RoleRef.Name, binding.Metadata.Namespace}) {
			continue
		}
		for _, r := range o.Rules {
			if slices.Contains(r.Verbs, verb) && slices.Contains(r.APIGroups, group) && slices.Contains(r.Resources, resource) && len(r.ResourceNames) == 0 {
				return true
			}
		}
	}
	return false
}
