package identity

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// check checks that each SecretProviderClass that is mounted is there, and that those
// of Azure's provider read what they are there for, as its workload identity.
func (f classes) check() {
	for _, p := range f.AllPods() {
		for _, name := range p.SecretClasses() {
			if _, found := f.Find("SecretProviderClass", f.whereRuns(p), name); !found {
				f.unknownClass(p, name)
			}
		}
	}
	for _, o := range f.Rendered.Objects {
		if o.Kind == "SecretProviderClass" {
			f.class(o)
		}
	}
}

func (f classes) unknownClass(p manifest.Pod, name string) {
	gone := manifest.Object{APIVersion: "secrets-store.csi.x-k8s.io/v1", Kind: "SecretProviderClass", Namespace: f.whereRuns(p), Name: name}
	f.Absent(gone, p.Owner, f.volumeOf(p, name), "Unknown SecretProviderClass", "The pods of %s mount SecretProviderClass %q, which is not in namespace %s: FailedMount, and the pods wait forever. Bring it, or name one that is there.", p.Owner, name, gone.Namespace)
}

// class checks one, by the parameters that the provider reads. It takes spaces around
// them for nothing.
func (f classes) class(o manifest.Object) {
	_, isService := f.ofService(o.Namespace, o.Name)
	if provider := manifest.Text(o.Fields, "spec", "provider"); provider != "azure" {
		if isService {
			f.Object(o, []string{"spec", "provider"}, "Wrong provider of secrets", "%s has provider %q, but its secrets are in Key Vault, which provider azure reads: FailedMount. Leave it as it is in base/.", o, provider)
		}
		return
	}
	f.classTenant(o)
	f.classIdentity(o)
	if isService || f.isServices(f.parameter(o, "clientID")) {
		f.classVault(o)
	}
	if isService {
		f.classObjects(o)
	}
}

func (f classes) parameter(o manifest.Object, name string) string {
	return strings.TrimSpace(manifest.Text(o.Fields, "spec", "parameters", name))
}

// isServices reports whether a client id is the identity of a service.
func (f classes) isServices(id string) bool {
	for _, need := range f.Stack.Needs() {
		if f.Stack.Contract.WorkloadIdentities[need.Key].ClientID.String() == id {
			return true
		}
	}
	return false
}

// classTenant checks the tenant, of which the provider knows two spellings: the first
// one wins.
func (f classes) classTenant(o manifest.Object) {
	isGiven := false
	for _, name := range []string{"tenantID", "tenantId"} {
		if f.parameter(o, name) != "" {
			isGiven = true
			f.tenant(o, []string{"spec", "parameters", name})
		}
	}
	if !isGiven {
		f.tenant(o, []string{"spec", "parameters", "tenantId"})
	}
}

// classIdentity checks that the vault is read as a workload identity.
func (f classes) classIdentity(o manifest.Object) {
	for _, way := range []string{"usePodIdentity", "useVMManagedIdentity"} {
		text := f.parameter(o, way)
		if is, err := strconv.ParseBool(text); text != "" && (err != nil || is) {
			f.Object(o, []string{"spec", "parameters", way}, "Invalid identity", "%s has %s: %q, so it would act as the node and not as clientID: FailedMount, Identity not found. Remove it.", o, way, text)
		}
	}
	if id := f.parameter(o, "userAssignedIdentityID"); id != "" {
		f.Object(o, []string{"spec", "parameters", "userAssignedIdentityID"}, "Invalid identity", "%s has userAssignedIdentityID %q, an identity of the node, where clientID has the workload identity. Remove it.", o, id)
	}
}

// classVault checks that it is the stack's vault, in the stack's cloud.
func (f classes) classVault(o manifest.Object) {
	if got, want := f.parameter(o, "keyvaultName"), f.Stack.Contract.KeyVault.Name.String(); got != want {
		f.Object(o, []string{"spec", "parameters", "keyvaultName"}, "Wrong vault", "%s reads vault %q, but the stack's key_vault is %s, on which its identity has its role: FailedMount, Forbidden. Leave keyvaultName as it is planned.", o, got, want)
	}
	planned, _ := f.Rendered.Planned(o, "spec", "parameters", "cloudName")
	if got, want := f.parameter(o, "cloudName"), manifest.Text(planned); got != want && (want != "" || !strings.EqualFold(got, "AzurePublicCloud")) {
		f.Object(o, []string{"spec", "parameters", "cloudName"}, "Wrong vault", "%s reads in cloud %q, but the vault of the stack is in %q: FailedMount, no such host. Leave cloudName as it is planned.", o, got, cmp.Or(want, "AzurePublicCloud"))
	}
	if name := f.parameter(o, "cloudEnvFileName"); name != "" {
		f.Object(o, []string{"spec", "parameters", "cloudEnvFileName"}, "Wrong vault", "%s takes the addresses of the cloud from the file %q of the node, which nobody reviewed. Remove it.", o, name)
	}
}

// vaultObject is what a class reads, and the file that it writes.
type vaultObject struct{ name, kind, file, coding string }

// classObjects checks that a class of a service reads what was planned, into files
// alone.
func (f classes) classObjects(o manifest.Object) {
	path := []string{"spec", "parameters", "objects"}
	planned, _ := f.Rendered.Planned(o, path...)
	want, _ := vaultObjects(manifest.Text(planned))
	got, err := vaultObjects(manifest.Text(o.Get(path...)))
	if err != nil || !slices.Equal(got, want) {
		f.Object(o, path, "Secrets not as planned", "%s reads %s, but its pods need %s: they would not start, or start with the secret of another. Leave objects as they are planned; make a class of your own for further secrets.", o, saysObjects(got, err), saysObjects(want, nil))
	}
	if isPlanned := f.isAsPlanned(o, "spec", "secretObjects"); !isPlanned && o.Get("spec", "secretObjects") != nil {
		f.Object(o, []string{"spec", "secretObjects"}, "Secret copied into the cluster", "%s has spec.secretObjects, which would copy the secrets of the vault into Secrets of the cluster, for everybody who may read those there. Remove it; pods read the files.", o)
	}
}

// isAsPlanned reports whether a field is what was planned.
func (f classes) isAsPlanned(o manifest.Object, path ...string) bool {
	planned, _ := f.Rendered.Planned(o, path...)
	return reflect.DeepEqual(manifest.Plain(planned), o.Get(path...))
}

// vaultObjects reads the list of objects as the provider does, in order.
func vaultObjects(text string) ([]vaultObject, error) {
	content, err := manifest.Decode([]byte(text))
	if err != nil {
		return nil, err
	}
	var all []vaultObject
	for _, item := range manifest.Items(content, "array") {
		entry, err := manifest.Decode([]byte(manifest.Text(item)))
		if err != nil || manifest.IsScalar(entry) {
			return nil, fmt.Errorf("an item that is no object of a vault")
		}
		name := manifest.Text(entry, "objectName")
		coding := manifest.Text(entry, "objectEncoding") + manifest.Text(entry, "objectFormat")
		if history := manifest.Text(entry, "objectVersionHistory"); history != "" && history != "0" && history != "1" {
			coding += " " + history + " versions"
		}
		all = append(all, vaultObject{name, manifest.Text(entry, "objectType"), cmp.Or(manifest.Text(entry, "objectAlias"), name), strings.TrimPrefix(coding, "utf-8")})
	}
	slices.SortFunc(all, func(a, b vaultObject) int { return strings.Compare(a.file+" "+a.name, b.file+" "+b.name) })
	return all, nil
}

func saysObjects(all []vaultObject, err error) string {
	if err != nil {
		return "what the provider cannot parse"
	}
	var says []string
	for _, v := range all {
		says = append(says, strings.TrimSpace(fmt.Sprintf("%s %q as file %q %s", v.kind, v.name, v.file, v.coding)))
	}
	if says == nil {
		return "nothing"
	}
	return strings.Join(says, ", ")
}
