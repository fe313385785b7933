package plan

// What Azure Workload Identity reads: the annotations of a service account that acts as
// an identity, and the label of pods that get a token.
const (
	ClientIDAnnotation = "azure.workload.identity/client-id"
	TenantIDAnnotation = "azure.workload.identity/tenant-id"
	UseLabel           = "azure.workload.identity/use"
)
