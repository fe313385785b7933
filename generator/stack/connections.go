package stack

import (
	"example.com/metaflow-gitops/generator/metaflow"
	"github.com/hashicorp/hcl/v2"
)

// Pools are the largest pools of connections of the services, where it is known how
// many connections the database takes.
func (s *Stack) Pools() (pools metaflow.Pools, known bool) {
	most := s.Contract.Database.MaxConnections
	if most == nil {
		return metaflow.Pools{}, false
	}
	return metaflow.PoolsFor(most.Int(), s.podsOf(MetadataService), s.podsOf(UIBackend)), true
}

// podsOf is how many pods a service has. base/ has one of each.
func (s *Stack) podsOf(service string) int {
	if n := s.Config.Services[service].Replicas; n != nil {
		return n.Int()
	}
	return 1
}

// connections tells of more pods than the database has connections for.
func (x *crossChecker) connections() {
	pools, known := x.Pools()
	if !known {
		return
	}
	most, metadata, ui := x.Contract.Database.MaxConnections.Int(), x.podsOf(MetadataService), x.podsOf(UIBackend)
	takes := pools.Connections(metadata, ui)
	if takes <= most {
		return
	}
	at := x.Fact("database.max_connections")
	for _, service := range []string{UIBackend, MetadataService} {
		if x.podsOf(service) > 1 {
			at = x.Decision("service." + service + ".replicas")
			break
		}
	}
	x.report(hcl.DiagWarning, at, "Too few database connections", "The database takes %d connections, but %d of metadata-service and %d of ui-backend may want %d during a rollout, when each has one pod more: a pool of %d each in the first, six pools of %d each in the second, and some for migrations and people. Run fewer pods, or take a larger database.sku_name in Terraform.", most, metadata, ui, takes, pools.Metadata, pools.UI)
}
