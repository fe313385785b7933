package cluster

import (
	"context"
	"fmt"
	"os"
	"time"

	"example.com/metaflow-gitops/e2e/lib/programs"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
)

const adminToken = "e2e-admin"

func (c *Cluster) program(p programs.Program) string { return c.Programs[p.Name].Path }

// startEtcd trades durability for speed: nothing outlives the cluster.
func (c *Cluster) startEtcd(context.Context) error {
	client, peer := fmt.Sprintf("http://127.0.0.1:%d", c.ports.etcd), fmt.Sprintf("http://127.0.0.1:%d", c.ports.etcdPeer)
	_, err := c.Run("etcd", c.program(programs.Etcd), nil,
		"--name=e2e", "--data-dir="+c.path("etcd"), "--unsafe-no-fsync", "--log-level=warn",
		"--listen-client-urls="+client, "--advertise-client-urls="+client,
		"--listen-peer-urls="+peer, "--initial-advertise-peer-urls="+peer, "--initial-cluster=e2e="+peer)
	return err
}

func (c *Cluster) startAPIServer(ctx context.Context) error {
	if err := os.WriteFile(c.path("pki", "tokens.csv"), []byte(adminToken+",admin,admin,system:masters\n"), 0o600); err != nil {
		return fmt.Errorf("writing the tokens: %w", err)
	}
	start := time.Now()
	_, err := c.Run("kube-apiserver", c.program(programs.APIServer), nil,
		fmt.Sprintf("--etcd-servers=http://127.0.0.1:%d", c.ports.etcd),
		"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", c.ports.api),
		"--cert-dir="+c.path("pki"), "--tls-cert-file="+c.path("pki", "apiserver.crt"), "--tls-private-key-file="+c.path("pki", "apiserver.key"),
		"--client-ca-file="+c.path("pki", "ca.crt"), "--token-auth-file="+c.path("pki", "tokens.csv"), "--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file="+c.path("pki", "sa.pub"), "--service-account-signing-key-file="+c.path("pki", "sa.key"),
		"--service-cluster-ip-range=10.0.0.0/16",
		// As AKS has it: what may be privileged is Pod Security's to say.
		"--allow-privileged=true",
		// An endpoint on the loopback is not valid, and nothing here needs one.
		"--endpoint-reconciler-type=none",
		// Nothing lifts the taint of a new node: see startControllers.
		"--disable-admission-plugins=TaintNodesByCondition")
	if err != nil {
		return err
	}
	defer c.timed("kube-apiserver", start)
	return c.WaitForAPI(ctx)
}

// WaitForAPI waits until the API server is ready.
func (c *Cluster) WaitForAPI(ctx context.Context) error {
	return Eventually(ctx, time.Minute, "the API server is ready", func(ctx context.Context) (bool, string, error) {
		if err := c.Dead(); err != nil {
			return false, "", err
		}
		_, err := c.Discovery.RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err == nil, fmt.Sprint(err), nil
	})
}

// startControllers starts controller manager and scheduler. Without heartbeats
// the node lifecycle controller would declare every node dead after a minute.
func (c *Cluster) startControllers(ctx context.Context) error {
	start := time.Now()
	if _, err := c.Run("kube-controller-manager", c.program(programs.ControllerManager), nil,
		"--kubeconfig="+c.Kubeconfig(), "--leader-elect=false", "--secure-port=0", "--controllers=*,-node-lifecycle-controller",
		"--root-ca-file="+c.path("pki", "ca.crt"), "--service-account-private-key-file="+c.path("pki", "sa.key")); err != nil {
		return err
	}
	if _, err := c.Run("kube-scheduler", c.program(programs.Scheduler), nil,
		"--kubeconfig="+c.Kubeconfig(), "--authentication-kubeconfig="+c.Kubeconfig(), "--authorization-kubeconfig="+c.Kubeconfig(),
		"--leader-elect=false", "--secure-port=0"); err != nil {
		return err
	}
	defer c.timed("kube-controller-manager", start)
	return Eventually(ctx, time.Minute, "the default service account is there", func(ctx context.Context) (bool, string, error) {
		_, err := c.Resource("v1", "ServiceAccount", "default").Get(ctx, "default", v1.GetOptions{})
		return err == nil, fmt.Sprint(err), nil
	})
}

// Kubeconfig is the path of the administrator's kubeconfig.
func (c *Cluster) Kubeconfig() string { return c.path("kubeconfig") }

func (c *Cluster) writeKubeconfig() error {
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: e2e
clusters:
  - name: e2e
    cluster:
      server: https://127.0.0.1:%d
      certificate-authority: %s
users:
  - name: admin
    user:
      token: %s
contexts:
  - name: e2e
    context:
      cluster: e2e
      user: admin
`, c.ports.api, c.path("pki", "ca.crt"), adminToken)
	if err := os.WriteFile(c.Kubeconfig(), []byte(text), 0o600); err != nil {
		return fmt.Errorf("writing the kubeconfig: %w", err)
	}
	return nil
}
