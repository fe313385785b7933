package plan

import (
	"fmt"
	"strconv"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// planner gives values their origin. What it plans is in the planners of subjects,
// each of which knows of the others.
type planner struct {
	*stack.Stack
	images Images
}

// The planners of subjects.
type (
	accessPlanner  struct{ planner } // who may do what
	accountPlanner struct{ planner } // service accounts
	argoPlanner    struct{ planner } // Argo Workflows and Argo Events
	clientPlanner  struct{ planner } // what data scientists get
	loginPlanner   struct{ planner } // the auth proxies
	podPlanner     struct{ planner } // workloads, their secrets and their limits
	policyPlanner  struct{ planner } // network policies
	routePlanner   struct{ planner } // the way in: Gateway or Ingress, and DNS
	syncPlanner    struct{ planner } // what Flux or Argo CD reads
	kustomizer     struct{ planner } // the kustomization files that hold it together
)

func (p planner) access() accessPlanner    { return accessPlanner{p} }
func (p planner) accounts() accountPlanner { return accountPlanner{p} }
func (p planner) argo() argoPlanner        { return argoPlanner{p} }
func (p planner) clients() clientPlanner   { return clientPlanner{p} }
func (p planner) login() loginPlanner      { return loginPlanner{p} }
func (p planner) pods() podPlanner         { return podPlanner{p} }
func (p planner) policies() policyPlanner  { return policyPlanner{p} }
func (p planner) routes() routePlanner     { return routePlanner{p} }
func (p planner) sync() syncPlanner        { return syncPlanner{p} }
func (p planner) kustomize() kustomizer    { return kustomizer{p} }

// fact is a value of the contract.
func (p planner) fact(path string, value fmt.Stringer) manifest.Sourced {
	return manifest.From(value.String(), p.Fact(path))
}

// decision is a value of stack.hcl, or its default.
func (p planner) decision(path string, value fmt.Stringer) manifest.Sourced {
	return manifest.From(value.String(), p.Decision(path))
}

// derived is a value that was made from one fact.
func (p planner) derived(path, value string) manifest.Sourced {
	return manifest.From(value, p.Fact(path))
}

func (p planner) servicesNamespace() manifest.Sourced {
	return p.fact("namespaces.services", p.Contract.Namespaces.Services)
}

func (p planner) jobsNamespace() manifest.Sourced {
	return p.fact("namespaces.jobs", p.Contract.Namespaces.Jobs)
}

func (p planner) gatewayNamespace() manifest.Sourced {
	return p.fact("namespaces.gateway", p.Contract.Namespaces.Gateway)
}

// env is one environment variable of a container.
func env(name string, value any) manifest.Map { return manifest.Map{{"name", name}, {"value", value}} }

func (p planner) databasePort() manifest.Sourced {
	return p.derived("database.port", strconv.Itoa(p.Contract.Database.Port.Int()))
}
