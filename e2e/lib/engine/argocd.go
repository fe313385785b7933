package engine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/programs"
)

// ArgoCD is Argo CD's repository server and application controller, on a
// cluster. Its API server and user interface have no part in syncing and do not
// run.
type ArgoCD struct {
	Cluster    *cluster.Cluster
	Git        *GitServer
	Repository *cluster.Process
	Controller *cluster.Process
}

// StartArgoCD installs Argo CD's CRDs from its module and starts it. Nothing is
// synced before Root is called.
func StartArgoCD(ctx context.Context, c *cluster.Cluster, git *GitServer, cache programs.Cache) (*ArgoCD, error) {
	if err := define(ctx, c, cache, programs.ArgoCDObjects); err != nil {
		return nil, err
	}
	settings, err := cluster.Parse([]byte(argoSettings))
	if err != nil {
		return nil, err
	}
	if err := c.Apply(ctx, "e2e", settings...); err != nil {
		return nil, err
	}
	built, err := cache.Build(ctx, programs.ArgoCD, programs.Kustomize)
	if err != nil {
		return nil, err
	}
	a := &ArgoCD{Cluster: c, Git: git}
	start := time.Now()
	if err := a.start(ctx, built["argocd"].Path, filepath.Dir(built["kustomize"].Path)); err != nil {
		return nil, err
	}
	c.Took["argocd"] = time.Since(start)
	return a, nil
}

// argoSettings are what an installation of Argo CD has and its CRDs do not
// bring. The administrator's project allows whatever the root Application needs.
const argoSettings = `
apiVersion: v1
kind: Namespace
metadata:
  name: argocd
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-cm
  namespace: argocd
  labels:
    app.kubernetes.io/part-of: argocd
data:
  timeout.reconciliation: 60s
  timeout.reconciliation.jitter: 0s
---
apiVersion: v1
kind: Secret
metadata:
  name: argocd-secret
  namespace: argocd
  labels:
    app.kubernetes.io/part-of: argocd
stringData:
  server.secretkey: for-tests-only
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: default
  namespace: argocd
spec:
  sourceRepos:
    - "*"
  destinations:
    - namespace: "*"
      server: "*"
  clusterResourceWhitelist:
    - group: "*"
      kind: "*"
`

// FindRedis finds the one program that Argo CD needs and that is not built from a
// Go module.
func FindRedis() (string, error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return "", fmt.Errorf("finding Redis, which Argo CD needs; install it: %w", err)
	}
	return program, nil
}

func (a *ArgoCD) start(ctx context.Context, argocd, kustomize string) error {
	redis, err := FindRedis()
	if err != nil {
		return err
	}
	folders, err := a.folders()
	if err != nil {
		return err
	}
	ports, err := freePorts(4)
	if err != nil {
		return err
	}
	store, server := fmt.Sprintf("127.0.0.1:%d", ports[0]), fmt.Sprintf("127.0.0.1:%d", ports[1])
	if _, err := a.Cluster.Run("redis", redis, nil, "--bind", "127.0.0.1", "--port", fmt.Sprint(ports[0]), "--save", "", "--appendonly", "no", "--dir", folders["redis"]); err != nil {
		return err
	}
	env := []string{
		"KUBECONFIG=" + a.Cluster.Kubeconfig(), "ARGOCD_FAKE_IN_CLUSTER=true", "ARGOCD_APPLICATION_CONTROLLER_PERSIST_RESOURCE_HEALTH=true", "ARGOCD_GPG_ENABLED=false", "ARGOCD_EXEC_TIMEOUT=60s",
		"ARGOCD_TLS_DATA_PATH=" + folders["tls"], "ARGOCD_SSH_DATA_PATH=" + folders["ssh"], "ARGOCD_GNUPGHOME=" + folders["gpg"], "TMPDIR=" + folders["tmp"],
		"HTTPS_PROXY=" + a.Git.Proxy(), "PATH=" + kustomize + string(os.PathListSeparator) + os.Getenv("PATH"),
	}
	if a.Repository, err = a.Cluster.Run("argocd-repo-server", argocd, append(env, "ARGOCD_BINARY_NAME=argocd-repo-server"),
		"--address=127.0.0.1", fmt.Sprintf("--port=%d", ports[1]), "--metrics-address=127.0.0.1", fmt.Sprintf("--metrics-port=%d", ports[2]), "--disable-tls", "--redis="+store); err != nil {
		return err
	}
	if a.Controller, err = a.Cluster.Run("argocd-application-controller", argocd, append(env, "ARGOCD_BINARY_NAME=argocd-application-controller"),
		"--kubeconfig="+a.Cluster.Kubeconfig(), "--namespace=argocd", "--repo-server="+server, "--repo-server-plaintext", "--redis="+store,
		fmt.Sprintf("--metrics-port=%d", ports[3]), "--app-resync=60"); err != nil {
		return err
	}
	return healthy(ctx, a.Cluster, "Argo CD is healthy", fmt.Sprintf("http://127.0.0.1:%d/healthz", ports[2]), fmt.Sprintf("http://127.0.0.1:%d/healthz", ports[3]))
}

// folders makes what Argo CD keeps on disk: among it the authority of the git
// server, as the ConfigMap argocd-tls-certs-cm would mount it.
func (a *ArgoCD) folders() (map[string]string, error) {
	made := map[string]string{}
	for _, name := range []string{"redis", "tls", "ssh", "gpg", "tmp"} {
		path, err := a.Cluster.MakeFolder("argocd-" + name)
		if err != nil {
			return nil, err
		}
		made[name] = path
	}
	authority, err := os.ReadFile(a.Git.CA)
	if err != nil {
		return nil, fmt.Errorf("reading the authority of the git server: %w", err)
	}
	for path, data := range map[string][]byte{filepath.Join(made["tls"], Host): authority, filepath.Join(made["ssh"], "ssh_known_hosts"): nil} {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return nil, fmt.Errorf("writing Argo CD's settings: %w", err)
		}
	}
	return made, nil
}
