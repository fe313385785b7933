package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// joins finds for each use the one credential that lets it log in.
func (f checks) joins(uses []use) {
	holders := f.holders()
	for _, u := range uses {
		if u.clientID == "" {
			f.Object(u.object, u.path, "Missing client id", "%s names no client id, so nobody would know whom to act as: the webhook would leave AZURE_CLIENT_ID unset, and the Key Vault driver would not mount. Take it from the output workload_identities.", u.object)
			continue
		}
		h, ok := holders[u.clientID]
		if !ok {
			f.Object(u.object, u.path, "Unknown identity", "%s acts as client id %s, which is no identity of this stack. Azure would answer AADSTS700016. Take the client id from the output workload_identities.", u.object, u.clientID)
			continue
		}
		f.join(u, h)
	}
}

// join finds the one credential that lets a use log in.
func (f checks) join(u use, h holder) {
	issuer := f.Stack.Contract.Cluster.OIDCIssuerURL.String()
	var near []string
	for i, c := range h.credentials {
		wrong := mismatch(c, issuer, u.subject)
		if wrong == "" {
			return
		}
		near = append(near, fmt.Sprintf("credential %q has %s", h.credentials[i].Name, wrong))
	}
	if len(near) == 0 {
		near = []string{"it has no credential at all (AADSTS70021)"}
	}
	const says = "%s must log in as the identity at %s, but no federated credential there has issuer %q, subject %q and audience %q: %s. "
	args := []any{u.object, h.path, issuer, u.subject, tokenAudience, strings.Join(near, "; ")}
	if u.isPlanned {
		f.At(f.Stack.Fact(h.path+".federated_credentials"), "No federated credential fits", says+"Correct it in Terraform, apply, and record the outputs again.", args...)
		return
	}
	o, path := u.blamed(f)
	f.Object(o, path, "No federated credential fits", says+"Give the account, its name and its namespace that the credential is for; for an account of your own, add a credential in Terraform.", args...)
}

// blamed is what is most likely wrong in a use that is not as it was planned: the
// account of the pods that mount a class, the client id, or the account's own name.
func (u use) blamed(f checks) (manifest.Object, []string) {
	if u.pod.Owner.Kind != "" && f.IsSet(u.pod.Owner, u.pod.AccountAt...) {
		return u.pod.Owner, u.pod.AccountAt
	}
	if f.IsSet(u.object, u.path...) {
		return u.object, u.path
	}
	for _, field := range []string{"name", "namespace"} {
		if f.IsSet(u.object, "metadata", field) {
			return u.object, []string{"metadata", field}
		}
	}
	if u.pod.Owner.Kind != "" && cmp.Or(u.pod.Account(), "default") != u.object.Name {
		return u.pod.Owner, u.pod.AccountAt
	}
	return u.object, u.path
}

// mismatch says in what a credential differs from a token, and which error of
// Entra ID that would be.
func mismatch(c stack.Credential, issuer, subject string) string {
	switch {
	case c.Subject.String() != subject:
		return fmt.Sprintf("the subject %q (AADSTS700213)", c.Subject)
	case c.Issuer.String() != issuer:
		return fmt.Sprintf("the issuer %q (AADSTS700211)", c.Issuer)
	case !slices.ContainsFunc(c.Audiences, func(a fact.Text) bool { return a.String() == tokenAudience }):
		return fmt.Sprintf("the audiences %v (AADSTS700212)", c.Audiences)
	}
	return ""
}

// maxCredentials is Azure's limit for one identity or application.
const maxCredentials = 20

// credentials checks what must hold for the credentials of one identity: that
// Azure can hold them, and that each lets somebody in whom this stack has. A
// credential for another cluster, to which the stack moves, has the same
// subject.
func (f checks) credentials(h holder, uses []use) {
	at := f.Stack.Fact(h.path + ".federated_credentials")
	if n := len(h.credentials); n > maxCredentials {
		f.At(at, "Too many credentials", "The identity at %s has %d federated credentials; Azure allows %d, and refuses the next one. Remove those of clusters that are gone.", h.path, n, maxCredentials)
	}
	pairs, names := map[string]string{}, map[string]int{}
	for i, c := range h.credentials {
		key := c.Issuer.String() + " " + c.Subject.String()
		other, twice := pairs[key]
		first, isNamed := names[c.Name.String()]
		switch {
		case isNamed:
			f.At(at, "Duplicate credential", "The credentials %d and %d of the identity at %s have the same name, %q. Azure takes one of them; give the other a name of its own, or remove it.", first+1, i+1, h.path, c.Name)
		case twice:
			f.At(at, "Duplicate credential", "The credentials %q and %q of the identity at %s have the same issuer and subject. Azure takes one of them; remove the other.", other, c.Name, h.path)
		}
		pairs[key], names[c.Name.String()] = c.Name.String(), i
		if len(c.Audiences) > 1 {
			f.At(at, "Several audiences", "The credential %q of the identity at %s has %d audiences, but Azure takes exactly one: %q.", c.Name, h.path, len(c.Audiences), tokenAudience)
		}
		if h.used && c.Subject.String() != h.subject && !slices.ContainsFunc(uses, func(u use) bool { return u.subject == c.Subject.String() && f.sameHolder(u, h) }) {
			f.At(at, "Unused credential", "The credential %q lets %q act as the identity at %s, but nothing in this stack does so under that name. Whoever could make that service account would have the identity's rights. Correct the subject, or remove the credential in Terraform.", c.Name, c.Subject, h.path)
		}
	}
}

// sameHolder reports whether a use acts as an identity. An account whose client
// id is wrong is reported as such, and its credential is no further mistake.
func (f checks) sameHolder(u use, h holder) bool {
	if u.clientID == h.clientID {
		return true
	}
	_, known := f.holders()[u.clientID]
	return !known
}
