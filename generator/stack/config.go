package stack

import (
	"example.com/metaflow-gitops/generator/fact"
	"github.com/hashicorp/hcl/v2"
)

// Config is what stack.hcl says: the decisions of people. Its tags are the
// schema: name and kind of each argument or block, its default, and the
// sentence that docs/stack-hcl.md prints for it.
type Config struct {
	Engine          Engine                   `hcl:"engine" default:"flux" doc:"Which GitOps engine syncs the stack: \"flux\" or \"argo-cd\"."`
	Components      []ComponentPath          `hcl:"components" doc:"Kustomize components that are applied to the whole stack, in this order, as paths from the root such as \"base/components/spread-zones\"."`
	AdoptNamespaces []NamespaceRole          `hcl:"adopt_namespaces" doc:"Namespaces that exist already and belong to somebody else: any of \"services\", \"jobs\" and \"gateway\". The stack uses them but does not create them, so their Pod Security labels are their owner's, and its network policies select the stack's own pods alone (in jobs: the pods that Metaflow labels)."`
	DefaultTaskRole fact.DNSLabel            `hcl:"default_task_role" doc:"The task role that the client profile uses unless a step names another. Needed when there are several task roles."`
	Sync            Sync                     `hcl:"sync,block" doc:"How the engine finds and applies the stack."`
	Services        map[string]Service       `hcl:"service,block" label:"metadata-service,ui-backend,ui-static,auth-proxy" doc:"How one service runs. What is not said stays as in base/."`
	Network         Network                  `hcl:"network,block" doc:"What the network policies open beyond the stack's own traffic."`
	Jobs            Jobs                     `hcl:"jobs,block" doc:"Where task pods run, and how much they may use."`
	Profile         Profile                  `hcl:"profile,block" doc:"What the profile of data scientists (client/config.json) says beyond what the stack decides."`
	ArgoWorkflows   *ArgoWorkflows           `hcl:"argo_workflows,block" doc:"Installs Argo Workflows, which runs deployed flows in the stack's jobs namespace. One stack of a cluster may have it. An empty block will do."`
	ArgoEvents      *ArgoEvents              `hcl:"argo_events,block" doc:"Installs Argo Events, which starts deployed flows on events. Needs argo_workflows. An empty block will do."`
	TaskRoleGroups  map[string]TaskRoleGroup `hcl:"task_role_group,block" label:"a name of your choice" doc:"Says which task roles the members of some groups may use. With the first of these blocks the API server refuses every other use of a service account in the jobs namespace; the groups of access.administer may use all. Needs Kubernetes 1.30."`
	Expose          *Expose                  `hcl:"expose,block" doc:"Makes the stack public behind the auth proxy. Without this block nothing is public, and people reach the stack by port-forwarding. Needs the output \"auth\"."`
	Exceptions      []Exception              `hcl:"exception,block" label:"the id of a finding, such as exposure/unknown-kind" doc:"Accepts one finding of the checks, for one object or one file, with a reason. Each review lists it as an accepted risk. Findings about secrets, logins and identities cannot be accepted; [findings](findings.md) says of each whether it can. An exception that nothing needs any more is an error."`
	Contract        hcl.Attributes           `hcl:"contract,block" doc:"Binds outputs of the contract by expression, for a Terraform configuration that has other outputs. Each argument is named after an output of the contract and replaces it."`
}

// Sync says how the GitOps engine finds and applies the stack. Which of the
// arguments apply depends on the engine.
type Sync struct {
	Preset            Preset          `hcl:"preset" default:"flux-bootstrap" doc:"Flux only. Where the source and the objects live: \"flux-bootstrap\" (GitRepository flux-system in namespace flux-system) or \"aks-flux-extension\" (GitRepository and namespace cluster-config, service account flux-applier, since the extension refuses references to other namespaces)."`
	Source            fact.ObjectName `hcl:"source" doc:"Flux only. The name of the GitRepository, where it is not the preset's."`
	Namespace         fact.DNSLabel   `hcl:"namespace" doc:"The namespace of the engine's objects. Flux: the preset's, which must also be the source's. Argo CD: \"argocd\"."`
	ServiceAccount    fact.ObjectName `hcl:"service_account" doc:"Flux only. The service account that applies the stack, where it is not the preset's."`
	Decryption        Decryption      `hcl:"decryption" doc:"Flux only. How Secrets of components are encrypted: \"sops\". Flux then decrypts by the controller's own identity, such as a key of Azure Key Vault, unless decryption_secret has keys."`
	DecryptionSecret  fact.ObjectName `hcl:"decryption_secret" doc:"Flux only. The Secret with the private keys of SOPS, such as one of age, in the namespace of the engine's objects; it is not in git. Needs decryption."`
	Repository        Repository      `hcl:"repository" doc:"Argo CD only, and needed there: the URL of this git repository."`
	Revision          fact.Text       `hcl:"revision" doc:"Argo CD only. The branch, tag or commit to sync. Default: \"main\"."`
	DestinationServer fact.URL        `hcl:"destination_server" doc:"Argo CD only. The API server of the cluster to sync to, as registered in Argo CD. Default: \"https://kubernetes.default.svc\"."`
	Interval          fact.Duration   `hcl:"interval" doc:"Flux only. How often the cluster is compared with git. Default: \"10m\"."`
	RetryInterval     fact.Duration   `hcl:"retry_interval" doc:"Flux only. How soon a failed sync is tried again. Default: \"2m\"."`
	Timeout           fact.Duration   `hcl:"timeout" doc:"Flux only. How long one sync may take until everything is ready. Default: \"10m\"."`
}

// Service says how one service runs.
type Service struct {
	Replicas      *fact.Replicas    `hcl:"replicas" doc:"How many pods run. With more than one, a disruption budget is added."`
	ImageTag      *fact.ImageTag    `hcl:"image_tag" doc:"Another tag of the service's image."`
	ImageDigest   *fact.ImageDigest `hcl:"image_digest" doc:"The digest that the image is pinned to."`
	CPURequest    *fact.CPU         `hcl:"cpu_request" doc:"The CPU that is set aside for each pod."`
	CPULimit      *fact.CPU         `hcl:"cpu_limit" doc:"The CPU that each pod may use at most."`
	MemoryRequest *fact.Memory      `hcl:"memory_request" doc:"The memory that is set aside for each pod."`
	MemoryLimit   *fact.Memory      `hcl:"memory_limit" doc:"The memory that each pod may use at most."`
}

// Network says what the network policies open.
type Network struct {
	Policies         fact.Switch           `hcl:"policies" default:"true" doc:"Whether network policies are written. With false none is, not even a component's: for a cluster whose network plugin enforces none, where they would promise what does not hold. Whatever runs in the cluster can then reach the metadata service, which asks nobody for a login."`
	MetadataClients  []fact.DNSLabel       `hcl:"metadata_clients" doc:"Further namespaces whose pods may call the metadata service inside the cluster."`
	PrivateEndpoints []fact.CIDR           `hcl:"private_endpoints" doc:"Private address ranges that the services may reach on port 443, such as private endpoints of storage and Key Vault."`
	JobsEgress       []fact.CIDR           `hcl:"jobs_egress" doc:"The only address ranges that task pods may reach, beside DNS and the metadata service. Without it task pods may reach anything, since they install packages and read data anywhere."`
	NodeMetadata     fact.Switch           `hcl:"node_metadata" default:"true" doc:"Whether task pods may reach the metadata address of their node (169.254.169.254), where any pod gets tokens of the node's own identities. With false a network policy keeps them from it; nothing of Metaflow needs it."`
	Monitoring       map[string]Monitoring `hcl:"monitoring,block" label:"a name of your choice" doc:"Who may scrape metrics: of the auth proxies (port 44180, which is then opened), of Argo's controllers (9090 and 7777), and of every other pod of the services and of tasks on the port that it calls \"metrics\"."`
}

// Monitoring is who may scrape metrics.
type Monitoring struct {
	Namespace fact.DNSLabel `hcl:"namespace" required:"true" doc:"The namespace of the pods that scrape: \"kube-system\" for Azure Monitor managed Prometheus, which is ama-metrics."`
	PodLabels []fact.Label  `hcl:"pod_labels" doc:"Labels that those pods have, each \"KEY=VALUE\". Without it every pod of the namespace may scrape."`
	Monitors  *MonitorAPI   `hcl:"pod_monitors" doc:"Makes a PodMonitor in each namespace of the stack, of this group: \"azmonitoring.coreos.com\" for Azure Monitor managed Prometheus, \"monitoring.coreos.com\" for a Prometheus operator of your own. Its definitions must be in the cluster. Without it no PodMonitor is made."`
	TaskPorts []fact.Port   `hcl:"task_ports" doc:"Further ports of task pods that may be scraped."`
}

// Expose makes the stack public.
type Expose struct {
	Provider           Provider            `hcl:"provider" required:"true" doc:"Who logs people in: \"entra-id\", \"auth0\" or \"oidc\" (any other OpenID Connect issuer)."`
	GatewayClass       fact.ObjectName     `hcl:"gateway_class" default:"approuting-istio" doc:"The class of the Gateway: that of AKS's application routing, or \"istio\" of its Istio add-on."`
	IngressClass       *fact.ObjectName    `hcl:"ingress_class" doc:"Use an Ingress of this class instead of a Gateway."`
	IngressNamespace   *fact.DNSLabel      `hcl:"ingress_namespace" doc:"The namespace of the Ingress controller's pods, the only ones that may reach the auth proxy. With ingress_class either this or ingress_ranges is needed."`
	IngressRanges      []fact.CIDR         `hcl:"ingress_ranges" doc:"The addresses that requests come from where the Ingress controller's data plane is no pod: the subnet of an Application Gateway, say. With ingress_class either this or ingress_namespace is needed."`
	IngressTLSSecret   *fact.ObjectName    `hcl:"ingress_tls_secret" doc:"The TLS Secret, made by somebody else (cert-manager, say), that the Ingress serves. Needed with ingress_class."`
	AllowedGroups      []fact.ListItem     `hcl:"allowed_groups" doc:"The groups whose members may log in: Entra object ids, or the names in the issuer's groups claim."`
	EmailDomains       []Domain            `hcl:"email_domains" doc:"The e-mail domains whose people may log in."`
	GroupsClaim        *fact.Text          `hcl:"groups_claim" doc:"The claim that holds a person's groups, where it is not \"groups\". Auth0 needs a namespaced one, such as \"https://metaflow.example.com/groups\"."`
	EmailClaim         *fact.Text          `hcl:"email_claim" doc:"The claim that holds a person's e-mail address. Default: \"preferred_username\" with entra-id, \"email\" elsewhere."`
	Scopes             []Scope             `hcl:"scopes" doc:"The scopes that a login asks for. Default: \"openid\", \"email\" and \"profile\"; with oidc and allowed_groups also \"groups\", which Entra ID and Auth0 do not have."`
	SessionLifetime    fact.Duration       `hcl:"session_lifetime" default:"12h" doc:"How long a login lasts, at most 168h. Without redis nothing ends it earlier: a copied cookie is good for so long, also after a logout."`
	TrustedProxyRanges []fact.CIDR         `hcl:"trusted_proxy_ranges" doc:"The addresses whose X-Forwarded headers the auth proxy believes. Default: the cluster's pod ranges, where the gateway's pods live, or ingress_ranges."`
	Redis              *Redis              `hcl:"redis,block" doc:"Keeps people's sessions in a Redis instead of a cookie: a logout then ends them, and a cookie is small whatever the tokens are."`
	Upstreams          map[string]Upstream `hcl:"upstream,block" label:"a name of your choice" doc:"A further web application behind the login of people, on a path of the stack's host. A component brings its Deployment and its Service into the services namespace."`
	Programs           map[string]Program  `hcl:"program,block" label:"a name of your choice" doc:"A further issuer whose tokens programs may bring, beside those of the stack's own issuer for the output auth.api_audiences."`
}

// Redis is where people's sessions are kept.
type Redis struct {
	URL                RedisURL         `hcl:"url" required:"true" doc:"The address, such as \"rediss://sessions.example.com:10000\": rediss is with TLS, redis without. No user or password."`
	PasswordSecretName *fact.SecretName `hcl:"password_secret_name" doc:"The Key Vault secret that holds the password; its name, never its value."`
	Ranges             []fact.CIDR      `hcl:"ranges" doc:"The addresses that it answers on, such as those of its private endpoint. Either this or namespace is needed."`
	Namespace          *fact.DNSLabel   `hcl:"namespace" doc:"The namespace of its pods, for a Redis in the cluster. Either this or ranges is needed."`
}

// Upstream is a further application behind the login of people.
type Upstream struct {
	Path    UpstreamPath    `hcl:"path" required:"true" doc:"The path that leads to it, with a slash at both ends, such as \"/dash/\". It gets requests with this path."`
	Service fact.ObjectName `hcl:"service" required:"true" doc:"The name of its Service, which is also the label app.kubernetes.io/name of its pods."`
	Port    fact.Port       `hcl:"port" required:"true" doc:"The port of the Service, on which its pods listen, too."`
}

// Program is a further issuer of tokens for programs.
type Program struct {
	Issuer   fact.URL      `hcl:"issuer" required:"true" doc:"The issuer to the letter, as its discovery document says it."`
	Audience fact.Audience `hcl:"audience" required:"true" doc:"The audience that its tokens must have."`
}
