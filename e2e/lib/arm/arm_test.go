package arm

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	testTenant = "fd959e53-4c40-4c38-bf91-2400835a2e22"
	someone    = "b0f1a8a4-53c8-4d0b-8f3d-3f2f1c6f7a55"
	another    = "7765194f-7167-45ce-b529-0ecda0de3458"
	testGroup  = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg"
)

// client asks the stand-in as a principal.
type client struct {
	t    *testing.T
	c    *Cloud
	who  string
	http *http.Client
}

func newClient(t *testing.T) client {
	t.Helper()
	c := Start(t, testTenant)
	proxy := &url.URL{Scheme: "http", Host: c.proxy}
	return client{t: t, c: c, who: someone, http: &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: c.Pool}}}}
}

// ask returns status, code and body of an answer.
func (c client) ask(method, address string, body object) (int, string, object) {
	c.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	if strings.HasPrefix(address, "/") {
		address = "https://" + managementHost + address
	}
	request, err := http.NewRequest(method, address+"?api-version=any", bytes.NewReader(data))
	if err != nil {
		c.t.Fatal(err)
	}
	audience := "https://" + managementHost
	if strings.Contains(address, vaultSuffix) {
		audience = "https://vault.azure.net"
	}
	request.Header.Set("Authorization", "Bearer "+c.c.token(audience, c.who))
	response, err := c.http.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	said, _ := io.ReadAll(response.Body)
	var o object
	_ = json.Unmarshal(said, &o)
	code := text(o, "error", "innererror", "code")
	if code == "" {
		code = text(o, "error", "code")
	}
	return response.StatusCode, code, o
}

// wants asks, and holds the answer to a status and a code of error.
func (c client) wants(status int, code, method, address string, body object) object {
	c.t.Helper()
	got, said, o := c.ask(method, address, body)
	if got != status || said != code {
		c.t.Fatalf("%s %s: %d %s, not %d %s\n%v", method, address, got, said, status, code, o)
	}
	return o
}

// inGroup is a client with all providers and a group.
func inGroup(t *testing.T) client {
	c := newClient(t)
	c.c.Register("77bceb8e-90a4-4e64-8659-cb83b3a05665")
	c.wants(201, "", "PUT", testGroup, object{"location": "westeurope"})
	return c
}

func (c client) path(kind, name string) string { return testGroup + "/providers/" + kind + "/" + name }

func TestRegistration(t *testing.T) {
	c := newClient(t)
	c.wants(201, "", "PUT", testGroup, object{"location": "westeurope"})
	identity := c.path("Microsoft.ManagedIdentity/userAssignedIdentities", "one")
	c.wants(409, "MissingSubscriptionRegistration", "PUT", identity, object{"location": "westeurope"})
	provider := "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/providers/Microsoft.ManagedIdentity"
	if o := c.wants(200, "", "GET", provider, nil); o["registrationState"] != "NotRegistered" {
		t.Error(o)
	}
	c.wants(200, "", "POST", provider+"/register", nil)
	if o := c.wants(200, "", "GET", provider, nil); o["registrationState"] != "Registered" {
		t.Error(o)
	}
	c.wants(201, "", "PUT", identity, object{"location": "westeurope"})
}

func (c client) vault(name, mode string) object {
	return object{"location": "westeurope", "properties": object{"createMode": mode, "enablePurgeProtection": true, "softDeleteRetentionInDays": 90}}
}

func TestVaultRoles(t *testing.T) {
	c := inGroup(t)
	c.c.Propagation = time.Hour
	vault := c.path("Microsoft.KeyVault/vaults", "kv-one")
	c.wants(201, "", "PUT", vault, c.vault("kv-one", "default"))
	secret := "https://kv-one.vault.azure.net/secrets/word"
	c.wants(403, "ForbiddenByRbac", "GET", secret, nil)
	role := func(name, who string) (string, object) {
		return vault + "/providers/Microsoft.Authorization/roleAssignments/" + uuid(name), object{"properties": object{
			"principalId": ObjectID(who), "roleDefinitionId": "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/b86a8fe4-44ce-4948-aee5-eccb2c155cd7"}}
	}
	path, body := role("first", someone)
	c.wants(201, "", "PUT", path, body)
	c.wants(403, "ForbiddenByRbac", "GET", secret, nil)
	c.c.Propagation = 0
	c.wants(404, "SecretNotFound", "GET", secret, nil)
	c.wants(200, "", "PUT", secret, object{"value": "mellon"})
	again, body := role("second", someone)
	c.wants(409, "RoleAssignmentExists", "PUT", again, body)
	c.who = another
	c.wants(403, "ForbiddenByRbac", "GET", secret, nil)
	c.c.Groups["28cc0d89-007a-4d47-a93a-2319260dae3f"] = []string{ObjectID(another)}
	path, body = role("third", "")
	put(body, "28cc0d89-007a-4d47-a93a-2319260dae3f", "properties", "principalId")
	c.wants(201, "", "PUT", path, body)
	c.wants(200, "", "GET", secret, nil)
}

func TestDeletedVault(t *testing.T) {
	c := inGroup(t)
	vault := c.path("Microsoft.KeyVault/vaults", "kv-one")
	deleted := "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/kv-one"
	c.wants(201, "", "PUT", vault, c.vault("kv-one", "default"))
	c.wants(404, "DeletedVaultNotFound", "GET", deleted, nil)
	c.wants(200, "", "DELETE", vault, nil)
	c.wants(200, "", "GET", deleted, nil)
	c.wants(409, "ConflictError", "PUT", vault, c.vault("kv-one", "default"))
	c.wants(400, "DeletedVaultPurge", "POST", deleted+"/purge", nil)
	c.wants(201, "", "PUT", vault, c.vault("kv-one", "recover"))
	c.wants(404, "DeletedVaultNotFound", "GET", deleted, nil)
	c.wants(400, "BadRequest", "PATCH", vault, object{"properties": object{"enablePurgeProtection": false}})
	c.wants(400, "BadRequest", "PATCH", vault, object{"properties": object{"softDeleteRetentionInDays": 7}})
}

func TestNamesTaken(t *testing.T) {
	c := inGroup(t)
	c.wants(201, "", "PUT", testGroup+"2", object{"location": "westeurope"})
	for kind, code := range map[string]string{
		"Microsoft.KeyVault/vaults":                 "VaultAlreadyExists",
		"Microsoft.Storage/storageAccounts":         "StorageAccountAlreadyTaken",
		"Microsoft.DBforPostgreSQL/flexibleServers": "ServerNameAlreadyExists",
	} {
		c.c.Put(testGroup+"/providers/"+kind+"/taken", object{"location": "westeurope", "sku": object{"name": "Standard_LRS"}})
		c.wants(409, code, "PUT", testGroup+"2/providers/"+kind+"/taken", object{"location": "westeurope", "sku": object{"name": "Standard_LRS"}})
	}
}

// cluster makes what a cluster needs, and returns one.
func (c client) cluster() (string, object) {
	network := c.path("Microsoft.Network/virtualNetworks", "vnet")
	c.c.Put(network, object{"properties": object{"addressSpace": object{"addressPrefixes": []any{"10.20.0.0/16"}}}})
	c.c.Put(network+"/subnets/nodes", object{"properties": object{"addressPrefix": "10.20.0.0/20"}})
	for _, name := range []string{"control", "kubelet"} {
		c.c.Put(c.path("Microsoft.ManagedIdentity/userAssignedIdentities", name), object{"location": "westeurope"})
	}
	control, kubelet := c.path("Microsoft.ManagedIdentity/userAssignedIdentities", "control"), c.path("Microsoft.ManagedIdentity/userAssignedIdentities", "kubelet")
	c.c.Put(kubelet+"/providers/Microsoft.Authorization/roleAssignments/"+uuid("operator"), object{"properties": object{
		"principalId": text(c.c.Get(control), "properties", "principalId"), "roleDefinitionId": "/f1a07417-d97a-45cb-824c-7a7467783830"}})
	return c.path("Microsoft.ContainerService/managedClusters", "aks"), object{
		"location": "westeurope", "sku": object{"tier": "Free"}, "identity": object{"userAssignedIdentities": object{control: object{}}},
		"properties": object{
			"kubernetesVersion": "1.36", "networkProfile": object{"podCidr": "10.244.0.0/16", "serviceCidr": "10.0.0.0/16"},
			"identityProfile":   object{"kubeletidentity": object{"resourceId": kubelet}},
			"agentPoolProfiles": []any{object{"name": "system", "vnetSubnetID": network + "/subnets/nodes"}},
		}}
}

func TestClusterRefused(t *testing.T) {
	for name, test := range map[string]struct {
		path  []string
		value any
		code  string
	}{
		"pods in a reserved range":         {[]string{"properties", "networkProfile", "podCidr"}, "172.30.0.0/16", "InvalidParameter"},
		"services in a reserved range":     {[]string{"properties", "networkProfile", "serviceCidr"}, "192.0.2.0/25", "InvalidParameter"},
		"pods and services overlap":        {[]string{"properties", "networkProfile", "serviceCidr"}, "10.244.128.0/17", "InvalidParameter"},
		"pods in the network":              {[]string{"properties", "networkProfile", "podCidr"}, "10.20.128.0/17", "InvalidParameter"},
		"services in a subnet":             {[]string{"properties", "networkProfile", "serviceCidr"}, "10.20.1.0/24", "ServiceCidrOverlapExistingSubnetsCidr"},
		"a version that never was":         {[]string{"properties", "kubernetesVersion"}, "1.22", "K8sVersionNotSupported"},
		"a version that ended":             {[]string{"properties", "kubernetesVersion"}, "1.33.2", "K8sVersionNotSupported"},
		"long-term support without tier":   {[]string{"properties", "supportPlan"}, "AKSLongTermSupport", "BadRequest"},
		"a kubelet identity without right": {[]string{"identity", "userAssignedIdentities"}, object{}, "CustomKubeletIdentityMissingPermissionError"},
	} {
		t.Run(name, func(t *testing.T) {
			c := inGroup(t)
			path, body := c.cluster()
			put(body, test.value, test.path...)
			c.wants(400, test.code, "PUT", path, body)
		})
	}
}

func TestUpgrade(t *testing.T) {
	c := inGroup(t)
	path, body := c.cluster()
	put(body, "patch", "properties", "autoUpgradeProfile", "upgradeChannel")
	c.wants(201, "", "PUT", path, body)
	raised := c.wants(200, "", "GET", path, nil)
	put(raised, "1.37", "properties", "kubernetesVersion")
	c.wants(400, "NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged", "PUT", path, raised)
	put(raised, "none", "properties", "autoUpgradeProfile", "upgradeChannel")
	pool := path + "/agentPools/system"
	newer := c.wants(200, "", "GET", pool, nil)
	put(newer, "1.37", "properties", "orchestratorVersion")
	c.wants(400, "NodePoolMcVersionIncompatible", "PUT", pool, newer)
	c.wants(200, "", "PUT", path, raised)
	c.wants(200, "", "PUT", pool, newer)
	put(raised, "1.36", "properties", "kubernetesVersion")
	c.wants(400, "OperationNotAllowed", "PUT", path, raised)
}

// TestTable holds the table of versions to the one that the module has.
func TestTable(t *testing.T) {
	data, err := os.ReadFile("../../../terraform/modules/kubernetes-version/kubernetes-versions.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Date     string
		Versions map[string]struct {
			Ends     string
			LongEnds string `json:"lts_ends"`
		}
	}
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	if table.Date != Table {
		t.Errorf("the table of the module is of %s, not %s", table.Date, Table)
	}
	for _, r := range releases {
		v := table.Versions[fmt.Sprint("1.", r.minor)]
		if v.Ends != r.end || v.LongEnds != r.longEnd {
			t.Errorf("1.%d ends on %s and %s in the module, on %s and %s here", r.minor, v.Ends, v.LongEnds, r.end, r.longEnd)
		}
	}
}

func TestEndedClusterGoesOn(t *testing.T) {
	c := inGroup(t)
	path, body := c.cluster()
	c.wants(201, "", "PUT", path, body)
	c.c.Today = "2027-08-01"
	c.wants(200, "", "PUT", path, c.wants(200, "", "GET", path, nil))
}

func TestSaved(t *testing.T) {
	c := inGroup(t)
	file := filepath.Join(t.TempDir(), "cloud.json")
	if err := c.c.Save(file); err != nil {
		t.Fatal(err)
	}
	c.wants(200, "", "DELETE", testGroup, nil)
	c.wants(404, "ResourceNotFound", "GET", testGroup, nil)
	if err := c.c.Load(file); err != nil {
		t.Fatal(err)
	}
	c.wants(200, "", "GET", testGroup, nil)
}

func TestNobody(t *testing.T) {
	c := newClient(t)
	response, err := c.http.Get("https://" + managementHost + testGroup)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Error(response.Status)
	}
	if _, err := c.http.Get("https://example.com/"); err == nil {
		t.Error("something left the machine")
	}
}
