// Package reach answers who can reach what in a cluster, from the objects that
// are applied to it: which pods there are with the labels that they really get,
// which Services lead to them, which network policies are about them and what
// those let in and out, and which ways lead in from outside. It is the only model
// of that: the exposure check asks it, and the picture draws it.
//
// An answer follows from what objects say, never from a name that is known from
// base/:
//
//	route → Service → pods       backendRefs of a route, paths of an Ingress, selectors
//	pods → pods                  network policies: the target lets it in, and the source lets it out
//	everything → pods            no policy selects the target, or one has no peers or all namespaces
//	internet, addresses → pods   a load balancer, an ipBlock, a port of the host
//	pods → account               serviceAccountName, where the account has a client id
//	account → Azure              volumes with a SecretProviderClass, endpoints in variables, TLS
//	                             options of a gateway, the zones of ExternalDNS
//	task pods → account          accounts with a client id that no rendered pods have, in the
//	                             namespace where people may start pods
//
// What is not said by any object, but known, is what controllers make of objects:
// the labels that Kubernetes, Istio, Metaflow and Argo add to pods (made.go,
// task.go), and that tasks keep their data where the UI reads it.
//
// The package judges nothing: what is planned is for the check to say. It shows
// nothing either: how a node is called and looks is the picture's. And whatever the
// objects hold, nothing here panics: a field that is missing, or of another type
// than it should be, says nothing.
package reach
