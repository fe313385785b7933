package metaflow

// The services keep their connections to the database in pools, by
// MF_METADATA_DB_POOL_MAX of each pod. From Netflix/metaflow-service v2.5.1:
// services/utils/__init__.py, services/ui_backend_service/ui_server.py.
const (
	// metadataPools is how many pools a pod of the metadata service has.
	metadataPools = 1
	// uiPools is how many a pod of the user interface's backend has: for its API, the
	// cache, notifications, heartbeats and websockets, and one of the metadata service
	// within it.
	uiPools = 6
	// leastPool is how many connections a pool needs: that for notifications holds one
	// for as long as it runs, and reads by another.
	leastPool = 2
	// mostPool is how many it has where nothing is said.
	mostPool = 10
	// spare are the connections that are left for migrations and for people.
	spare = 5
)

// Pools are the largest numbers of connections of one pool of each service.
type Pools struct{ Metadata, UI int }

// PoolsFor shares the connections of a database among so many pods of each service.
// During a rollout each has one pod more.
func PoolsFor(connections, metadataPods, uiPods int) Pools {
	left := connections - spare
	ui := bounded(left*3/5/(uiPools*(uiPods+1)), leastPool, mostPool)
	left -= ui * uiPools * (uiPods + 1)
	return Pools{bounded(left/(metadataPools*(metadataPods+1)), leastPool, mostPool), ui}
}

// Connections is how many connections so many pods of each service take at most, during
// a rollout and with some left for migrations and for people.
func (p Pools) Connections(metadataPods, uiPods int) int {
	return p.Metadata*metadataPools*(metadataPods+1) + p.UI*uiPools*(uiPods+1) + spare
}

func bounded(n, least, most int) int { return min(max(n, least), most) }
