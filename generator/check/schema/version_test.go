package schema

import (
	"strings"
	"testing"
)

// TestFor holds which version's schemas are taken, and what is said of another one.
func TestFor(t *testing.T) {
	for _, c := range []struct{ version, taken, note string }{
		{"", "1.37", ""},
		{"1.34", "1.34", ""},
		{"1.36.11", "1.36", ""},
		{"v1.35.0", "1.35", ""},
		{"1.33.6", "1.34", "no schemas of Kubernetes 1.33.6: those of 1.34 are the nearest"},
		{"1.29", "1.34", "1.34 are the nearest"},
		{"1.38.0", "1.37", "1.37 are the nearest"},
	} {
		set, note := For(c.version)
		if set.Version() != c.taken || !strings.Contains(note, c.note) || (note == "") != (c.note == "") {
			t.Errorf("%q gives %s and %q", c.version, set.Version(), note)
		}
	}
}

// TestVersions holds what differs between versions of Kubernetes.
func TestVersions(t *testing.T) {
	for _, c := range []struct {
		name, object string
		from, to     string // in which it has no problem
		what         What   // elsewhere
		says         string
	}{
		{"a kind that became stable", "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingAdmissionPolicyBinding, metadata: {name: a}, spec: {policyName: a}}", "1.36", "1.37", RemovedAPI, "has MutatingAdmissionPolicyBinding in Kubernetes 1.36, 1.37, but not in"},
		{"a kind that is off", "{apiVersion: resource.k8s.io/v1beta1, kind: DeviceClass, metadata: {name: a}}", "2", "0", RemovedAPI, "does not serve unless it is told to"},
		{"a field that is new", "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostnameOverride: a, containers: [{name: a, image: a}]}}", "1.34", "1.37", UnknownField, ""},
		{"a name that begins with a digit", "{apiVersion: v1, kind: Service, metadata: {name: 1a}, spec: {ports: [{port: 1}]}}", "1.36", "1.37", Malformed, "with a letter at the beginning"},
		{"a range with bits after its length", "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}}", "1.34", "1.35", Malformed, "without bits after its length"},
		{"no pods at all", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {minReplicas: 0, maxReplicas: 1, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}}", "1.37", "1.37", Malformed, "is 0"},
	} {
		for _, version := range []string{"1.34", "1.35", "1.36", "1.37"} {
			set, _ := For(version)
			found := set.Check(object(t, []byte(c.object)))
			if c.from <= version && version <= c.to {
				if len(found) > 0 {
					t.Errorf("%s in %s: %v", c.name, version, found)
				}
				continue
			}
			if len(found) != 1 || found[0].What != c.what || !strings.Contains(found[0].Text, c.says) {
				t.Errorf("%s in %s: want %s, found %v", c.name, version, c.what, found)
			}
		}
	}
}

// TestUnknownKinds holds what is said of kinds without a schema, which is nothing but
// of what every object has.
func TestUnknownKinds(t *testing.T) {
	set, _ := For("1.34")
	for _, text := range []string{
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a, labels: {a: b}}, anything: {at: all}}",
		"{apiVersion: cert-manager.io/v1alpha2, kind: Certificate, metadata: {name: a}, spec: {}}",
		"{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: a}, spec: {}}",
		"{apiVersion: gateway.networking.k8s.io/v1alpha1, kind: XMesh, metadata: {name: a}, spec: {}}",
	} {
		o := object(t, []byte(text))
		if found := set.Check(o); len(found) > 0 {
			t.Errorf("%s: %v", text, found)
		}
		if apiVersion, kind := o["apiVersion"].(string), o["kind"].(string); set.Knows(apiVersion, kind) {
			t.Errorf("there is a schema for %s %s", apiVersion, kind)
		}
	}
	for text, says := range map[string]string{
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a, labels: {a: 1}}}": "must be a string",
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: A}}":                 "lower-case",
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a, lables: {}}}":     "is no field of any object",
	} {
		if found := set.Check(object(t, []byte(text))); len(found) != 1 || !strings.Contains(found[0].Text, says) {
			t.Errorf("%s: %v", text, found)
		}
	}
}

// TestDefine holds that what a stack defines itself is what its objects are held to.
func TestDefine(t *testing.T) {
	set, _ := For("1.35")
	set.Define(good(t)["CustomResourceDefinition"])
	set.Define(object(t, []byte("{spec: {group: monitoring.coreos.com, names: {kind: ServiceMonitor}, versions: [{name: v1, served: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {own: {type: string}}}}}}}]}}")))
	for text, says := range map[string]string{
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {size: 2, tags: [a, b]}}":          "",
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {}}":                               "",
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {size: 0}}":                        "is 0, but must be 1 at least",
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {size: 1, tags: [a, a]}}":          "in the list already",
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {size: 1, tag: a}}":                "is no field of Widget in example.com/v1 of the stack's own definition",
		"{apiVersion: example.com/v1, kind: Widget, metadata: {name: a, labels: {a: 1}}}":                         "must be a string",
		"{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: a}, spec: {own: a}}":       "",
		"{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: a}, spec: {selector: {}}}": "is no field",
	} {
		found := set.Check(object(t, []byte(text)))
		if says == "" && len(found) > 0 || says != "" && (len(found) != 1 || !strings.Contains(found[0].Text, says)) {
			t.Errorf("%s: want %q, found %v", text, says, found)
		}
	}
}
