package stack

import (
	"strings"
	"testing"
)

// TestDecisions has each mistake of stack.hcl that is none of the expose block.
func TestDecisions(t *testing.T) {
	argo := private + "argo_workflows {\n"
	run(t, []mistake{
		{name: "no default task role", hcl: strings.TrimPrefix(public, private), at: `outputs.json: "workload_identities"`,
			says: []string{"No default task role", "(task-default, task-training)", `default_task_role = "task-default"`}},
		{name: "unknown task role", hcl: strings.Replace(public, "task-default", "task-defaults", 1), at: "stack.hcl: default_task_role",
			says: []string{"Unknown task role", `no identity "task-defaults" with purpose "task"`, `did you mean "task-default"?`}},
		{name: "a service as a task role", hcl: strings.Replace(public, "task-default", "ui-backend", 1), at: "stack.hcl: default_task_role",
			says: []string{"Unknown task role", `no identity "ui-backend" with purpose "task"`}},
		{name: "no policies", hcl: public + "network {\n  policies = false\n}\n", at: "stack.hcl: policies = false",
			says: []string{"Warning: No network policies", "asks nobody for a login"}},
		{name: "endpoints among pods", hcl: public + "network {\n  private_endpoints = [\"10.244.3.0/24\"]\n}\n", at: "stack.hcl: private_endpoints",
			says: []string{"Warning: Range of pods", "10.244.3.0/24", "Cilium"}},
		{name: "egress of jobs to pods", hcl: public + "network {\n  jobs_egress = [\"10.244.0.0/16\", \"203.0.113.0/24\"]\n}\n", at: "stack.hcl: jobs_egress",
			says: []string{"Warning: Range of pods", "10.244.0.0/16", "outside of the cluster"}},
		{name: "a private proxy", private: true, hcl: private + "service \"auth-proxy\" {\n}\n", at: `stack.hcl: service "auth-proxy"`,
			says: []string{"Block without effect", "private stack runs no auth proxy"}},
		{name: "a private gateway", private: true, hcl: private + "adopt_namespaces = [\"gateway\"]\n", at: "stack.hcl: adopt_namespaces",
			says: []string{"Argument without effect", "private stack has no gateway namespace"}},
		{name: "Argo CD without repository", hcl: public + "engine = \"argo-cd\"\n", at: "",
			says: []string{"Missing argument", `Engine "argo-cd" needs the URL`}},
		{name: "Argo CD without repository in a block", hcl: public + "engine = \"argo-cd\"\nsync {\n}\n", at: "stack.hcl: sync {",
			says: []string{"Missing argument", `Engine "argo-cd" needs the URL`}},
		{name: "Argo Events alone", private: true, hcl: private + "argo_events {\n}\n", at: "stack.hcl: argo_events {",
			says: []string{"Missing block", "Add a block argo_workflows {}"}},
		{name: "Argo in a namespace of the stack", private: true, hcl: argo + "  namespace = \"metaflow-jobs\"\n}\n", at: "stack.hcl: namespace =",
			says: []string{"Duplicate namespace", `"metaflow-jobs" is the stack's for jobs`}},
		{name: "Argo without task role", private: true, facts: facts{"workload_identities.task-default": absent, "workload_identities.task-training": absent}, hcl: "argo_workflows {\n}\n", at: "stack.hcl: argo_workflows {",
			says: []string{"No task role", `no identity with purpose "task"`}},
		{name: "unknown setting", hcl: public + "profile {\n  settings = {\n    METAFLOW_KUBERNETES_CPUS = 1\n  }\n}\n", at: "stack.hcl: METAFLOW_KUBERNETES_CPUS",
			says: []string{"Unknown setting", `no setting "METAFLOW_KUBERNETES_CPUS"`, `did you mean "METAFLOW_KUBERNETES_CPU"?`}},
		{name: "setting of the stack", hcl: public + "profile {\n  settings = {\n    METAFLOW_SERVICE_URL = \"https://a.example.com\"\n  }\n}\n", at: "stack.hcl: METAFLOW_SERVICE_URL",
			says: []string{"Setting of the stack", "METAFLOW_SERVICE_URL is decided by the output auth"}},
		{name: "headers in deployed flows", private: true, hcl: private + "profile {\n  settings = {\n    METAFLOW_USER = \"a\"\n    METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP = \"A\"\n  }\n}\n", at: "stack.hcl: METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP",
			says: []string{"Setting of the stack", "METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP is decided by the stack"}},
		{name: "label of the event bus", hcl: public + "profile {\n  labels = [\"eventbus-name=default\"]\n}\n", at: "stack.hcl: labels",
			says: []string{"Setting of the stack", `"eventbus-name" of profile.labels`}},
		{name: "setting that is no image", hcl: public + "profile {\n  settings = {\n    METAFLOW_KUBERNETES_CONTAINER_IMAGE = \"an image\"\n  }\n}\n", at: "stack.hcl: METAFLOW_KUBERNETES_CONTAINER_IMAGE",
			says: []string{"Invalid setting", "a container image", `string "an image"`}},
		{name: "setting that is no registry", hcl: public + "profile {\n  settings = {\n    METAFLOW_KUBERNETES_CONTAINER_REGISTRY = \"https://registry.example.com/\"\n  }\n}\n", at: "stack.hcl: METAFLOW_KUBERNETES_CONTAINER_REGISTRY",
			says: []string{"Invalid setting", "a registry, such as"}},
		{name: "setting of names that are none", hcl: public + "profile {\n  settings = {\n    METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS = [\"a\", 3, null]\n  }\n}\n", at: "stack.hcl: METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS",
			says: []string{"Invalid setting", "a list of names"}},
		{name: "secret setting", hcl: public + "profile {\n  settings = {\n    METAFLOW_SERVICE_AUTH_KEY = \"a\"\n  }\n}\n", at: "stack.hcl: METAFLOW_SERVICE_AUTH_KEY",
			says: []string{"Secret in the profile", "METAFLOW_SERVICE_AUTH_KEY lets somebody in"}},
		{name: "setting of another type", hcl: public + "profile {\n  settings = {\n    METAFLOW_KUBERNETES_MEMORY = \"4Gi\"\n  }\n}\n", at: "stack.hcl: METAFLOW_KUBERNETES_MEMORY",
			says: []string{"Invalid setting", "a number above zero", `string "4Gi"`}},
		{name: "setting that is no switch", hcl: public + "profile {\n  settings = {\n    METAFLOW_CARD_NO_WARNING = \"yes\"\n  }\n}\n", at: "stack.hcl: METAFLOW_CARD_NO_WARNING",
			says: []string{"Invalid setting", "true or false"}},
		{name: "setting that is no list", hcl: public + "profile {\n  settings = {\n    METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS = \"registry\"\n  }\n}\n", at: "stack.hcl: METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS",
			says: []string{"Invalid setting", "a list, or JSON text of one"}},
		{name: "setting of other words", hcl: public + "profile {\n  settings = {\n    METAFLOW_KUBERNETES_QOS = \"besteffort\"\n  }\n}\n", at: "stack.hcl: METAFLOW_KUBERNETES_QOS",
			says: []string{"Invalid setting", "one of burstable, guaranteed"}},
		{name: "settings that are none", hcl: public + "profile {\n  settings = []\n}\n", at: "stack.hcl: settings",
			says: []string{"Wrong type", "must be a map"}},
		{name: "label of the stack", hcl: public + "profile {\n  labels = [\"azure.workload.identity/use=false\"]\n}\n", at: "stack.hcl: labels",
			says: []string{"Setting of the stack", `"azure.workload.identity/use" of profile.labels`}},
		{name: "label twice", hcl: public + "profile {\n  labels = [\"a=b\", \"a=c\"]\n}\n", at: "stack.hcl: labels",
			says: []string{"Duplicate value", `the key "a"`}},
		{name: "annotation with a comma", hcl: public + "profile {\n  annotations = [\"a=b,c\"]\n}\n", at: "stack.hcl: annotations",
			says: []string{"Invalid value", "without a comma"}},
		{name: "null among chart values", private: true, hcl: argo + "  values = { controller = { replicas = null } }\n}\n", at: "stack.hcl: values",
			says: []string{"Missing value", "argo_workflows.values.controller.replicas"}},
		{name: "more pods than connections", facts: facts{"database.max_connections": 35}, hcl: public + "service \"ui-backend\" {\n  replicas = 3\n}\n", at: "stack.hcl: replicas",
			says: []string{"Warning: Too few database connections", "takes 35 connections", "3 of ui-backend"}},
		{name: "fewer components", hcl: public + "components = output.component\n", at: "stack.hcl: components",
			says: []string{"Unknown output", `no output "component" in this stack's outputs`}},
		{name: "near name of an output", hcl: public + "components = output.locations\n", at: "stack.hcl: components",
			says: []string{"Unknown output", `no output "locations"`, `did you mean "location"?`}},
		{name: "output of another contract", hcl: public + "contract {\n  locations = \"a\"\n}\n", at: "stack.hcl: locations",
			says: []string{"Unknown output of the contract", `no output "locations"`, `did you mean "location"?`}},
		{name: "bound to a wrong value", hcl: public + "contract {\n  location = upper(output.location)\n}\n", at: "stack.hcl: location = upper",
			says: []string{"Invalid value", `"location" is "WESTEUROPE"`}},
	})
}

// TestSyncOfAnotherEngine has each argument that one engine alone reads.
func TestSyncOfAnotherEngine(t *testing.T) {
	argocd := public + "engine = \"argo-cd\"\nsync {\n  repository = \"https://git.example.com/a\"\n  "
	flux := public + "sync {\n  "
	var table []mistake
	for argument, value := range map[string]string{"preset": `"flux-bootstrap"`, "source": `"a"`, "service_account": `"a"`, "decryption": `"sops"`, "decryption_secret": `"a"`, "interval": `"5m"`, "retry_interval": `"5m"`, "timeout": `"5m"`} {
		table = append(table, mistake{name: argument, hcl: argocd + argument + " = " + value + "\n}\n", at: "stack.hcl: " + argument + " = ",
			says: []string{"Argument without effect", `"` + argument + `" is for engine "flux", but this stack's engine is "argo-cd"`}})
	}
	for argument, value := range map[string]string{"repository": `"https://git.example.com/a"`, "revision": `"a"`, "destination_server": `"https://a.example.com"`} {
		table = append(table, mistake{name: argument, hcl: flux + argument + " = " + value + "\n}\n", at: "stack.hcl: " + argument + " = ",
			says: []string{"Argument without effect", `"` + argument + `" is for engine "argo-cd", but this stack's engine is "flux"`}})
	}
	run(t, table)
}

// TestJobs has each mistake about task pods.
func TestJobs(t *testing.T) {
	jobs := func(arguments ...string) string {
		return public + "jobs {\n  " + strings.Join(arguments, "\n  ") + "\n}\n"
	}
	group := func(arguments ...string) string {
		return public + "task_role_group \"a\" {\n  " + strings.Join(arguments, "\n  ") + "\n}\n"
	}
	everybody, default1 := "groups = concat(values(output.access)...)", `task_roles = ["task-default"]`
	adopted := public + "adopt_namespaces = [\"jobs\"]\n"
	run(t, []mistake{
		{name: "default CPU above the most", hcl: jobs(`max_cpu = "1"`, `default_cpu = "2"`), at: "stack.hcl: default_cpu",
			says: []string{"Request above limit", "jobs.default_cpu is 2, but jobs.max_cpu is only 1"}},
		{name: "built-in CPU above the most", hcl: jobs(`max_cpu = "50m"`), at: "stack.hcl: max_cpu",
			says: []string{"Request above limit", "jobs.default_cpu is 100m, but jobs.max_cpu is only 50m"}},
		{name: "default CPU above the quota", hcl: jobs(`quota_cpu = "1"`, `default_cpu = "2"`), at: "stack.hcl: default_cpu",
			says: []string{"Request above limit", "jobs.default_cpu is 2, but jobs.quota_cpu is only 1"}},
		{name: "most CPU above the quota", hcl: jobs(`quota_cpu = "1"`, `max_cpu = "2"`), at: "stack.hcl: max_cpu",
			says: []string{"Request above limit", "jobs.max_cpu is 2, but jobs.quota_cpu is only 1"}},
		{name: "default memory above the most", hcl: jobs(`max_memory = "1Gi"`, `default_memory = "2Gi"`), at: "stack.hcl: default_memory",
			says: []string{"Request above limit", "jobs.default_memory is 2Gi, but jobs.max_memory is only 1Gi"}},
		{name: "built-in memory above the most", hcl: jobs(`max_memory = "64Mi"`), at: "stack.hcl: max_memory",
			says: []string{"Request above limit", "jobs.default_memory is 128Mi, but jobs.max_memory is only 64Mi"}},
		{name: "default memory above the quota", hcl: jobs(`quota_memory = "1Gi"`, `default_memory = "2Gi"`), at: "stack.hcl: default_memory",
			says: []string{"Request above limit", "jobs.default_memory is 2Gi, but jobs.quota_memory is only 1Gi"}},
		{name: "most memory above the quota", hcl: jobs(`quota_memory = "1Gi"`, `max_memory = "2Gi"`), at: "stack.hcl: max_memory",
			says: []string{"Request above limit", "jobs.max_memory is 2Gi, but jobs.quota_memory is only 1Gi"}},
		{name: "one key twice", hcl: jobs(`node_selector = ["a=1", "a=2"]`), at: "stack.hcl: node_selector",
			says: []string{"Duplicate value", `have the key "a"`}},
		{name: "an old cluster", facts: facts{"cluster.kubernetes_version": "1.29.4"}, hcl: group(everybody, default1), at: `outputs.json: "kubernetes_version"`,
			says: []string{"Kubernetes too old", "runs Kubernetes 1.29.4, but task_role_group needs 1.30"}},
		{name: "no groups", facts: facts{"access": absent}, hcl: strings.Replace(group("groups = []", default1), "output.access.launch", `["`+another+`"]`, 1), at: `stack.hcl: task_role_group "a"`,
			says: []string{"Empty value", `task_role_group "a" needs a group and a task role`}},
		{name: "no task roles", hcl: group(everybody, "task_roles = []"), at: `stack.hcl: task_role_group "a"`,
			says: []string{"Empty value", `task_role_group "a" needs a group and a task role`}},
		{name: "unknown task role", hcl: group(everybody, `task_roles = ["task-defaults"]`), at: "stack.hcl: task_roles",
			says: []string{"Unknown task role", `no identity "task-defaults"`, `did you mean "task-default"?`}},
		{name: "launchers are locked out", hcl: group("groups = output.access.deploy", default1), at: `outputs.json: "launch"`,
			says: []string{"Warning: Group without task role", "Group 28cc0d89-007a-4d47-a93a-2319260dae3f of access.launch"}},
		{name: "deployers are locked out", hcl: group("groups = output.access.launch", default1), at: `outputs.json: "deploy"`,
			says: []string{"Warning: Group without task role", "Group 101da1f0-b3b5-4136-a337-8985a1b660d8 of access.deploy"}},
		{name: "quota on others", hcl: adopted + "jobs {\n  quota_pods = 1\n}\n", at: "stack.hcl: jobs {",
			says: []string{"Limit on somebody else's namespace", "a quota or limit would hold"}},
		{name: "policy on others", hcl: adopted + strings.TrimPrefix(group(everybody, default1), public), at: "stack.hcl: adopt_namespaces",
			says: []string{"Limit on somebody else's namespace", "the policy of task_role_group would hold"}},
	})
}

// TestGoodDecisions: what looks like a mistake, and is none.
func TestGoodDecisions(t *testing.T) {
	for name, m := range map[string]mistake{
		"nothing":                  {hcl: public},
		"monitoring":               {hcl: public + "network {\n  monitoring \"a\" {\n    namespace = \"monitoring\"\n    pod_labels = [\"app.kubernetes.io/name=prometheus\"]\n    task_ports = [8000]\n  }\n}\n"},
		"a range beside the pods":  {hcl: public + "network {\n  private_endpoints = [\"10.0.0.0/8\"]\n}\n"},
		"private":                  {private: true, hcl: private},
		"the only task role":       {private: true, facts: facts{"workload_identities.task-training": absent}, hcl: "argo_workflows {\n}\n"},
		"administrators":           {facts: facts{"access.launch": []string{}, "access.deploy": []string{}}, hcl: withEntra() + "task_role_group \"a\" {\n  groups = [\"" + another + "\"]\n  task_roles = [\"task-default\"]\n}\n"},
		"an output that is asked":  {hcl: public + "components = try(output.components, [])\n"},
		"no access and no expose":  {private: true, facts: facts{"access": absent}, hcl: private},
		"equal to the limit":       {hcl: public + "jobs {\n  default_cpu = \"1\"\n  max_cpu = \"1000m\"\n  quota_cpu = \"1\"\n}\n"},
		"Kubernetes of the policy": {facts: facts{"cluster.kubernetes_version": "1.30.0"}, hcl: public + "task_role_group \"a\" {\n  groups = concat(values(output.access)...)\n  task_roles = [\"task-default\"]\n}\n"},
	} {
		src := m.source(t)
		if m.facts["access.launch"] != nil { // nobody would be left to log in
			src.HCL = []byte(strings.Replace(string(src.HCL), "output.access.launch", `["`+another+`"]`, 1))
		}
		if s, diags := Parse(src); s == nil || len(diags) > 0 {
			t.Errorf("%s: %v", name, diags)
		}
	}
}
