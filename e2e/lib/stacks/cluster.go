package stacks

import "fmt"

// cluster is what all stacks on one cluster have in common.
type cluster struct {
	number       int
	founder      int // the stack whose Terraform makes it
	region       region
	tenant       string
	subscription string
	engine       string
	sync         body // of stack.hcl
	extension    bool // Flux is AKS's extension
	output       clusterOutput
}

func newCluster(o Options, number int) cluster {
	c := cluster{number: number, founder: o.founder(number), region: regions[number%len(regions)], engine: o.Engine}
	c.tenant, c.subscription = uuid("tenant", c.region.cloud.login), uuid("subscription", number)
	if c.engine == "" {
		c.engine = []string{flux, flux, argoCD}[number%3]
	}
	c.sync = c.syncOf(o)
	c.output = clusterOutput{
		Name:              "aks-" + prefix + "-" + nameOf(c.founder),
		KubernetesVersion: pick([]string{"1.36.3", "1.36.1", "1.37.0", "1.35.4"}, "version", number),
		OIDCIssuerURL:     c.issuer("cluster"),
		PodCIDRs:          pick([][]string{{"10.244.0.0/16"}, {"100.64.0.0/12"}, {"192.168.0.0/16"}, {"10.244.0.0/16", "fd12:3456:789a::/48"}}, "pods", number),
	}
	return c
}

// issuer is the issuer of the cluster, or of the one that it replaces.
func (c cluster) issuer(which string) string {
	return fmt.Sprintf("https://%s.%s/%s/%s/", c.region.name, c.region.cloud.issuer, c.tenant, uuid("issuer", which, c.number))
}

// syncOf says how the cluster's engine was installed. The first cluster has
// everything where it is by default.
func (c *cluster) syncOf(o Options) body {
	var b body
	if c.engine == argoCD {
		b.set("repository", quote(o.repository()))
		if oneIn(2, "argo-cd of its own", c.number) && c.number > 0 {
			b.set("revision", quote(pick([]string{"release", "v2.4.0"}, "revision", c.number)))
			b.set("namespace", quote("gitops"))
			b.set("destination_server", quote(fmt.Sprintf("https://%s-dns-%08x.hcp.%s.azmk8s.io", prefix, roll(1<<31, "server", c.number), c.region.name)))
		}
		return b
	}
	if c.extension = c.number%3 == 1; c.extension {
		b.set("preset", quote("aks-flux-extension"))
	}
	if oneIn(3, "flux of its own", c.number) && c.number > 0 {
		b.set("source", quote("platform"))
		b.set("namespace", quote("platform-gitops"))
		b.set("service_account", quote("platform-applier"))
	}
	return b
}
