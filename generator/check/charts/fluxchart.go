package charts

import (
	"strings"
)

// fluxCharts checks what AKS's Flux extension demands of everything that Flux
// reads: it is in the namespace of the stack's Flux objects, names no other,
// and is applied as the stack's service account.
func (f checks) fluxCharts() {
	sync := f.Stack.Config.Sync
	for _, o := range f.Rendered.Objects {
		if !strings.HasSuffix(o.Group(), ".toolkit.fluxcd.io") {
			continue
		}
		if o.Namespace != sync.Namespace.String() {
			f.Object(o, []string{"metadata", "namespace"}, "Wrong namespace", "%s is not in namespace %q, where the stack's Flux objects are; AKS's Flux extension would not let them meet.", o, sync.Namespace)
		}
		if other := o.Get("spec", "chart", "spec", "sourceRef", "namespace"); other != nil {
			f.Object(o, nil, "Source in another namespace", "%s names a source in namespace %v; AKS's Flux extension refuses that.", o, other)
		}
		if got, _ := o.Get("spec", "serviceAccountName").(string); o.Kind == "HelmRelease" && got != sync.ServiceAccount.String() {
			f.Object(o, []string{"spec", "serviceAccountName"}, "Wrong service account", "%s is applied as %q, but the stack's service account of Flux is %q.", o, got, sync.ServiceAccount)
		}
		for _, field := range []string{"suspend", "kubeConfig", "postRenderers", "valuesFrom"} {
			if o.Get("spec", field) != nil {
				f.Object(o, []string{"spec", field}, "Unexpected field", "%s has spec.%s: what is installed would not be what was reviewed. Remove it.", o, field)
			}
		}
	}
}
