package stack

import "example.com/metaflow-gitops/generator/fact"

// Jobs says where task pods run, and how much they may use.
type Jobs struct {
	NodeSelector  []fact.NodeLabel `hcl:"node_selector" doc:"Labels of the nodes that task pods run on unless a step names others, each \"KEY=VALUE\"."`
	Tolerations   []fact.Taint     `hcl:"tolerations" doc:"Taints of nodes that task pods tolerate, each \"KEY=VALUE:EFFECT\" as Terraform writes them, such as \"kubernetes.azure.com/scalesetpriority=spot:NoSchedule\" for spot nodes."`
	Evictable     fact.Switch      `hcl:"evictable" default:"false" doc:"Whether the cluster autoscaler may end the pods of running steps to save a node. Such a step fails, or starts again where it has @retry. With false their nodes stay until they are done."`
	QuotaPods     *fact.Count      `hcl:"quota_pods" doc:"How many pods may be in the jobs namespace at once."`
	QuotaCPU      *fact.CPU        `hcl:"quota_cpu" doc:"How much CPU they may request together."`
	QuotaMemory   *fact.Memory     `hcl:"quota_memory" doc:"How much memory they may request together."`
	QuotaGPUs     *fact.Count      `hcl:"quota_gpus" doc:"How many GPUs of NVIDIA they may request together."`
	DevicePlugin  fact.Switch      `hcl:"device_plugin" default:"false" doc:"Whether the stack brings the plugin that offers the GPUs of the cluster's nodes: the component base/components/nvidia-device-plugin, which can be listed in components as well. AKS installs the driver alone. One stack of a cluster may have it."`
	DefaultCPU    *fact.CPU        `hcl:"default_cpu" doc:"The CPU that a container requests which says nothing. Default: \"100m\", where there is a quota or a maximum."`
	DefaultMemory *fact.Memory     `hcl:"default_memory" doc:"The memory that a container requests which says nothing. Default: \"128Mi\", where there is a quota or a maximum."`
	MaxCPU        *fact.CPU        `hcl:"max_cpu" doc:"The most CPU that one container may use."`
	MaxMemory     *fact.Memory     `hcl:"max_memory" doc:"The most memory that one container may use."`
}

// ArgoWorkflows installs Argo Workflows.
type ArgoWorkflows struct {
	Namespace       fact.Namespace       `hcl:"namespace" default:"argo" doc:"The namespace of the controllers, also of Argo Events'. It belongs to the stack; nobody else's pods should be in it."`
	ChartRepository fact.ChartRepository `hcl:"chart_repository" default:"https://argoproj.github.io/argo-helm" doc:"Where the charts come from, also that of Argo Events: https:// or, for a mirror in a registry, oci://."`
	ChartVersion    fact.ChartVersion    `hcl:"chart_version" default:"2.0.1" doc:"The exact version of the chart argo-workflows. The values are written for the default, which is Argo Workflows 4.1."`
	KeepSucceeded   fact.Duration        `hcl:"keep_succeeded" default:"168h" doc:"How long a finished workflow stays in the cluster that succeeded. Its run, artifacts and logs stay in Metaflow."`
	KeepFailed      fact.Duration        `hcl:"keep_failed" default:"720h" doc:"How long a workflow stays that failed, so that it can be looked at and started again."`
	PodGC           PodGC                `hcl:"pod_gc" default:"OnWorkflowSuccess" doc:"When the pods of a workflow's steps are deleted, by Argo's names: \"OnWorkflowSuccess\", \"OnWorkflowCompletion\", \"OnPodSuccess\" or \"OnPodCompletion\"."`
	Values          ChartValues          `hcl:"values" doc:"Further values of the chart argo-workflows, for either engine. Those that the stack decides are refused."`
}

// ArgoEvents installs Argo Events.
type ArgoEvents struct {
	ChartVersion fact.ChartVersion `hcl:"chart_version" default:"2.4.25" doc:"The exact version of the chart argo-events. The values are written for the default, which is Argo Events 1.9."`
	Replicas     BusReplicas       `hcl:"replicas" default:"3" doc:"How many pods the event bus has: \"3\", or \"1\" where a lost event does no harm."`
	Values       ChartValues       `hcl:"values" doc:"Further values of the chart argo-events, for either engine. Those that the stack decides are refused."`
}

// TaskRoleGroup lets some groups use some task roles.
type TaskRoleGroup struct {
	Groups    []fact.UUID     `hcl:"groups" required:"true" doc:"Object ids of Entra groups, such as output.access.launch."`
	TaskRoles []fact.DNSLabel `hcl:"task_roles" required:"true" doc:"The task roles that their members may use."`
}
