package exposure

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Opening is a value by which a chart opens something.
type Opening struct {
	Path          []string
	Summary, Says string
	mark          string
}

// objectsOfCharts are the values by which charts make whatever objects they are given,
// which may be templates as text.
var objectsOfCharts = []string{"extraDeploy", "extraManifests", "extraObjects", "extraResources", "extraTemplates"}

// switchesOfCharts are the values by which charts switch on a way in from outside, in
// small letters.
var switchesOfCharts = []string{"grpcroute", "httproute", "ingress", "tcproute", "tlsroute"}

// Openings are the values by which charts open something, by the names that they have
// nearly everywhere; path is where they are.
func Openings(v any, path []string) []Opening {
	var all []Opening
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			all = append(all, Openings(item, append(slices.Clone(path), strconv.Itoa(i)))...)
		}
	case map[string]any:
		if kind := manifest.Text(v, "kind"); kind != "" && manifest.Text(v, "apiVersion") != "" {
			return []Opening{broughtBy(path, "kind: "+kind)}
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			at := append(slices.Clone(path), key)
			if slices.Contains(objectsOfCharts, key) && !isNothing(v[key]) {
				all = append(all, broughtBy(at, key))
				continue
			}
			all = append(all, opening(v, key, at)...)
			all = append(all, Openings(v[key], at)...)
		}
	}
	return all
}

// opening is what the value of one key opens, if it does.
func opening(v map[string]any, key string, at []string) []Opening {
	text := manifest.Text(v, key)
	switch {
	case slices.Contains(switchesOfCharts, strings.ToLower(key)) && isOn(manifest.Get(v, key, "enabled")):
		return []Opening{{at, "Chart with an Ingress", fmt.Sprintf("sets %s.enabled: what the chart serves would be public without the auth proxy. Remove it.", strings.Join(at, ".")), key + ":"}}
	case text == "LoadBalancer", text == "NodePort":
		return []Opening{opensPort(at, text, text)}
	case key == "hostNetwork" && text == "true", key == "hostPort" && text != "" && text != "0" && text != "false":
		return []Opening{opensPort(at, text, key+":")}
	case key == "externalIPs" && !isNothing(v[key]):
		return []Opening{opensPort(at, fmt.Sprint(v[key]), key)}
	}
	return nil
}

func opensPort(at []string, value, mark string) Opening {
	return Opening{at, "Chart that opens a port", fmt.Sprintf("sets %s to %s: what the chart runs would be reachable without the auth proxy. Remove it.", strings.Join(at, "."), value), mark}
}

func broughtBy(at []string, mark string) Opening {
	return Opening{at, "Chart that brings objects", fmt.Sprintf("has objects made by the value %s, which are not rendered, checked or reviewed here. Bring them in a component.", strings.Join(at, ".")), mark}
}

// isOn reports whether Helm takes a value for true, as it does any text.
func isOn(v any) bool {
	text, isText := v.(string)
	return v == true || isText && text != ""
}

// isNothing reports whether a value is as if it were not there.
func isNothing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	case string:
		return v == ""
	}
	return false
}
