package stacks

import (
	"errors"
	"fmt"
)

// The engines that a stack can have.
const (
	flux   = "flux"
	argoCD = "argo-cd"
)

// Options say which stacks to invent.
type Options struct {
	// Count is the number of stacks.
	Count int
	// Clusters is the number of clusters that the stacks take in turn. With 0
	// there are one to four stacks on each. A single cluster is what a test
	// starts, so stacks on it take nothing for granted that somebody would have
	// to make there first, such as adopted namespaces.
	Clusters int
	// Engine is that of all stacks. With "" each cluster has its own.
	Engine string
	// Repository is the URL that Argo CD takes the stacks from; "" is one of
	// example.com.
	Repository string
}

const maxCount = 1000 // their numbers fit into the names of Azure resources

func (o Options) check() error {
	var errs []error
	if o.Count < 1 || o.Count > maxCount {
		errs = append(errs, fmt.Errorf("there can be 1 to %d stacks, not %d", maxCount, o.Count))
	}
	if o.Clusters < 0 {
		errs = append(errs, fmt.Errorf("there can't be %d clusters", o.Clusters))
	}
	if o.Engine != "" && o.Engine != flux && o.Engine != argoCD {
		errs = append(errs, fmt.Errorf("the engine is %q or %q, not %q", flux, argoCD, o.Engine))
	}
	return errors.Join(errs...)
}

func (o Options) repository() string {
	if o.Repository != "" {
		return o.Repository
	}
	return "https://git.example.com/platform/metaflow-gitops"
}

// crowds are the places of the stacks of ten on four clusters.
var crowds = []int{0, 1, 1, 2, 2, 2, 3, 3, 3, 3}

// clusterOf tells on which cluster a stack is.
func (o Options) clusterOf(stack int) int {
	if o.Clusters > 0 {
		return stack % o.Clusters
	}
	return 4*(stack/len(crowds)) + crowds[stack%len(crowds)]
}

// founder is the first stack on a cluster, whose Terraform makes it.
func (o Options) founder(cluster int) int {
	for stack := range o.Count {
		if o.clusterOf(stack) == cluster {
			return stack
		}
	}
	panic(fmt.Sprintf("stacks: no stack is on cluster %d", cluster))
}
