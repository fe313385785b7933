package fact

import (
	"encoding"
	"strings"
	"testing"
)

// cases lists for each type what it takes and what it refuses; the refused
// values are those that people really write.
var cases = []struct {
	name      string
	fresh     func() encoding.TextUnmarshaler
	good, bad []string
}{
	{"UUID", func() encoding.TextUnmarshaler { return new(UUID) },
		[]string{"00000000-0000-0000-0000-000000000000", "fd959e53-4c40-4c38-bf91-2400835a2e22"},
		[]string{"", "FD959E53-4c40-4c38-bf91-2400835a2e22", "fd959e53", "{fd959e53-4c40-4c38-bf91-2400835a2e22}", "fd959e53-4c40-4c38-bf91-2400835a2e22 "}},
	{"HostName", func() encoding.TextUnmarshaler { return new(HostName) },
		[]string{"metaflow.example.com", "a-1.example.com", "xn--d1acufc.example.com"},
		[]string{"", "localhost", "https://a.example.com", "a.example.com.", "*.example.com", "10.0.0.1", "a.example.com:443", "A.example.com", "-a.example.com", strings.Repeat("a.", 130) + "com"}},
	{"URL", func() encoding.TextUnmarshaler { return new(URL) },
		[]string{"https://a.example.com", "https://a.example.com/", "https://a.example.com:8443/x/v2.0"},
		[]string{"", "http://a.example.com", "https://", "https://user@a.example.com", "https://a.example.com?x", "https://a.example.com#x", "https://a.example.com//x", "https://a.example.com/$(X)", "https://a.example.com/a b", "a.example.com", "https://a.example.com:99999"}},
	{"CIDR", func() encoding.TextUnmarshaler { return new(CIDR) },
		[]string{"10.0.0.0/8", "0.0.0.0/0", "fd00::/8"},
		[]string{"", "10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "::ffff:10.0.0.0/104"}},
	{"Port", func() encoding.TextUnmarshaler { return new(Port) }, []string{"1", "65535"}, []string{"", "0", "65536", "-1", "5432.5", "postgres"}},
	{"DNSLabel", func() encoding.TextUnmarshaler { return new(DNSLabel) },
		[]string{"a", "a-1", "0x10", "true"},
		[]string{"", "-a", "a-", "A", "a_b", "a.b", "..", "a/b", strings.Repeat("a", 64)}},
	{"Namespace", func() encoding.TextUnmarshaler { return new(Namespace) }, []string{"metaflow"}, []string{"", "default", "kube-system", "Metaflow"}},
	{"Subject", func() encoding.TextUnmarshaler { return new(Subject) },
		[]string{"system:serviceaccount:metaflow:ui-backend"},
		[]string{"", "system:serviceaccount:metaflow", "System:serviceaccount:a:b", "system:serviceaccount:A:b", "system:serviceaccount:a:b:c", "repo:x"}},
	{"ClusterName", func() encoding.TextUnmarshaler { return new(ClusterName) },
		[]string{"aks-metaflow-prod", "A_1"}, []string{"", "..", "a/b", "-a", "a-", strings.Repeat("a", 64)}},
	{"StorageAccountName", func() encoding.TextUnmarshaler { return new(StorageAccountName) }, []string{"stmetaflow1"}, []string{"", "ab", "st-metaflow", "STMETAFLOW", strings.Repeat("a", 25)}},
	{"ContainerName", func() encoding.TextUnmarshaler { return new(ContainerName) }, []string{"metaflow", "a-b", strings.Repeat("a-", 31) + "a"}, []string{"", "ab", strings.Repeat("a-", 32) + "a", "a--b", "-ab", "ab-", "A"}},
	{"Sysroot", func() encoding.TextUnmarshaler { return new(Sysroot) }, []string{"metaflow/sysroot", "metaflow"}, []string{"", "/metaflow", "metaflow/", "a//b", "a b", "a/$(X)"}},
	{"VaultName", func() encoding.TextUnmarshaler { return new(VaultName) }, []string{"kv-metaflow-prod"}, []string{"", "1kv", "kv--x", "kv_x", strings.Repeat("k", 25)}},
	{"SecretName", func() encoding.TextUnmarshaler { return new(SecretName) }, []string{"metaflow-password", "true"}, []string{"", "a_b", "a/b", "p@ss"}},
	{"ResourceID", func() encoding.TextUnmarshaler { return new(ResourceID) },
		[]string{"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/dnsZones/example.com"},
		[]string{"", "example.com", "/subscriptions/x/resourceGroups/rg"}},
	{"ResourceGroupName", func() encoding.TextUnmarshaler { return new(ResourceGroupName) }, []string{"rg-metaflow", "rg(1)"}, []string{"", "rg.", "a/b", strings.Repeat("a", 91)}},
	{"Location", func() encoding.TextUnmarshaler { return new(Location) }, []string{"westeurope", "eastus2"}, []string{"", "West Europe", "west-europe"}},
	{"KubernetesVersion", func() encoding.TextUnmarshaler { return new(KubernetesVersion) }, []string{"1.34", "1.34.2"}, []string{"", "v1.34.2", "1", "1.34.x"}},
	{"DatabaseName", func() encoding.TextUnmarshaler { return new(DatabaseName) }, []string{"metaflow", "_a"}, []string{"", "1a", "a b", "a'b"}},
	{"RegistryHost", func() encoding.TextUnmarshaler { return new(RegistryHost) }, []string{"registry.example.com", "registry.example.com/mirror"}, []string{"", "https://registry.example.com", "registry.example.com/", "registry"}},
	{"ImageTag", func() encoding.TextUnmarshaler { return new(ImageTag) }, []string{"v2.5.1"}, []string{"", "latest", ".a", "a b", "a:b"}},
	{"ImageDigest", func() encoding.TextUnmarshaler { return new(ImageDigest) }, []string{"sha256:" + strings.Repeat("a", 64)}, []string{"", "sha256:abc", strings.Repeat("a", 64)}},
	{"StackName", func() encoding.TextUnmarshaler { return new(StackName) }, []string{"prod", strings.Repeat("a", 52)}, []string{"", "kustomization", "Prod", strings.Repeat("a", 53)}},
	{"CPU", func() encoding.TextUnmarshaler { return new(CPU) }, []string{"500m", "2", "0.5"}, []string{"", "0", "-1", "4Gi", "m"}},
	{"Memory", func() encoding.TextUnmarshaler { return new(Memory) }, []string{"512Mi", "1.5Gi", "2G"}, []string{"", "5m", "1GB", "1024", "-1Gi"}},
	{"Duration", func() encoding.TextUnmarshaler { return new(Duration) }, []string{"10m", "1h30m", "90s"}, []string{"", "10", "1d", "0m", "10m "}},
	{"Replicas", func() encoding.TextUnmarshaler { return new(Replicas) }, []string{"1", "100"}, []string{"", "0", "101", "1.5", "two"}},
	{"Switch", func() encoding.TextUnmarshaler { return new(Switch) }, []string{"true", "false"}, []string{"", "yes", "True", "1"}},
	{"Count", func() encoding.TextUnmarshaler { return new(Count) }, []string{"1", "100000"}, []string{"", "0", "100001", "1.5", "many"}},
	{"NodeLabel", func() encoding.TextUnmarshaler { return new(NodeLabel) }, []string{"pool=tasks", "metaflow.example.com/pool=gpu", "empty="}, []string{"", "pool", "=x", "a b=c", "a=b,c=d", "pool=a b", "/x=y"}},
	{"Taint", func() encoding.TextUnmarshaler { return new(Taint) }, []string{"sku=gpu:NoSchedule", "kubernetes.azure.com/scalesetpriority=spot:NoSchedule", "x=:NoExecute"}, []string{"", "sku=gpu", "sku:NoSchedule", "sku=gpu:Never", "sku=gpu:NoSchedule:x"}},
	{"ChartVersion", func() encoding.TextUnmarshaler { return new(ChartVersion) }, []string{"2.0.1", "1.0.0-rc.1"}, []string{"", "v2.0.1", "2", "2.0", "2.x", "~2.0.1", "*", ">=2.0.0"}},
	{"ChartRepository", func() encoding.TextUnmarshaler { return new(ChartRepository) }, []string{"https://charts.example.com/argo", "oci://registry.example.com/charts"}, []string{"", "http://charts.example.com", "https://user:pw@charts.example.com", "https://charts.example.com/", "charts.example.com", "git@x:y"}},
	{"Text", func() encoding.TextUnmarshaler { return new(Text) }, []string{"a", "true", "${x}", "a: b"}, []string{"", "a\nb", "a\x00", "$(A)", "a$$b"}},
	{"ListItem", func() encoding.TextUnmarshaler { return new(ListItem) }, []string{"CN=ops"}, []string{"", "a,b"}},
	{"Audience", func() encoding.TextUnmarshaler { return new(Audience) }, []string{"api://metaflow"}, []string{"", "a,b", "a=b"}},
	{"CredentialName", func() encoding.TextUnmarshaler { return new(CredentialName) }, []string{"ui-backend"}, []string{"", "ab", "a b c"}},
	{"Purpose", func() encoding.TextUnmarshaler { return new(Purpose) }, []string{"service", "task"}, []string{"", "services"}},
	{"ContractVersion", func() encoding.TextUnmarshaler { return new(ContractVersion) }, []string{"1"}, []string{"", "2", "1.0"}},
}

func TestTypes(t *testing.T) {
	for _, c := range cases {
		for _, s := range c.good {
			if err := c.fresh().UnmarshalText([]byte(s)); err != nil {
				t.Errorf("%s refuses %q: it %v", c.name, s, err)
			}
		}
		for _, s := range c.bad {
			err := c.fresh().UnmarshalText([]byte(s))
			if err == nil {
				t.Errorf("%s takes %q", c.name, s)
			} else if !strings.HasPrefix(err.Error(), "must ") {
				t.Errorf("%s on %q does not go on the sentence: %v", c.name, s, err)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"prod", "staging", "research"}
	for given, want := range map[string]string{"prdo": "prod", "stagin": "staging", "reserch": "research", "zzz": "", "": ""} {
		if got := Nearest(given, names); got != want {
			t.Errorf("nearest to %q is %q, want %q", given, got, want)
		}
	}
}

func TestParseImage(t *testing.T) {
	const digest = "sha256:00"
	for _, c := range []struct {
		reference  string
		want       Image
		repository string
	}{
		{"registry.example.com:5000/x/app", Image{"registry.example.com:5000/x/app", "", ""}, "x/app"},
		{"registry.example.com/app:v1@" + digest, Image{"registry.example.com/app", "v1", digest}, "app"},
		{"busybox:1", Image{"busybox", "1", ""}, "library/busybox"},
		{"grafana/grafana@" + digest, Image{"grafana/grafana", "", digest}, "grafana/grafana"},
		{"localhost/x", Image{"localhost/x", "", ""}, "x"},
	} {
		got := ParseImage(c.reference)
		if got != c.want || got.Repository() != c.repository || got.String() != c.reference {
			t.Errorf("%s is %+v with repository %q", c.reference, got, got.Repository())
		}
	}
}

func TestAmount(t *testing.T) {
	for _, c := range []struct{ less, more string }{{"500m", "1"}, {"512Mi", "1Gi"}, {"1G", "1Gi"}} {
		less, ok1 := Amount(c.less)
		more, ok2 := Amount(c.more)
		if !ok1 || !ok2 || less >= more {
			t.Errorf("%s is %v, %s is %v", c.less, less, c.more, more)
		}
	}
	if _, ok := Amount("1x"); ok {
		t.Error("what is no quantity was read")
	}
}
