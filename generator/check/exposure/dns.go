package exposure

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// dns checks that the host is published, in its own zone and nothing else.
func (x front) dns() {
	zone := x.Stack.Contract.Auth.DNSZoneID
	for _, kind := range []string{"ExternalDNS", "ClusterExternalDNS"} {
		for _, o := range x.ofKind(kind) {
			if kind == "ClusterExternalDNS" || zone == nil || o.Namespace != x.gatewayNamespace() {
				x.Field(o, "", nil, "Other names published", "%s publishes host names that are not the stack's. Only an ExternalDNS in %s for the output auth.dns_zone_id may be there.", o, x.gatewayNamespace())
				continue
			}
			for _, id := range manifest.Texts(o.Fields, "spec", "dnsZoneResourceIDs") {
				x.zone(o, id)
			}
		}
	}
}

func (x front) zone(o manifest.Object, id string) {
	name := strings.ToLower(id[strings.LastIndexByte(id, '/')+1:])
	if id == x.Stack.Contract.Auth.DNSZoneID.String() && strings.HasSuffix(x.host(), "."+name) {
		return
	}
	x.Field(o, id, []string{"spec", "dnsZoneResourceIDs"}, "Host outside its DNS zone", "%s publishes in zone %q (spec.dnsZoneResourceIDs), but the host %q is in %q by output auth.dns_zone_id. Correct the output, or the component that changes the zone.", o, name, x.host(), fmt.Sprint(x.Stack.Contract.Auth.DNSZoneID))
}
