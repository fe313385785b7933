package sync

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// subject is whose rights are asked: a group of Entra ID or a service account.
type subject struct{ Group, Namespace, Account string }

// rights is e2e/lib/access/rights.yaml.
type rights struct {
	Subjects map[string]subject
	Rights   map[string][]struct {
		Verb, Group, Resource string
		May                   []string
	}
}

// TestAccess asks the API server, for every subject and every right of the
// table, whether it is allowed: those who may, and all others.
func TestAccess(t *testing.T) {
	t.Parallel()
	c := prodApplied(t)
	var table rights
	must(t, yaml.UnmarshalStrict([]byte(read(t, filepath.Join("..", "..", "lib", "access", "rights.yaml"))), &table))
	asked := 0
	for namespace, rows := range table.Rights {
		for _, row := range rows {
			for name, s := range table.Subjects {
				allowed := isAllowed(t, c, s, map[string]any{"namespace": namespace, "verb": row.Verb, "group": row.Group, "resource": row.Resource})
				if may := slices.Contains(row.May, name); allowed != may {
					t.Errorf("%s may %s %s in %s: %v, not %v", name, row.Verb, row.Resource, namespace, allowed, may)
				}
				asked++
			}
		}
	}
	t.Logf("%d access reviews", asked)
}

// prodApplied is a cluster with the objects of stack prod, and no engine.
func prodApplied(t *testing.T) *cluster.Cluster {
	t.Helper()
	c := newCluster(t, 1)
	defineEngines(t, c)
	must(t, c.Apply(shared.ctx, "e2e", stackNamed(t, shared.root, "prod").Rendered...))
	return c
}

func isAllowed(t *testing.T, c *cluster.Cluster, s subject, attributes map[string]any) bool {
	t.Helper()
	user, groups := "somebody@example.com", []any{s.Group, "system:authenticated"}
	if s.Account != "" {
		user = "system:serviceaccount:" + s.Namespace + ":" + s.Account
		groups = []any{"system:serviceaccounts", "system:serviceaccounts:" + s.Namespace, "system:authenticated"}
	}
	if resource, sub, found := strings.Cut(attributes["resource"].(string), "/"); found {
		attributes["resource"], attributes["subresource"] = resource, sub
	}
	review := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
		"spec": map[string]any{"user": user, "groups": groups, "resourceAttributes": attributes},
	}}
	answer, err := c.Resource("authorization.k8s.io/v1", "SubjectAccessReview", "").Create(shared.ctx, review, v1.CreateOptions{})
	must(t, err)
	allowed, _, _ := unstructured.NestedBool(answer.Object, "status", "allowed")
	return allowed
}

// policyCases is e2e/lib/access/policy.yaml.
type policyCases struct {
	Config map[string]string
	As     map[string]struct {
		User   string
		Groups []string
	}
	Cases []policyCase
}

type policyCase struct {
	Name, As, Kind, Account, Refused string
	Spec                             map[string]any
}

// TestTaskRolePolicy tries to create what people, tasks and controllers create,
// under the admission policy on task roles.
func TestTaskRolePolicy(t *testing.T) {
	t.Parallel()
	c := prodApplied(t)
	var table policyCases
	must(t, yaml.UnmarshalStrict([]byte(read(t, filepath.Join("..", "..", "lib", "access", "policy.yaml"))), &table))
	config := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "task-roles", "namespace": "metaflow-jobs"}}}
	must(t, unstructured.SetNestedStringMap(config.Object, table.Config, "data"))
	_, err := c.Resource("v1", "ConfigMap", "metaflow-jobs").Update(shared.ctx, config, v1.UpdateOptions{})
	must(t, err)
	for i, row := range table.Cases {
		t.Run(row.Name, func(t *testing.T) {
			as := table.As[row.As]
			client, err := c.As(as.User, as.Groups...)
			must(t, err)
			o := row.object(fmt.Sprintf("case-%d", i))
			// The policy sees the new ConfigMap only after a moment.
			must(t, cluster.Eventually(shared.ctx, 10*time.Second, "the answer is the wanted one", row.try(client, o)))
		})
	}
}
