package stacks

import "fmt"

// prefix is Terraform's name_prefix.
const prefix = "mf"

var (
	domains = []string{"forecast", "ranking", "search", "vision", "speech", "pricing", "churn", "fraud", "genomics", "credit", "routing", "demand",
		"catalog", "ads", "support", "climate", "imaging", "energy", "traffic", "quality", "text", "sensor", "logs", "market"}
	stages = []string{"dev", "test", "prod"}
)

// nameOf names a stack after what it is for: a domain has three stages.
func nameOf(number int) string {
	perRound := len(domains) * len(stages)
	name := domains[number/len(stages)%len(domains)] + "-" + stages[number%len(stages)]
	if round := number / perRound; round > 0 {
		name += fmt.Sprintf("-%d", round+1)
	}
	return name
}

// stack is one invented stack: its facts, and what the people who own it
// decided.
type stack struct {
	number int
	name   string
	cluster
	namespaces namespacesOutput
	taskRoles  []string
	exposure   *exposure // nil where nothing is public
	moving     bool      // from another cluster, so identities trust two
	renamed    bool      // Terraform has other outputs than the contract's
	access     *accessOutput
	registry   *string
	bare       bool // nothing is on the cluster yet
}

func newStack(o Options, number int) stack {
	s := stack{number: number, name: nameOf(number), cluster: newCluster(o, o.clusterOf(number)), bare: o.Clusters == 1}
	s.namespaces = s.newNamespaces()
	s.taskRoles = pick([][]string{{"task-default"}, {"task-default", "task-training"}, {}, {"etl", "inference", "task-default"}}, "roles", number)
	s.exposure = newExposure(s)
	s.moving = oneIn(9, "moving", number)
	s.renamed = oneIn(6, "renamed", number)
	if !oneIn(5, "access", number) {
		s.access = &accessOutput{Launch: s.groups("launch", 1+roll(2, "launchers", number)), Deploy: s.groups("deploy", 1), Administer: s.groups("administer", 1)}
	}
	if mirror := pick([]string{"", "", s.registryName() + "." + s.region.cloud.registry, "registry.example.com/mirror"}, "registry", number); mirror != "" {
		s.registry = &mirror
	}
	return s
}

func (s stack) newNamespaces() namespacesOutput {
	first := pick([]string{"metaflow-" + s.name, s.name}, "namespaces", s.number)
	return namespacesOutput{Services: first, Jobs: first + "-jobs", Gateway: first + "-gateway"}
}

// groups invents object ids of Entra groups.
func (s stack) groups(what string, count int) []string {
	ids := make([]string, count)
	for i := range ids {
		ids[i] = uuid("group", what, i, s.number)
	}
	return ids
}

// joined is the name as Azure's storage accounts and registries take it.
func (s stack) joined() string {
	letters := []byte(s.name)
	kept := letters[:0]
	for _, b := range letters {
		if b != '-' {
			kept = append(kept, b)
		}
	}
	return string(kept)
}

// registryName is the name of a container registry of the stack's own.
func (s stack) registryName() string { return "cr" + prefix + s.joined() }

// is is true for some stacks, once in n times.
func (s stack) is(n int, what string) bool { return oneIn(n, what, s.number) }
