package charts

import (
	"slices"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// workflows checks that the defaults which Argo Workflows gives to pods make
// Metaflow's helper pods log in: error and exit hooks, notices, the agent, and
// whatever else is compiled without account or label.
func (f checks) workflows(documents []manifest.Map) {
	jobs := f.Stack.Contract.Namespaces.Jobs.String()
	for _, c := range f.charts(documents) {
		if c.name != "argo-workflows" {
			continue
		}
		f.workflowAccount(c, jobs)
		f.workflowLabel(c)
		f.workflowPods(c)
		args := manifest.Items(c.values.Fields, "controller", "extraArgs")
		i := slices.Index(args, any("--managed-namespace"))
		if i < 0 || i+1 >= len(args) || args[i+1] != jobs || !slices.Contains(args, any("--namespaced")) {
			c.report([]string{"controller", "extraArgs"}, "Wrong namespace", "The workflow controller must have the arguments --namespaced --managed-namespace %s, where flows are deployed and its role is; otherwise they stay pending for ever.", jobs)
		}
		if key := c.values.Get("artifactRepository", "azure", "accountKeySecret"); key != nil || c.values.Get("artifactRepository", "azure", "useSDKCreds") != true {
			c.report([]string{"artifactRepository", "azure"}, "Client secret beside the identity", "The artifact repository must have useSDKCreds: true and no accountKeySecret, so that pods use their own identity for it.")
		}
		f.controllerAccount(c)
	}
}

func (f checks) workflowAccount(c chart, jobs string) {
	path := []string{"controller", "workflowDefaults", "spec", "serviceAccountName"}
	name, _ := c.values.Get(path...).(string)
	if !slices.Contains(f.Stack.TaskRoles(), name) || !f.ActsAsIdentity(jobs, name) {
		c.report(path, "Unknown service account", "Workflows run as service account %q unless they say otherwise, but there is no such task role in namespace %s: a workflow would end in Error without any pod. It must be the default task role.", name, jobs)
		return
	}
	token, found := f.Find("Secret", jobs, name+".service-account-token")
	switch {
	case !found:
		c.report(path, "Missing token Secret", "Workflows run as service account %q, but there is no Secret %s/%s.service-account-token. The agent that sends notices mounts it, and would wait for ever: FailedMount.", name, jobs, name)
	case token.Get("type") != "kubernetes.io/service-account-token" || token.Get("metadata", "annotations", "kubernetes.io/service-account.name") != name:
		f.Object(token, nil, "Missing token Secret", "%s must be of type kubernetes.io/service-account-token and have the annotation kubernetes.io/service-account.name: %s, or Kubernetes puts no token in it.", token, name)
	}
}

func (f checks) workflowLabel(c chart) {
	path := []string{"controller", "workflowDefaults", "spec", "podMetadata", "labels", plan.UseLabel}
	if label := c.values.Get(path...); label != "true" {
		c.report(path, "Invalid pod label", "Workflow pods get the label %s: %v, but it must be the string \"true\". Hooks would start without AZURE_FEDERATED_TOKEN_FILE, and end after six tries with \"Failed to authenticate with Azure\".", plan.UseLabel, label)
	}
}

// workflowPods checks that nothing ends the pods of workflows early, and that they get
// nodes on which their images run.
func (f checks) workflowPods(c chart) {
	spec := []string{"controller", "workflowDefaults", "spec"}
	path := append(slices.Clone(spec), "podMetadata", "annotations", plan.SafeToEvict)
	if !f.Stack.Config.Jobs.Evictable.IsOn() && c.values.Get(path...) != "false" {
		c.report(path, "Steps that can be evicted", "Workflow pods have %s: %v, so the cluster autoscaler may end a running step to save a node. Leave \"false\", or set jobs.evictable in stack.hcl.", plan.SafeToEvict, c.values.Get(path...))
	}
	path = append(slices.Clone(spec), "nodeSelector", "kubernetes.io/os")
	if c.values.Get(path...) != "linux" {
		c.report(path, "Pods on any node", "Workflow pods do not ask for nodes with Linux (kubernetes.io/os: linux), so in a cluster with others too they could wait on one forever. Leave the selector in.")
	}
}

// controllerAccount checks that the controller runs as the account that its
// roles are bound to.
func (f checks) controllerAccount(c chart) {
	name, _ := c.values.Get("controller", "serviceAccount", "name").(string)
	if !f.IsBound(f.Stack.Contract.Namespaces.Jobs.String(), c.namespace, name) {
		c.report([]string{"controller", "serviceAccount", "name"}, "Controller without a role", "Chart %q runs its controller as %s, which no RoleBinding in the jobs namespace names: everything that it calls would be forbidden.", c.name, fact.SubjectOf(c.namespace, name))
	}
}
