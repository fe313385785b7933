package secret

import (
	"bytes"
	"regexp"
)

// Match is a place in a text where something of a credential's shape stands.
type Match struct {
	Start, End int
	// Name says what it looks like: "a storage account key".
	Name string
}

// shape is one kind of credential. Each has a few bytes that are always there,
// by which it is searched; the expression then looks at what is around them
// only. That is many times as fast as running the expressions over everything.
type shape struct {
	name   string
	anchor string
	// before and after are how far the credential may reach around the anchor.
	before, after int
	form          *regexp.Regexp
}

// Of a form with a group, the group is the credential.
func shapes() []shape {
	return []shape{
		{"a private key", "-----BEGIN ", 0, 16 << 10, regexp.MustCompile(`^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\z)`)},
		{"a JSON Web Token", "eyJ", 0, 4 << 10, regexp.MustCompile(`^eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?`)},
		{"a storage account key", "==", 87, 0, regexp.MustCompile(`(?:^|[^A-Za-z0-9+/])([A-Za-z0-9+/]{86}==)$`)},
		{"a storage account key", "%3D%3D", 259, 0, regexp.MustCompile(`(?:^|[^A-Za-z0-9+/%])((?:[A-Za-z0-9]|%2[BbFf]){86}%3D%3D)$`)},
		{"a connection string", "AccountKey=", 0, 512, regexp.MustCompile(`^AccountKey=[A-Za-z0-9+/=%]{16,}`)},
		{"a connection string", "SharedAccessKey=", 0, 512, regexp.MustCompile(`^SharedAccessKey=[A-Za-z0-9+/=%]{16,}`)},
		{"a signature of a shared access signature (SAS)", "sig=", 0, 512, regexp.MustCompile(`^sig=[A-Za-z0-9+/%]{20,}=*`)},
		{"an Entra ID client secret", "Q~", 4, 40, regexp.MustCompile(`[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}`)},
		{"a URL with a password", "://", 0, 512, regexp.MustCompile(`^://[^\s/:@"'<>$(){}]+:[^\s/:@"'<>$(){}]{3,}@`)},
		{"a GitHub token", "ghp_", 0, 64, regexp.MustCompile(`^ghp_[A-Za-z0-9]{36}`)},
		{"a GitHub token", "ghs_", 0, 64, regexp.MustCompile(`^ghs_[A-Za-z0-9]{36}`)},
		{"a GitHub token", "github_pat_", 0, 256, regexp.MustCompile(`^github_pat_[A-Za-z0-9_]{30,}`)},
	}
}

// Scanner finds what has the shape of a credential.
type Scanner struct{ shapes []shape }

// NewScanner makes a Scanner.
func NewScanner() *Scanner { return &Scanner{shapes()} }

// Find returns the matches in a text, in no particular order.
func (s *Scanner) Find(text []byte) []Match {
	var found []Match
	for _, k := range s.shapes {
		found = append(found, k.find(text)...)
	}
	return found
}

func (k shape) find(text []byte) []Match {
	var found []Match
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(k.anchor))
		if i < 0 {
			return found
		}
		at := from + i
		from = at + len(k.anchor)
		begin := max(0, at-k.before)
		m := k.form.FindSubmatchIndex(text[begin:min(len(text), from+k.after)])
		if m == nil {
			continue
		}
		start, end := begin+m[0], begin+m[1]
		if len(m) > 2 && m[2] >= 0 {
			start, end = begin+m[2], begin+m[3]
		}
		if !bytes.HasSuffix(text[:start], []byte("sha512-")) { // a checksum, as lock files have it
			found = append(found, Match{start, end, k.name})
		}
		from = max(from, end)
	}
}
