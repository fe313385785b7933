package metaflow

import "testing"

// TestPoolsFor shares what there is, and no more where there is enough for the least.
func TestPoolsFor(t *testing.T) {
	for _, c := range []struct {
		connections, metadata, ui int
		want                      Pools
		fits                      bool
	}{
		{35, 1, 1, Pools{3, 2}, true},    // B1ms
		{414, 2, 1, Pools{10, 10}, true}, // B2s
		{844, 3, 3, Pools{10, 10}, true},
		{35, 2, 2, Pools{2, 2}, false},
		{100, 2, 2, Pools{10, 3}, true},
		{0, 1, 1, Pools{2, 2}, false},
	} {
		got := PoolsFor(c.connections, c.metadata, c.ui)
		if got != c.want {
			t.Errorf("%d connections, %d and %d pods: %v, not %v", c.connections, c.metadata, c.ui, got, c.want)
		}
		if takes := got.Connections(c.metadata, c.ui); (takes <= c.connections) != c.fits {
			t.Errorf("%d connections, %d and %d pods: takes %d", c.connections, c.metadata, c.ui, takes)
		}
	}
}
