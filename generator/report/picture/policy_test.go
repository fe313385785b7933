package picture

import (
	"slices"
	"strings"
	"testing"
)

// village is what the cases of TestPolicies are about: who reaches api?
const village = `
{apiVersion: v1, kind: Namespace, metadata: {name: services, labels: {team: core}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: jobs, labels: {team: data}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: services}
spec:
  template:
    metadata: {labels: {app: api, tier: back}}
    spec: {containers: [{name: api, image: "api:1", ports: [{containerPort: 8080, name: http}, {containerPort: 9090, name: metrics}, {containerPort: 53, name: dns, protocol: UDP}]}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: web, namespace: services}
spec:
  template:
    metadata: {labels: {app: web, tier: front}}
    spec: {containers: [{name: web, image: "web:1"}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: batch, namespace: jobs}
spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: batch}}, spec: {containers: [{name: batch, image: "batch:1"}]}}}}}
`

// in writes a policy that is about api and has these rules for ingress.
func ingress(rules string) string {
	return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: in, namespace: services}, spec: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress], ingress: " + rules + "}}"
}

// spec writes a policy of a namespace.
func spec(name, namespace, fields string) string {
	return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: " + name + ", namespace: " + namespace + "}, spec: " + fields + "}"
}

const (
	all  = " :53 :8080 :9090"
	http = "[{port: 8080}]"
	web  = "[{podSelector: {matchLabels: {app: web}}}]"
)

var policyCases = []struct {
	name     string
	policies []string
	want     []string // who reaches api, and on which ports
}{
	{"no policy", nil, []string{"The whole cluster" + all}},
	{"a policy of another namespace", []string{spec("x", "jobs", "{podSelector: {}}")}, []string{"The whole cluster" + all}},
	{"a policy about other pods", []string{spec("x", "services", "{podSelector: {matchLabels: {app: web}}}")}, []string{"The whole cluster" + all}},
	{"default deny", []string{spec("x", "services", "{podSelector: {}}")}, nil},
	{"podSelector absent is all pods", []string{spec("x", "services", "{policyTypes: [Ingress]}")}, nil},
	{"podSelector of a wrong type is no pods", []string{spec("x", "services", "{podSelector: (secret)}")}, []string{"The whole cluster" + all}},
	{"podSelector by expression", []string{spec("x", "services", "{podSelector: {matchExpressions: [{key: app, operator: In, values: [api, db]}]}}")}, nil},
	{"podSelector by NotIn", []string{spec("x", "services", "{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [api]}]}}")}, []string{"The whole cluster" + all}},
	{"podSelector by Exists and label", []string{spec("x", "services", "{podSelector: {matchLabels: {tier: back}, matchExpressions: [{key: app, operator: Exists}]}}")}, nil},
	{"podSelector by DoesNotExist", []string{spec("x", "services", "{podSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}}")}, []string{"The whole cluster" + all}},
	{"an unknown operator selects nothing", []string{spec("x", "services", "{podSelector: {matchExpressions: [{key: app, operator: Gt, values: ['1']}]}}")}, []string{"The whole cluster" + all}},

	{"an empty list of rules", []string{ingress("[]")}, nil},
	{"an empty rule is for all", []string{ingress("[{}]")}, []string{"The whole cluster" + all}},
	{"a rule that is null is for all", []string{ingress("[null]")}, []string{"The whole cluster" + all}},
	{"an empty list of peers is for all", []string{ingress("[{from: []}]")}, []string{"The whole cluster" + all}},
	{"peers of a wrong type are nobody", []string{ingress("[{from: web}]")}, nil},
	{"an empty peer is nobody", []string{ingress("[{from: [{}]}]")}, nil},
	{"ports without peers", []string{ingress("[{ports: [{port: 9090}]}]")}, []string{"The whole cluster :9090"}},

	{"pods of the same namespace", []string{ingress("[{from: " + web + "}]")}, []string{"web" + all}},
	{"all pods of the same namespace", []string{ingress("[{from: [{podSelector: {}}]}]")}, []string{"web" + all}},
	{"pods of the same namespace are not those of another", []string{ingress("[{from: [{podSelector: {matchLabels: {app: batch}}}]}]")}, nil},
	{"a namespace by name", []string{ingress("[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: jobs}}}]}]")}, []string{"batch" + all}},
	{"a namespace by label opens all that have it", []string{ingress("[{from: [{namespaceSelector: {matchLabels: {team: data}}}]}]")}, []string{"Pods of namespaces with team=data" + all, "batch" + all}},
	{"namespace and pods must both match", []string{ingress("[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: jobs}}, podSelector: {matchLabels: {app: web}}}]}]")}, []string{"Pods of jobs" + all}},
	{"namespace or pods", []string{ingress("[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: jobs}}}, {podSelector: {matchLabels: {app: web}}}]}]")}, []string{"batch" + all, "web" + all}},
	{"a namespace that is not of the stack", []string{ingress("[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: notebooks}}}], ports: " + http + "}]")}, []string{"Pods of notebooks :8080"}},
	{"two namespaces by expression", []string{ingress("[{from: [{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [jobs, services]}]}}]}]")}, []string{"batch" + all, "web" + all}},
	{"every namespace", []string{ingress("[{from: [{namespaceSelector: {}}]}]")}, []string{"The whole cluster" + all}},
	{"every namespace, by the label that all have", []string{ingress("[{from: [{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: Exists}]}}]}]")}, []string{"The whole cluster" + all}},
	{"some pods of every namespace", []string{ingress("[{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: batch}}}], ports: " + http + "}]")}, []string{"Pods of every namespace :8080", "batch :8080"}},

	{"a port by name", []string{ingress("[{from: " + web + ", ports: [{port: metrics}]}]")}, []string{"web :9090"}},
	{"a port by a name that pods do not have", []string{ingress("[{from: " + web + ", ports: [{port: admin}]}]")}, nil},
	{"a port that pods do not have", []string{ingress("[{from: " + web + ", ports: [{port: 81}]}]")}, nil},
	{"a range of ports", []string{ingress("[{from: " + web + ", ports: [{port: 8000, endPort: 9000}]}]")}, []string{"web :8080"}},
	{"a protocol without port", []string{ingress("[{from: " + web + ", ports: [{protocol: UDP}]}]")}, []string{"web :53"}},
	{"the right port of the wrong protocol", []string{ingress("[{from: " + web + ", ports: [{port: 8080, protocol: UDP}]}]")}, nil},
	{"several rules add up", []string{ingress("[{from: " + web + ", ports: [{port: 9090}]}, {from: " + web + ", ports: " + http + "}]")}, []string{"web :8080 :9090"}},
	{"several policies add up", []string{spec("deny", "services", "{podSelector: {}}"), ingress("[{from: " + web + ", ports: " + http + "}]")}, []string{"web :8080"}},
	{"one is meant beside everything", []string{ingress("[{from: " + web + "}, {from: [{namespaceSelector: {}}], ports: " + http + "}]")}, []string{"The whole cluster :8080", "web" + all}},

	{"addresses", []string{ingress("[{from: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: " + http + "}]")}, []string{"203.0.113.0/24 :8080"}},
	{"addresses except some", []string{ingress("[{from: [{ipBlock: {cidr: 10.1.0.0/16, except: [10.1.9.0/24]}}], ports: " + http + "}]")}, []string{"10.1.0.0/16 :8080"}},
	{"addresses except all", []string{ingress("[{from: [{ipBlock: {cidr: 10.1.0.0/16, except: [10.1.0.0/17, 10.1.128.0/17]}}]}]")}, nil},
	{"one address except itself", []string{ingress("[{from: [{ipBlock: {cidr: 10.1.0.7/32, except: [10.1.0.7/32]}}, {ipBlock: {cidr: '::1/128', except: ['::1/128']}}]}]")}, nil},
	{"all addresses", []string{ingress("[{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: " + http + "}]")}, []string{"The internet :8080", "The whole cluster :8080"}},
	{"all addresses but private ones", []string{ingress("[{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]}}], ports: " + http + "}]")}, []string{"The internet :8080"}},
	{"all addresses but one", []string{ingress("[{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.7/32]}}], ports: " + http + "}]")}, []string{"The internet :8080", "The whole cluster :8080"}},
	{"half of all addresses", []string{ingress("[{from: [{ipBlock: {cidr: 128.0.0.0/1}}], ports: " + http + "}]")}, []string{"The internet :8080"}},
	{"all private addresses", []string{ingress("[{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: " + http + "}]")}, []string{"The whole cluster :8080"}},
	{"all addresses of version 6", []string{ingress("[{from: [{ipBlock: {cidr: '::/0'}}], ports: " + http + "}]")}, []string{"The internet :8080"}},
	{"addresses that are none", []string{ingress("[{from: [{ipBlock: {cidr: (secret)}}]}]")}, nil},

	{"types without Ingress limit nothing", []string{spec("x", "services", "{podSelector: {}, policyTypes: [Egress]}")}, []string{"The whole cluster" + all}},
	{"no types, and rules for egress", []string{ingress("[{from: " + web + "}]"), spec("out", "services", "{podSelector: {matchLabels: {app: web}}, egress: [{ports: "+http+"}]}")}, []string{"web :8080"}},
	{"no types, and no rules for egress", []string{ingress("[{from: " + web + "}]"), spec("out", "services", "{podSelector: {matchLabels: {app: web}}}")}, []string{"web" + all}},
	{"egress denied", []string{ingress("[{from: " + web + "}]"), spec("out", "services", "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}")}, nil},
	{"egress to other pods", []string{ingress("[{from: " + web + "}]"), spec("out", "services", "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: "+web+"}]}")}, nil},
	{"egress to another namespace", []string{ingress("[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: jobs}}}]}]"),
		spec("out", "jobs", "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {team: core}}, podSelector: {matchLabels: {app: api}}}], ports: [{port: http}]}]}")}, []string{"batch :8080"}},
	{"egress to public addresses is none to pods", []string{ingress("[{from: " + web + "}]"), spec("out", "services", "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}")}, nil},
	{"egress to all addresses is also to pods", []string{ingress("[{from: " + web + "}]"), spec("out", "services", "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}")}, []string{"web" + all}},
	{"another kind of that name is no policy", []string{"{apiVersion: cilium.io/v2, kind: NetworkPolicy, metadata: {name: x, namespace: services}, spec: {podSelector: {}}}"}, []string{"The whole cluster" + all}},
}

// TestPolicies asks of each set of policies who reaches the pods of api.
func TestPolicies(t *testing.T) {
	for _, c := range policyCases {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Join(append([]string{village}, c.policies...), "\n---\n")
			if got := reaching(Of(objectsOf(t, text)), "api"); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// reaching lists who reaches a node, with what the edges are labelled.
func reaching(g Graph, title string) []string {
	var found []string
	for _, e := range g.edges {
		if e.to.title == title {
			labels := slices.Sorted(slices.Values(e.labels))
			slices.SortFunc(labels, compareLabels)
			found = append(found, strings.Join(append([]string{e.from.title}, labels...), " "))
		}
	}
	slices.Sort(found)
	return found
}
