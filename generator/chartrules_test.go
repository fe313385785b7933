package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// A chartGrant is what the controller of a chart may do, by the chart's own templates: groups,
// resources and verbs, each with commas between them.
type chartGrant struct{ group, resources, verbs string }

const everyVerb = "create,delete,get,list,patch,update,watch"

// chartRules are what the charts grant to their controllers, and why ours have less. The
// sources are of argoproj/argo-helm of 2026-07-02: the newest charts whose templates
// are known here. Those that are pinned are newer, 2.0.1 and 2.4.25.
var chartRules = map[string]struct {
	source, ours string
	grants       []chartGrant
	less         map[string]string
}{
	"argo-workflows 1.0.18": {
		source: "charts/argo-workflows/templates/controller/workflow-controller-cluster-roles.yaml", ours: "../base/argo-workflows/controller/role.yaml",
		grants: []chartGrant{
			{"", "pods", everyVerb}, {"", "pods/exec", "create"}, {"", "configmaps,namespaces", "get,list,watch"},
			{"", "persistentvolumeclaims,persistentvolumeclaims/finalizers", "create,delete,get,update"},
			{"", "events", "create,patch"}, {"", "serviceaccounts", "get,list"}, {"", "secrets", "get"},
			{"argoproj.io", "workflows,workflows/finalizers,workflowtasksets,workflowtasksets/finalizers,workflowtasksets/status,workflowartifactgctasks", everyVerb},
			{"argoproj.io", "workflowtemplates,workflowtemplates/finalizers", "get,list,watch"},
			{"argoproj.io", "workflowtaskresults,workflowtaskresults/finalizers", "deletecollection,list,watch"},
			{"argoproj.io", "cronworkflows,cronworkflows/finalizers", "delete,get,list,patch,update,watch"},
			{"policy", "poddisruptionbudgets", "create,delete,get"}, {"coordination.k8s.io", "leases", "create,delete,get,patch,update,watch"},
		},
		less: map[string]string{
			"coordination.k8s.io/leases": "one replica elects no leader",
			"/namespaces":                "with --namespaced it warns once, and goes on",
		},
	},
	"argo-events 2.4.22": {
		source: "charts/argo-events/templates/argo-events-controller/rbac.yaml", ours: "../base/argo-events/controller/role.yaml",
		grants: []chartGrant{
			{"", "events", "create,patch"}, {"coordination.k8s.io", "leases", everyVerb},
			{"argoproj.io", "sensors,sensors/finalizers,sensors/status,eventsources,eventsources/finalizers,eventsources/status,eventbus,eventbus/finalizers,eventbus/status", everyVerb + ",deletecollection"},
			{"", "pods,pods/exec,configmaps,services,persistentvolumeclaims", everyVerb}, {"", "secrets", "create,delete,get,list,patch,update"},
			{"apps", "deployments,statefulsets", everyVerb},
		},
		less: map[string]string{
			"coordination.k8s.io/leases": "one replica elects no leader",
			"/pods/exec":                 "nothing of it goes into a pod",
		},
	},
}

// TestChartRules holds the roles of base/ to what the charts would grant: no more, and
// less only where there is a reason.
func TestChartRules(t *testing.T) {
	for name, chart := range chartRules {
		data, err := os.ReadFile(chart.ours)
		if err != nil {
			t.Fatal(err)
		}
		var role struct {
			Rules []struct{ APIGroups, Resources, Verbs []string }
		}
		if err := yaml.Unmarshal(data, &role); err != nil {
			t.Fatal(err)
		}
		var ours, theirs []string
		for _, r := range role.Rules {
			ours = append(ours, singleRights(r.APIGroups, r.Resources, r.Verbs)...)
		}
		for _, g := range chart.grants {
			theirs = append(theirs, singleRights([]string{g.group}, strings.Split(g.resources, ","), strings.Split(g.verbs, ","))...)
		}
		for _, right := range ours {
			if !slices.Contains(theirs, right) {
				t.Errorf("%s grants %q, which chart %s (%s) does not", chart.ours, right, name, chart.source)
			}
		}
		for _, right := range theirs {
			what, _, _ := strings.Cut(right, " ")
			if chart.less[what] == "" && !slices.Contains(ours, right) {
				t.Errorf("%s lacks %q, which chart %s (%s) grants", chart.ours, right, name, chart.source)
			}
		}
	}
}

// singleRights are GROUP/RESOURCE VERB, each one.
func singleRights(groups, resources, verbs []string) []string {
	var all []string
	for _, g := range groups {
		for _, r := range resources {
			for _, v := range verbs {
				all = append(all, g+"/"+r+" "+v)
			}
		}
	}
	return all
}
