// Package oauth2proxy knows the options of oauth2-proxy, and what must hold of them
// for a stack whose decisions are known. It knows nothing of Kubernetes: how the
// options reach the proxy is for others to say.
package oauth2proxy
