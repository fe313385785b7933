// Package support says of which stacks the cluster runs a version of Kubernetes that
// AKS supports no more. It asks no clock: a table with a date says which have ended, so
// the same input has the same findings tomorrow.
package support

import (
	"strings"

	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/fact"
)

// Check adds to a list what is wrong with the version of the stack's cluster.
func Check(l *finding.List) {
	cluster, t := l.Stack.Contract.Cluster, readTable()
	longTerm := cluster.SupportPlan != nil && cluster.SupportPlan.String() == fact.LongTermSupport
	when, has := t.ended(cluster.KubernetesVersion, longTerm)
	if !has {
		return
	}
	l.Warn(l.Stack.Fact("cluster.kubernetes_version"), "Kubernetes version has ended", "The cluster %s runs Kubernetes %s, whose support by AKS ended %s, by the table of %s: it gets no fixes, and no cluster can be made of it. Supported are %s. Upgrade it by one minor at a time; docs/upgrades.md says how.",
		cluster.Name, cluster.KubernetesVersion, when, t.Date, strings.Join(t.supported(), ", "))
}
