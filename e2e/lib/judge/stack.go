package judge

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// A Stack is what a repository holds of one stack.
type Stack struct {
	Name    string
	Cluster string // the folder below clusters/
	// Rendered are its objects, in an order in which they can be applied.
	Rendered []*unstructured.Unstructured
	// Sync are the objects that tell the GitOps engine of it.
	Sync []*unstructured.Unstructured
}

// Stacks reads all stacks of a repository.
func Stacks(root string) ([]Stack, error) {
	folders, err := filepath.Glob(filepath.Join(root, "overlays", "*", "rendered"))
	if err != nil {
		return nil, err
	}
	if len(folders) == 0 {
		return nil, fmt.Errorf("reading %s: no stack is rendered there", root)
	}
	var stacks []Stack
	for _, folder := range folders {
		s, err := ReadStack(root, filepath.Base(filepath.Dir(folder)))
		if err != nil {
			return nil, err
		}
		stacks = append(stacks, s)
	}
	return stacks, nil
}

// ReadStack reads one stack of a repository.
func ReadStack(root, name string) (Stack, error) {
	rendered, err := cluster.ParseFolder(filepath.Join(root, "overlays", name, "rendered"))
	if err != nil {
		return Stack{}, err
	}
	slices.SortStableFunc(rendered, func(a, b *unstructured.Unstructured) int { return rank(a) - rank(b) })
	files, err := filepath.Glob(filepath.Join(root, "clusters", "*", name+".yaml"))
	if err != nil {
		return Stack{}, err
	}
	if len(files) != 1 {
		return Stack{}, fmt.Errorf("reading stack %s: it has %d files below clusters/, not one", name, len(files))
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return Stack{}, err
	}
	sync, err := cluster.Parse(text)
	return Stack{Name: name, Cluster: filepath.Base(filepath.Dir(files[0])), Rendered: rendered, Sync: sync}, err
}

// rank puts what others need first.
func rank(o *unstructured.Unstructured) int {
	return slices.Index([]string{"Namespace", "CustomResourceDefinition", "ServiceAccount", "ResourceQuota", "LimitRange", "ConfigMap", "Secret"}, o.GetKind()) & 0x7f
}

// Name names an object as people do: Kind namespace/name.
func Name(o *unstructured.Unstructured) string {
	if o.GetNamespace() == "" {
		return o.GetKind() + " " + o.GetName()
	}
	return o.GetKind() + " " + o.GetNamespace() + "/" + o.GetName()
}
