// Package picture draws who can reach what in a stack, from its rendered
// objects: people and programs → gateway → login → services → identities →
// Azure resources.
//
// A node stands for what an object makes: pods, a gateway, an account, or what
// an object names outside of the cluster. An edge is drawn because objects say
// so, never because of a name that is known from base/:
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
// Two things are known of Metaflow, and not said by any object: the labels of a
// task's pod, and that tasks keep their data where the UI reads it. One is known
// of AKS: which label the pods of a Gateway carry.
//
// Whatever the objects hold, nothing here panics: a field that is missing, or of
// another type than it should be, says nothing.
package picture
