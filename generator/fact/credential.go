package fact

import (
	"errors"
	"regexp"
	"strings"
)

// Subject is the subject of a federated credential for a service account:
// system:serviceaccount:NAMESPACE:NAME, case-sensitive. Another form of
// subject has no namespace and no name.
type Subject struct {
	text
	namespace, name string
}

const subjectPrefix = "system:serviceaccount:"

// UnmarshalText parses a subject; its parts must be names that Kubernetes can
// hold, since any other subject never matches a token.
func (s *Subject) UnmarshalText(b []byte) error {
	const want = "must be " + subjectPrefix + "NAMESPACE:NAME, all in lower case; Entra ID compares to the letter, and answers AADSTS700213 to any other"
	rest, ok := strings.CutPrefix(string(b), subjectPrefix)
	if !ok || len(b) > 600 {
		return errors.New(want)
	}
	namespace, name, ok := strings.Cut(rest, ":")
	if !ok || !dnsLabel.MatchString(namespace) || !objectName.MatchString(name) {
		return errors.New(want)
	}
	s.s, s.namespace, s.name = string(b), namespace, name
	return nil
}

// SubjectOf writes the subject of a service account.
func SubjectOf(namespace, name string) string {
	return subjectPrefix + namespace + ":" + name
}

// CredentialName is the name of a federated credential.
type CredentialName struct{ text }

var credentialName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$`)

// UnmarshalText parses 3 to 120 letters, digits, hyphens and underscores.
func (c *CredentialName) UnmarshalText(b []byte) error {
	return c.match(b, credentialName, "a federated credential name of 3 to 120 letters, digits, hyphens and underscores")
}

// Purpose says whom a workload identity is for: "service" or "task".
type Purpose struct{ text }

// UnmarshalText parses one of the two purposes.
func (p *Purpose) UnmarshalText(b []byte) error { return p.oneOf(b, "service", "task") }
