package reach

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// findTasks adds the pods of tasks in a namespace: Metaflow's own are of a Job, and
// those of a flow that is deployed are of Argo's Workflow, where there is one.
func (c *Cluster) findTasks(namespace string) {
	task := func(apiVersion, kind string, labels ...map[string]string) {
		owner := manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: namespace, Name: "metaflow-task"}
		p := &Pods{Owner: owner, Kind: TaskPods, Namespace: namespace, Labels: map[string]string{}}
		for _, some := range append(labels, plan.TaskLabels(), metaflowLabels) {
			maps.Copy(p.Labels, some)
		}
		c.Pods = append(c.Pods, p)
	}
	task("batch/v1", "Job", jobLabels)
	if defaults, runs := c.workflowLabels(namespace); runs {
		task("argoproj.io/v1alpha1", "Workflow", defaults, argoLabels)
	}
}

// metaflowLabels are on each pod of a task, however it is started.
var metaflowLabels = map[string]string{"app.kubernetes.io/name": "metaflow-task", "app.kubernetes.io/part-of": "metaflow"}

// argoLabels are those that Argo's controller adds to the pods of a step.
var argoLabels = map[string]string{"workflows.argoproj.io/workflow": anyValue, "workflows.argoproj.io/completed": anyValue}

// workflowLabels are those that the settings of Argo Workflows give to the pods of
// all workflows, and whether workflows run in a namespace at all.
func (c *Cluster) workflowLabels(namespace string) (labels map[string]string, runs bool) {
	for _, o := range c.objects {
		if o.Chart().Name == "argo-workflows" {
			labels, runs = manifest.TextMap(o.Chart().Values, "controller", "workflowDefaults", "spec", "podMetadata", "labels"), true
		}
		runs = runs || o.Kind == "Role" && o.Namespace == namespace && o.allows("create", "workflows")
	}
	return labels, runs
}

// taskNamespaces are those that are known, and those with an account for tasks.
func (c *Cluster) taskNamespaces(known []string) []string {
	found := slices.Clone(known)
	for _, account := range c.taskAccounts() {
		found = appendNew(found, account.Namespace)
	}
	return found
}

// taskAccounts are the accounts with an identity that nothing rendered acts as, in
// a namespace where people may start pods.
func (c *Cluster) taskAccounts() []*Object {
	claimed := c.claimedAccounts()
	return slices.DeleteFunc(c.ofKind("", "ServiceAccount"), func(o *Object) bool {
		return claimed[o.Namespace+"/"+o.Name] || o.text("metadata", "annotations", plan.ClientIDAnnotation) == "" || !c.startsPods(o.Namespace)
	})
}

// startsPods reports whether a namespace is one for tasks: a role lets somebody make
// pods there, or nothing else runs in it.
func (c *Cluster) startsPods(namespace string) bool {
	busy := slices.ContainsFunc(c.Pods, func(p *Pods) bool { return p.Namespace == namespace && p.Kind != TaskPods })
	return !busy || slices.ContainsFunc(c.objects, func(o *Object) bool {
		return o.Kind == "Role" && o.Namespace == namespace && o.allows("create", "pods", "jobs", "workflows")
	})
}

// claimedAccounts are those that something rendered acts as, by NAMESPACE/NAME.
func (c *Cluster) claimedAccounts() map[string]bool {
	claimed := map[string]bool{}
	for _, p := range c.Pods {
		if p.isRendered() {
			claimed[p.Namespace+"/"+p.account()] = true
		}
	}
	for _, g := range c.Gateways {
		for _, certificate := range g.certificates() {
			claimed[g.Namespace+"/"+certificate.account] = true
		}
	}
	for _, o := range c.objects {
		if o.publishes() {
			claimed[o.publisher()] = true
		}
	}
	return claimed
}

// account is the name of the service account that pods run as.
func (p *Pods) account() string {
	if name := manifest.Text(p.Owner.Pod().Fields, "spec", "serviceAccountName"); name != "" {
		return name
	}
	return "default"
}
