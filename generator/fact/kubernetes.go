package fact

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// DNSLabel is a name that Kubernetes takes everywhere: namespaces, service
// accounts, stacks.
type DNSLabel struct{ text }

var dnsLabel = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// UnmarshalText parses a DNS label of RFC 1123.
func (d *DNSLabel) UnmarshalText(b []byte) error {
	return d.match(b, dnsLabel, "a DNS label: 1 to 63 lower-case letters, digits and hyphens that starts and ends with a letter or digit")
}

// StackName is the name of a stack: a folder, a Terraform workspace, and the
// start of names that Kubernetes must hold as labels.
type StackName struct{ DNSLabel }

// UnmarshalText leaves room for the longest suffix, "-foundation", and refuses
// the name that would make the stack's file a kustomization file.
func (s *StackName) UnmarshalText(b []byte) error {
	if err := s.DNSLabel.UnmarshalText(b); err != nil {
		return err
	}
	if len(b) > 52 || string(b) == "kustomization" {
		s.s = ""
		return errors.New(`must be a DNS label of at most 52 characters, and not "kustomization"`)
	}
	return nil
}

// Namespace is a DNSLabel that is no namespace of Kubernetes itself.
type Namespace struct{ DNSLabel }

// UnmarshalText refuses kube-* and default: workload identity's webhook skips
// kube-system, and default cannot be owned by a stack.
func (n *Namespace) UnmarshalText(b []byte) error {
	if err := n.DNSLabel.UnmarshalText(b); err != nil {
		return err
	}
	if strings.HasPrefix(n.s, "kube-") || n.s == "default" {
		n.s = ""
		return errors.New(`must not be "default" or start with "kube-", which belong to Kubernetes`)
	}
	return nil
}

// ObjectName is the name of a Kubernetes object: a DNS subdomain.
type ObjectName struct{ text }

var objectName = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

// UnmarshalText parses a DNS subdomain of RFC 1123.
func (o *ObjectName) UnmarshalText(b []byte) error {
	return o.match(b, objectName, "an object name: 1 to 253 lower-case letters, digits, hyphens and full stops")
}

// KubernetesVersion is MAJOR.MINOR or MAJOR.MINOR.PATCH.
type KubernetesVersion struct{ text }

var kubernetesVersion = regexp.MustCompile(`^1\.[0-9]{2}(\.[0-9]{1,3})?$`)

// UnmarshalText parses a version of Kubernetes without a leading v.
func (k *KubernetesVersion) UnmarshalText(b []byte) error {
	return k.match(b, kubernetesVersion, `a Kubernetes version without "v", such as "1.36" or "1.36.3"`)
}

// Minor returns the second number, such as 34.
func (k KubernetesVersion) Minor() int {
	parts := strings.Split(k.s, ".")
	if len(parts) < 2 {
		return 0
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		panic("fact: a version that was parsed: " + k.s)
	}
	return n
}

// ContractVersion is the version of the output contract; only "1" exists.
type ContractVersion struct{ text }

// UnmarshalText refuses every version but "1".
func (c *ContractVersion) UnmarshalText(b []byte) error {
	if string(b) != "1" {
		return errors.New(`must be "1", the only version that this generator reads; update the generator or terraform/outputs.tf`)
	}
	c.s = "1"
	return nil
}

// Duration is a span of time as Go, Flux and Argo CD write it.
type Duration struct{ text }

var duration = regexp.MustCompile(`^([1-9][0-9]*h)?([1-9][0-9]*m)?([1-9][0-9]*s)?$`)

// UnmarshalText parses hours, minutes and seconds.
func (d *Duration) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		return errors.New(`must be a duration such as "10m" or "1h30m"`)
	}
	return d.match(b, duration, `a duration such as "10m" or "1h30m"`)
}

// Seconds is how many seconds it is.
func (d Duration) Seconds() int {
	span, _ := time.ParseDuration(d.s) // which the pattern is a part of; nothing is none
	return int(span.Seconds())
}

// Replicas is a number of pods from 1 to 100.
type Replicas struct{ n int }

// UnmarshalText parses the number.
func (r *Replicas) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 1 || n > 100 {
		return errors.New("must be a whole number from 1 to 100")
	}
	r.n = n
	return nil
}

// Int returns the number.
func (r Replicas) Int() int { return r.n }

// Count is a whole number from 1 to 100000.
type Count struct{ n int }

// UnmarshalText parses the number.
func (c *Count) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 1 || n > 100000 {
		return errors.New("must be a whole number from 1 to 100000")
	}
	c.n = n
	return nil
}

// Int returns the number.
func (c Count) Int() int { return c.n }

// String returns the number in digits.
func (c Count) String() string { return strconv.Itoa(c.n) }
