// Package programs builds the servers that the suites run, from Go modules
// at pinned versions, and keeps what it built.
//
// Each folder below this one is a Go module that names its programs as tools.
// They are apart because they cannot agree on the versions of what they share:
// Argo CD is built with the libraries of Kubernetes 1.34, Flux with those of
// 1.36, and the Kustomize that Argo CD ships is older than both. Update them
// with `go get -tool`, never with `go mod tidy`, which wants the tests of all
// dependencies.
package programs

import "time"

// A Program is one executable.
type Program struct {
	Name    string
	Package string // what is built
	Module  string // whose version is the program's, where it is not Package
	set     string // the folder of its Go module
	flags   string // for the linker
}

// Kubernetes' own build writes its version with the linker; without it the API
// server says v0.0.0.
const (
	kubernetesVersion = "v1.36.3"
	kubernetesFlags   = "-X k8s.io/component-base/version.gitVersion=" + kubernetesVersion +
		" -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36" +
		" -X k8s.io/component-base/version.gitTreeState=clean"
)

// KubernetesVersion is that of the control plane.
func KubernetesVersion() string { return kubernetesVersion }

func kubernetes(name string) Program {
	return Program{Name: name, Package: "k8s.io/kubernetes/cmd/" + name, Module: "k8s.io/kubernetes", set: "kubernetes", flags: kubernetesFlags}
}

// The programs of the suite.
var (
	Etcd                = Program{Name: "etcd", Package: "go.etcd.io/etcd/server/v3", set: "kubernetes"}
	APIServer           = kubernetes("kube-apiserver")
	ControllerManager   = kubernetes("kube-controller-manager")
	Scheduler           = kubernetes("kube-scheduler")
	Kubectl             = kubernetes("kubectl")
	Kwok                = Program{Name: "kwok", Package: "sigs.k8s.io/kwok/cmd/kwok", Module: "sigs.k8s.io/kwok", set: "kubernetes"}
	SourceController    = Program{Name: "source-controller", Package: "github.com/fluxcd/source-controller", set: "kubernetes"}
	KustomizeController = Program{Name: "kustomize-controller", Package: "github.com/fluxcd/kustomize-controller", set: "kubernetes"}
	ArgoCD              = Program{Name: "argocd", Package: "github.com/argoproj/argo-cd/v3/cmd", Module: "github.com/argoproj/argo-cd/v3", set: "argocd"}
	Kustomize           = Program{Name: "kustomize", Package: "sigs.k8s.io/kustomize/kustomize/v5", set: "kustomize"}
)

// OAuth2Proxy is the program of the auth proxies, for the suite of the
// authenticated endpoints. Its version is that of the image in base/.
var OAuth2Proxy = Program{Name: "oauth2-proxy", Package: "github.com/oauth2-proxy/oauth2-proxy/v7", set: "oauth2-proxy"}

// All is every program of the cluster suite, in the order in which they are
// built: what many others share comes first.
func All() []Program {
	return append(ControlPlane(), SourceController, KustomizeController, Kustomize, ArgoCD)
}

// ControlPlane is what every cluster needs.
func ControlPlane() []Program {
	return []Program{Etcd, APIServer, ControllerManager, Scheduler, Kwok, Kubectl}
}

// Built is a program on disk.
type Built struct {
	Program
	Path    string
	Version string        // of its module
	Took    time.Duration // what building it took, when it was built
	Cached  bool          // whether that was in an earlier run
}
