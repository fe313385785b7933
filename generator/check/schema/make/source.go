package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// A module is one Go module of one version.
type module struct {
	path, version, sum string
}

// kubernetesVersion is a version of Kubernetes whose schemas are kept.
type kubernetesVersion struct {
	name string // as clusters say it
	module
}

// kubernetesVersions are in the order in which they came out. Package schema has the
// same list, from the table.
var kubernetesVersions = []kubernetesVersion{
	{"1.34", module{"k8s.io/kubernetes", "v1.34.4", "h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk="}},
	{"1.35", module{"k8s.io/kubernetes", "v1.35.4", "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM="}},
	{"1.36", module{"k8s.io/kubernetes", "v1.36.3", "h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o="}},
	{"1.37", module{"k8s.io/kubernetes", "v1.37.2", "h1:A2VDEiObzkYqFTKhSsn0ZEb0RlLEXpHWj93gi2HqEwE="}},
}

// A definitionSource is where definitions of custom resources come from.
type definitionSource struct {
	title string // of the project
	module
	files []string // patterns, in the module
	types []string // packages in the module whose types controller-gen defines, instead
	own   string   // a file of this repository, instead of a module
	// advisory is set where the stack's own chart installs definitions that take
	// anything, and only the controller reads the rest.
	advisory bool
	// groups renames API groups: a fork of the definitions has the other name too.
	also map[string]string
}

func (s definitionSource) name() string {
	if s.own != "" {
		return s.title
	}
	return s.title + " " + s.version
}

// definitionSources are the definitions of what stacks consist of, and of what
// components commonly bring. Those of the engines are of the versions that the suite
// of a real control plane runs (e2e/lib/programs).
var definitionSources = []definitionSource{
	{title: "Flux source-controller", module: module{"github.com/fluxcd/source-controller", "v1.9.5", "h1:MFPyCodUi9hZIMaKDsC/rYbNoyzpvrAdrPVixj7W9F0="}, files: []string{"config/crd/bases/*.yaml"}},
	{title: "Flux kustomize-controller", module: module{"github.com/fluxcd/kustomize-controller", "v1.9.5", "h1:/XY2zy3K7fntyppEXIHG7oRMzmfgIt50eJzUfaPX1Kc="}, files: []string{"config/crd/bases/*.yaml"}},
	{title: "Flux helm-controller", module: module{"github.com/fluxcd/helm-controller/api", "v1.6.5", "h1:ElqM5KIpdUwVK1VSi1fXcMwOlf0LghuqwM2SwqaTyNs="}, types: []string{"./v2"}},
	{title: "Flux notification-controller", module: module{"github.com/fluxcd/notification-controller/api", "v1.9.4", "h1:vuBufiFTkgysHUorjgsfgMOMQgCWDjZ10KA4uJl2oNM="}, types: []string{"./v1", "./v1beta3"}},
	{title: "Argo CD", module: module{"github.com/argoproj/argo-cd/v3", "v3.2.11", "h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8="}, files: []string{"manifests/crds/*-crd.yaml"}},
	{title: "Argo Workflows", module: argoWorkflows, files: []string{"manifests/base/crds/minimal/*.yaml"}},
	{title: "Argo Workflows", module: argoWorkflows, files: []string{"manifests/base/crds/full/*workflowtemplates.yaml", "manifests/base/crds/full/*cronworkflows.yaml", "manifests/base/crds/full/*_workflows.yaml"}, advisory: true},
	{title: "Argo Events", own: "argoevents.yaml"},
	{title: "Gateway API", module: module{"sigs.k8s.io/gateway-api", "v1.6.3", "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc="}, files: []string{"config/crd/standard/gateway.*.yaml"}},
	{title: "Secrets Store CSI driver", own: "secretproviderclass.yaml"},
	{title: "AKS application routing", own: "externaldns.yaml"},
	{title: "JobSet", own: "jobset.yaml"},
	{title: "Prometheus Operator", module: module{"github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring", "v0.95.2", "h1:DQKGQhE39ua9V+ZCro38z32jP8nAtIZ27f3qdAorXHg="}, types: []string{"./v1", "./v1alpha1", "./v1beta1"}, also: map[string]string{"monitoring.coreos.com": "azmonitoring.coreos.com"}},
	{title: "KEDA", module: module{"github.com/kedacore/keda/v2", "v2.21.0", "h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps="}, files: []string{"config/crd/bases/keda.sh_*.yaml"}},
	{title: "cert-manager", module: module{"github.com/cert-manager/cert-manager", "v1.21.2", "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68="}, files: []string{"deploy/crds/cert-manager.io_*.yaml"}},
	{title: "External Secrets", module: module{"github.com/external-secrets/external-secrets", "v1.3.2", "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ="}, files: []string{"config/crds/bases/*.yaml"}},
	{title: "Kyverno", module: module{"github.com/kyverno/kyverno", "v1.19.1", "h1:/MkgFii3/VlQfKR1JpC9tVwNNVNQTt2S4U6qCsafsTU="}, files: []string{"config/crds/kyverno/kyverno.io_*polic*.yaml", "config/crds/policies.kyverno.io/*.yaml"}},
	{title: "Vertical Pod Autoscaler", module: module{"k8s.io/autoscaler/vertical-pod-autoscaler", "v1.8.1", "h1:Pe8bV1wozN4gOKO1rleiIY5alIyAXN+DnXDbXQcL4fI="}, files: []string{"deploy/vpa-v1-crd-gen.yaml"}},
	{title: "Cilium", module: module{"github.com/cilium/cilium", "v1.20.2", "h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8="}, files: []string{"pkg/k8s/apis/cilium.io/client/crds/v2/*networkpolicies.yaml", "pkg/k8s/apis/cilium.io/client/crds/v2/ciliumcidrgroups.yaml"}},
	{title: "Sealed Secrets", module: module{"github.com/bitnami-labs/sealed-secrets", "v0.40.0", "h1:rvCP35JL8ZV5LNA2SrwNR6iLyoM3ulrSFWN0lBtYEYI="}, files: []string{"helm/sealed-secrets/crds/*.yaml"}},
	{title: "KubeRay", module: module{"github.com/ray-project/kuberay/ray-operator", "v1.5.0", "h1:KCjCQ7PSsvs9Ke+90CZbbs498nuaIJ/JkXk4vd54EVg="}, files: []string{"config/crd/bases/*.yaml"}},
	{title: "Kueue", module: module{"sigs.k8s.io/kueue", "v0.17.0", "h1:7hzb38M4eKGzYW+CFv2s1L+swzzacUCHOCXxZmAV90I="}, files: []string{"config/components/crd/bases/*queues.yaml", "config/components/crd/bases/*resourceflavors.yaml", "config/components/crd/bases/*workloadpriorityclasses.yaml"}},
	{title: "Istio", module: module{"istio.io/api", "v1.32.0", "h1:37mJvg9I0biYZAEQF+MATs4FNeCpXEIVO3LFpVb6iNM="}, files: []string{"kubernetes/customresourcedefinitions.gen.yaml"}},
}

var argoWorkflows = module{"github.com/argoproj/argo-workflows/v4", "v4.0.5", "h1:/1lru5oXUd+k6KEDUps6rLX5OKfi1jTfabgXTly/VFU="}

// ownFolder has the definitions of what is in no Go module that can be had. The stand-ins
// of the suites are the same.
const ownFolder = "e2e/lib/standin/crds"

// folder downloads a module, unless it is there already, and gives its folder.
func (m module) folder() (string, error) {
	cmd := exec.Command("go", "mod", "download", "-json", m.path+"@"+m.version)
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	cmd.Dir = os.TempDir() // outside of every module
	out, err := cmd.Output()
	var got struct{ Dir, Sum, Error string }
	if jsonErr := json.Unmarshal(out, &got); jsonErr != nil || got.Error != "" {
		return "", fmt.Errorf("downloading %s: %w: %s", m.path, err, got.Error)
	}
	if got.Sum != m.sum {
		return "", fmt.Errorf("%s %s has the checksum %s, not %s", m.path, m.version, got.Sum, m.sum)
	}
	return got.Dir, nil
}

// paths are the files of a source, in order.
func (s definitionSource) paths() ([]string, error) {
	if s.own != "" {
		return []string{filepath.Join(ownFolder, s.own)}, nil
	}
	folder, err := s.folder()
	if err != nil {
		return nil, err
	}
	if len(s.types) > 0 {
		if folder, err = s.generate(folder); err != nil {
			return nil, err
		}
		s.files = []string{"*.yaml"}
	}
	var all []string
	for _, pattern := range s.files {
		found, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("%s of %s matches no file: %w", pattern, s.path, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// generate lets controller-gen, of the version that the suites use, define the types
// of a module. Files that it leaves behind are in a folder of its own.
func (s definitionSource) generate(folder string) (string, error) {
	tool, err := filepath.Abs("e2e/lib/programs/crds")
	if err != nil {
		return "", err
	}
	to, err := os.MkdirTemp("", "definitions-")
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(to, "controller-gen"), "sigs.k8s.io/controller-tools/cmd/controller-gen")
	build.Dir, build.Env = tool, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building controller-gen: %w\n%s", err, out)
	}
	args := []string{"crd", "output:crd:dir=" + to}
	for _, t := range s.types {
		args = append(args, "paths="+t)
	}
	run := exec.Command(filepath.Join(to, "controller-gen"), args...)
	run.Dir, run.Env = folder, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := run.CombinedOutput(); err != nil {
		return "", fmt.Errorf("running controller-gen: %w\n%s", err, out)
	}
	return to, nil
}
