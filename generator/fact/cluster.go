package fact

// Cilium is the engine for network policies whose own kinds go further.
const Cilium = "cilium"

// NoPolicyEngine is said of a cluster that enforces no network policy.
const NoPolicyEngine = "none"

// PolicyEngine is what enforces the network policies of a cluster.
type PolicyEngine struct{ Choice }

// UnmarshalText parses an engine that AKS has, or none.
func (p *PolicyEngine) UnmarshalText(b []byte) error {
	return p.Parse(b, "azure", "calico", Cilium, NoPolicyEngine)
}

// LongTermSupport is the support plan that gives each version of Kubernetes a year
// more.
const LongTermSupport = "AKSLongTermSupport"

// SupportPlan is how long AKS supports a version of Kubernetes.
type SupportPlan struct{ Choice }

// UnmarshalText parses a support plan of AKS.
func (s *SupportPlan) UnmarshalText(b []byte) error {
	return s.Parse(b, "KubernetesOfficial", LongTermSupport)
}
