package picture

import (
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// Ranks of clients: what should not be there stands on top.
const (
	rankInternet = iota
	rankCluster
	rankPeople
	rankPrograms
	rankForwarders
	rankTasks
	rankOutsiders
)

// describe says how a node looks, and what sentences call it.
func describe(of *reach.Node) node {
	n := describeKind(of)
	if len(of.Objects) > 0 {
		n.where = of.Objects[0].Namespace
	}
	return n
}

func describeKind(of *reach.Node) node {
	switch id := of.ID; id.Kind {
	case reach.Front:
		return describeFront(of)
	case reach.Publisher:
		return node{column: gateways, icon: signpost, title: id.Name, details: []string{id.Detail, in(id.Namespace)}, name: id.Detail + " " + id.Name}
	case reach.Runs:
		return describeRuns(of)
	case reach.ChartPods:
		return describeChart(of)
	case reach.BareService:
		return describeService(of)
	case reach.Identity:
		return describeIdentity(of)
	case reach.KeyVault, reach.Storage, reach.Redis, reach.Database, reach.Zone:
		return describeResource(id)
	}
	return describeClient(of)
}

// describeClient says who comes from the left.
func describeClient(of *reach.Node) node {
	id := of.ID
	switch id.Kind {
	case reach.Internet:
		return node{rank: rankInternet, icon: globe, title: "The internet", details: []string{"anybody"}, name: "the internet"}
	case reach.WholeCluster:
		return node{rank: rankCluster, icon: cubes, title: "The whole cluster", details: []string{"any pod in it"}, name: "anything in the cluster"}
	case reach.PrivateNetwork:
		return node{rank: rankCluster, icon: globe, title: "The private network", details: []string{"anything in it"}, name: "the private network"}
	case reach.Addresses:
		cidr := of.Block.CIDR.String()
		return node{rank: rankOutsiders, icon: globe, title: cidr, details: []string{"addresses" + strings.TrimPrefix(id.Name, cidr)}, name: "the addresses " + id.Name, many: true}
	case reach.WholeNamespace:
		return node{rank: rankOutsiders, icon: cubes, title: "Pods in " + id.Namespace, details: []string{"all of them"}, name: "all pods in " + id.Namespace, many: true}
	case reach.Outsiders:
		return describeOutsiders(of)
	case reach.People:
		return node{rank: rankPeople, icon: person, title: "People", details: []string{"in a browser"}, name: "people in a browser", many: true}
	case reach.Programs:
		return node{rank: rankPrograms, icon: terminal, title: "Programs", details: []string{"with a token (JWT)"}, name: "programs with a token", many: true}
	case reach.Forwarders:
		return node{rank: rankForwarders, icon: terminal, title: "People with kubectl", details: []string{id.Detail + " " + id.Name}, name: "members of the " + id.Detail + " " + id.Name, many: true}
	}
	return node{rank: rankTasks, icon: cubes, title: "Task pods", details: []string{in(id.Namespace)}, name: "task pods in " + id.Namespace, many: true}
}

// describeOutsiders says which pods a policy means that are not of the stack.
func describeOutsiders(of *reach.Node) node {
	where := "of every namespace"
	switch {
	case of.ID.Name == "":
	case of.Peer.Named() == nil:
		where = "of namespaces with " + of.ID.Name
	default:
		where = "of " + of.ID.Name
	}
	n := node{rank: rankOutsiders, icon: cubes, title: "Pods " + where, details: []string{"not of this stack"}, name: "pods " + where, many: true}
	if labels := of.ID.Detail; labels != "" {
		n.details = []string{"with " + labels}
		n.name += " with " + labels
	}
	return n
}

// describeFront says for whom a Gateway or an Ingress answers.
func describeFront(of *reach.Node) node {
	n := node{column: gateways, icon: gate, title: of.ID.Name, name: of.ID.Detail + " " + of.ID.Name}
	if len(of.Objects) == 0 {
		n.name = of.ID.Detail + " " + of.ID.Namespace + "/" + of.ID.Name
		n.details = []string{in(of.ID.Namespace), "not of this stack"}
		return n
	}
	front := of.Objects[0].Front()
	where := "public"
	if front.Internal {
		where = "internal"
	}
	hosts := strings.Join(front.Hosts, ", ")
	if hosts == "" {
		hosts = "any host"
	}
	class := front.Class
	if of.ID.Detail == "Ingress" {
		class = "Ingress " + class
	}
	n.details = []string{hosts, strings.Trim(where+" · "+class, " ·")}
	n.says = "is " + where + " and answers for " + hosts
	if front.Plain {
		n.details = append(n.details, "also without TLS")
		n.says += ", also without TLS"
	}
	return n
}

// describeRuns says what a workload runs, and which login it asks for.
func describeRuns(of *reach.Node) node {
	id := of.ID
	if of.Pods.IsMade() {
		return node{column: services, icon: box, title: id.Name, details: []string{id.Detail, in(id.Namespace)}, name: id.Detail + " " + id.Name}
	}
	n := node{column: services, icon: box, title: id.Name, name: id.Name, details: []string{describeWorkload(of.Objects[0]), in(id.Namespace)}}
	if of.Login != nil {
		n.dress(of.Login)
	}
	return n
}

// describeWorkload is the tag of the image, and how many pods there are.
func describeWorkload(o *reach.Object) string {
	parts := []string{}
	if o.Kind != "Deployment" {
		parts = append(parts, o.Kind)
	}
	var main any
	if list := manifest.Items(o.Pod().Fields, "spec", "containers"); len(list) > 0 {
		main = list[0]
	}
	if tag := tagOf(manifest.Text(main, "image")); tag != "" {
		parts = append(parts, tag)
	}
	if o.Kind == "Deployment" || o.Kind == "StatefulSet" {
		count := manifest.Text(o.Fields, "spec", "replicas")
		if count == "" {
			count = "1"
		}
		parts = append(parts, count+" "+plural("replica", count))
	}
	return strings.Join(parts, " · ")
}

// describeChart says which chart it is: what its pods are called is not known here.
func describeChart(of *reach.Node) node {
	o := of.Objects[0]
	chart := o.Chart()
	title := o.Name
	if o.Kind == "Application" {
		title = chart.Name
	}
	return node{column: services, icon: box, title: title, name: "the chart " + chart.Name, details: []string{"chart " + chart.Version, in(chart.Namespace)}}
}

func describeService(of *reach.Node) node {
	n := node{column: services, icon: box, title: of.ID.Name, name: "Service " + of.ID.Name, details: []string{"Service without pods here", in(of.ID.Namespace)}}
	if len(of.Objects) > 0 {
		if host := manifest.Text(of.Objects[0].Fields, "spec", "externalName"); host != "" {
			n.details[0] = host
		}
	}
	return n
}

// describeIdentity says which identity it is, and whether it is one of tasks.
func describeIdentity(of *reach.Node) node {
	id := of.ID
	n := node{column: identities, icon: badge, title: id.Name, name: "the identity " + id.Name,
		details: []string{"client " + of.Client, in(id.Namespace)}, says: "has the client id " + of.Client}
	for _, client := range of.Vaults {
		n.details = append(n.details, "Key Vault as "+client)
	}
	if of.IsTask {
		n.details[1] = "task role, in " + id.Namespace
		n.name = "the task role " + id.Name
	}
	return n
}

// describeResource says what is used in Azure, or elsewhere.
func describeResource(id reach.ID) node {
	switch id.Kind {
	case reach.KeyVault:
		return node{column: resources, icon: safe, title: id.Name, details: []string{"Key Vault"}, name: "the Key Vault " + id.Name}
	case reach.Storage:
		return node{column: resources, icon: bucket, title: id.Name, details: []string{"Storage account"}, name: "the storage account " + id.Name}
	case reach.Redis:
		return node{column: services, icon: cylinder, title: "Redis", details: []string{id.Name, "keeps sessions"}, name: "Redis at " + id.Name}
	case reach.Zone:
		zone := id.Name[strings.LastIndexByte(id.Name, '/')+1:]
		return node{column: resources, icon: signpost, title: zone, details: []string{"DNS zone", groupOf(id.Name)}, name: "the DNS zone " + zone}
	}
	title, kind := id.Name, "Database"
	if reach.IsAzureDatabase(id.Name) {
		title, _, _ = strings.Cut(id.Name, ".")
		kind = "PostgreSQL"
	}
	return node{column: resources, icon: cylinder, title: title, details: []string{kind}, name: "the database " + id.Name}
}

// groupOf is the resource group in a resource id.
func groupOf(id string) string {
	parts := strings.Split(id, "/")
	for i := 0; i+1 < len(parts); i++ {
		if strings.EqualFold(parts[i], "resourceGroups") {
			return parts[i+1]
		}
	}
	return ""
}

// portLabel is a port as edges are labelled; "" is one that nothing says.
func portLabel(p reach.Port) string {
	if p.Number == 0 {
		return ""
	}
	return ":" + strconv.Itoa(p.Number)
}
