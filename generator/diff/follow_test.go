package diff

import (
	"fmt"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
)

// TestNameKeys holds that every item of a list can be found again by the name
// that the comparison gives to it.
func TestNameKeys(t *testing.T) {
	for field, list := range lists {
		for _, key := range list.keys {
			item, other := map[string]any{}, map[string]any{}
			for _, k := range key {
				item[k], other[k] = k+"-a", k+"-b"
			}
			step := manifest.Step{Key: itemName(item, key), Item: true}
			if at := placeOf([]any{other, item}, step); at != 1 {
				t.Errorf("%s: %s is found at %d", field, step.Key, at)
			}
		}
	}
}

// TestFollow goes down paths, and says where they end.
func TestFollow(t *testing.T) {
	object := map[string]any{"spec": map[string]any{"ports": []any{map[string]any{"port": "80"}, map[string]any{"port": "443", "protocol": "UDP"}}, "args": []any{"a", "b"}}}
	spec := manifest.Path{}.Key("spec")
	for _, c := range []struct {
		path manifest.Path
		want string
	}{
		{spec.Key("ports").Item("443/UDP", 0).Key("protocol"), "UDP true"},
		{spec.Key("ports").Item("80/TCP", 1).Key("port"), "80 true"},
		{spec.Key("args").Item("", 1), "b true"},
		{spec.Key("args").Item("", 2), "<nil> false"},
		{spec.Key("ports").Item("81/TCP", 0), "<nil> false"},
		{spec.Key("replicas"), "<nil> false"},
		{spec.Key("args").Item("", 1).Key("x"), "<nil> false"},
	} {
		v, there := Follow(object, c.path)
		if got := fmt.Sprintf("%v %t", v, there); got != c.want {
			t.Errorf("%s leads to %s, want %s", c.path, got, c.want)
		}
	}
}
