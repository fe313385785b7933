package sync

import (
	"os"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/judge"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// The procedures of docs/sync.md, step by step. What they must not lose is what
// people run: a task pod, which git knows nothing of.

// runTask starts what a data scientist would have running.
func (s *site) runTask(t *testing.T) {
	t.Helper()
	must(t, s.Apply(shared.ctx, "data-scientist", &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "task", "namespace": "metaflow-jobs"},
		"spec": map[string]any{"serviceAccountName": "task-default", "containers": []any{map[string]any{"name": "task", "image": "example.com/task:v1"}}},
	}}))
}

// taskRuns expects the task to be the same pod as ever.
func (s *site) taskRuns(t *testing.T) {
	t.Helper()
	p, err := s.Resource("v1", "Pod", "metaflow-jobs").Get(shared.ctx, "task", v1.GetOptions{})
	if err != nil || p.GetDeletionTimestamp() != nil {
		t.Errorf("the task pod was lost: %v", err)
	}
}

// retired expects all objects of a stack to be gone but for its namespaces, and under
// Flux what it must not take from under running pods.
func (s *site) retired(t *testing.T, before judge.Stack) {
	t.Helper()
	for _, o := range before.Rendered {
		isKept := o.GetAnnotations()["kustomize.toolkit.fluxcd.io/prune"] == "disabled" && strings.HasPrefix(s.name, "Flux")
		if o.GetKind() == "Namespace" || isKept {
			s.there(t, o)
		} else {
			s.gone(t, o)
		}
	}
	s.taskRuns(t)
}

// retire drops a stack from the repository.
func (s *site) retire(t *testing.T, stack string) judge.Stack {
	t.Helper()
	before := stackNamed(t, s.repository.Folder, stack)
	s.keepFolder(t)
	must(t, os.RemoveAll(s.repository.Path("terraform/stacks/"+stack)))
	_, err := s.repository.Generate()
	must(t, err)
	if _, err := os.Stat(s.repository.Path("overlays/" + stack)); err == nil {
		t.Fatal("the generator left the overlay of a stack that is gone")
	}
	return before
}

// keepFolder keeps the cluster's folder in git when its last stack goes.
func (s *site) keepFolder(t *testing.T) {
	t.Helper()
	must(t, s.repository.Write("clusters/"+s.folder+"/README.md", "The root object of this cluster applies this folder.\n"))
}

// rename gives a stack another name in the repository, as its outputs have it
// after Terraform got a workspace of that name.
func (s *site) rename(t *testing.T, from, to string) {
	t.Helper()
	must(t, os.Rename(s.repository.Path("terraform/stacks/"+from), s.repository.Path("terraform/stacks/"+to)))
	must(t, s.repository.Replace("terraform/stacks/"+to+"/outputs.json", `"value": "`+from+`"`, `"value": "`+to+`"`))
	must(t, s.repository.Replace("terraform/stacks/"+to+"/terraform.tfvars", `"`+from+`"`, `"`+to+`"`))
	_, err := s.repository.Generate()
	must(t, err)
}

// sameObjects expects that no Deployment and no pod was made anew.
func (s *site) sameObjects(t *testing.T, before map[string]map[string]string) {
	t.Helper()
	for kind, uids := range before {
		now := s.identities(t)[kind]
		for name, uid := range uids {
			if now[name] != uid {
				t.Errorf("%s %s is not the one that it was", kind, name)
			}
		}
	}
}

func (s *site) identities(t *testing.T) map[string]map[string]string {
	t.Helper()
	return map[string]map[string]string{
		"Deployment": s.uids(t, "apps/v1", "Deployment", "metaflow"),
		"Pod":        s.uids(t, "v1", "Pod", "metaflow"),
		"Namespace":  s.uids(t, "v1", "Namespace", ""),
	}
}

// moveTo points a stack's outputs at another cluster.
func (s *site) moveTo(t *testing.T, stack, folder string) {
	t.Helper()
	s.keepFolder(t)
	must(t, s.repository.Replace("terraform/stacks/"+stack+"/outputs.json", `"`+s.folder+`"`, `"`+folder+`"`))
	out, err := s.repository.Generate("--stack", stack)
	must(t, err)
	for _, line := range []string{"created clusters/" + folder + "/" + stack + ".yaml", "deleted clusters/" + s.folder + "/" + stack + ".yaml"} {
		if !strings.Contains(out, line) {
			t.Errorf("the generator does not say %q:\n%s", line, out)
		}
	}
}

// deleteRendered does what `kubectl delete -f overlays/STACK/rendered` does.
func (s *site) deleteRendered(t *testing.T, stack judge.Stack) {
	t.Helper()
	for _, o := range stack.Rendered {
		r, err := s.Of(o)
		must(t, err)
		must(t, r.Delete(shared.ctx, o.GetName(), v1.DeleteOptions{}))
	}
	for _, o := range stack.Rendered {
		s.gone(t, o)
	}
}
