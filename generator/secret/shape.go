package secret

import (
	"bytes"
	"strings"
)

// Match is a place in a text where something of a credential's shape stands.
type Match struct {
	Start, End int
	// Name says what it looks like: "a storage account key".
	Name string
}

// shape is one kind of credential. Each has a few bytes that are always there,
// by which it is searched; look then decides, by what stands around them. No
// regular expressions: compiling them alone would take longer than all of this.
type shape struct {
	name   string
	anchor string
	// look returns where the credential with its anchor at this place begins
	// and ends; end is 0 when there is none.
	look func(text []byte, at int) (start, end int)
}

// shapes are the credentials that could get into outputs of Terraform, or into
// what people write beside them.
var shapes = []shape{
	{"a private key", "-----BEGIN ", privateKey},
	{"a JSON Web Token", "eyJ", webToken},
	{"a storage account key", "==", storageKey},
	{"a storage account key", "%3D%3D", escapedStorageKey},
	{"a connection string", "AccountKey=", prefixed("AccountKey=", base64Set+"%", 16)},
	{"a connection string", "SharedAccessKey=", prefixed("SharedAccessKey=", base64Set+"%", 16)},
	{"a signature of a shared access signature (SAS)", "sig=", prefixed("sig=", base64Set+"%", 20)},
	{"an Entra ID client secret", "Q~", clientSecret},
	{"a URL with a password", "://", passwordURL},
	{"a GitHub token", "ghp_", prefixed("ghp_", wordSet, 36)},
	{"a GitHub token", "ghs_", prefixed("ghs_", wordSet, 36)},
	{"a GitHub token", "github_pat_", prefixed("github_pat_", wordSet, 30)},
}

const (
	alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	base64Set    = alphanumeric + "+/="
	wordSet      = alphanumeric + "_"
	tokenSet     = wordSet + "-"
	secretSet    = tokenSet + ".~"
)

// span is how many bytes from a place on are of a set.
func span(text []byte, from int, set string) int {
	n := 0
	for from+n < len(text) && strings.IndexByte(set, text[from+n]) >= 0 {
		n++
	}
	return n
}

// spanBefore is how many bytes before a place are of a set, up to a limit.
func spanBefore(text []byte, to int, set string, limit int) int {
	n := 0
	for n < limit && to-n > 0 && strings.IndexByte(set, text[to-n-1]) >= 0 {
		n++
	}
	return n
}

func prefixed(prefix, set string, least int) func([]byte, int) (int, int) {
	return func(text []byte, at int) (int, int) {
		if n := span(text, at+len(prefix), set); n >= least {
			return at, at + len(prefix) + n
		}
		return 0, 0
	}
}

func privateKey(text []byte, at int) (int, int) {
	line := text[at:min(len(text), at+64)]
	if !bytes.Contains(line, []byte("PRIVATE KEY-----")) {
		return 0, 0
	}
	end := bytes.Index(text[at:], []byte("-----END "))
	if end < 0 {
		return at, len(text) // cut off, or its end is elsewhere
	}
	rest := bytes.Index(text[at+end:], []byte("KEY-----"))
	if rest < 0 {
		return at, len(text)
	}
	return at, at + end + rest + len("KEY-----")
}

func webToken(text []byte, at int) (int, int) {
	header := span(text, at, tokenSet)
	second := at + header + 1
	if header < 11 || second >= len(text) || text[second-1] != '.' || !bytes.HasPrefix(text[second:], []byte("eyJ")) {
		return 0, 0
	}
	payload := span(text, second, tokenSet)
	if payload < 11 {
		return 0, 0
	}
	end := second + payload
	if end < len(text) && text[end] == '.' {
		end += 1 + span(text, end+1, tokenSet)
	}
	return at, end
}

// keyLength is that of 64 bytes in base64, less the padding.
const keyLength = 86

func storageKey(text []byte, at int) (int, int) {
	n := spanBefore(text, at, alphanumeric+"+/", keyLength+1)
	start := at - keyLength
	if n != keyLength || bytes.HasSuffix(text[:start], []byte("sha512-")) { // a checksum, as lock files have it
		return 0, 0
	}
	return start, at + len("==")
}

func escapedStorageKey(text []byte, at int) (int, int) {
	start := at
	for range keyLength {
		switch {
		case start >= 3 && text[start-3] == '%' && text[start-2] == '2' && strings.IndexByte("BbFf", text[start-1]) >= 0: // + and /
			start -= 3
		case start >= 1 && strings.IndexByte(alphanumeric, text[start-1]) >= 0:
			start--
		default:
			return 0, 0
		}
	}
	return start, at + len("%3D%3D")
}

// clientSecret looks for three characters, a digit, "Q~" and the rest.
func clientSecret(text []byte, at int) (int, int) {
	if at < 4 || text[at-1] < '0' || text[at-1] > '9' || spanBefore(text, at-1, secretSet, 3) < 3 {
		return 0, 0
	}
	n := span(text, at+2, secretSet)
	if n < 31 {
		return 0, 0
	}
	return at - 4, at + 2 + n
}

// passwordURL looks for "://user:password@". Variables that are filled in later
// are no passwords.
func passwordURL(text []byte, at int) (int, int) {
	from := at + len("://")
	end := from
	for end < len(text) && text[end] > ' ' && strings.IndexByte("/@\"'<>$(){}", text[end]) < 0 {
		end++
	}
	user, password, found := bytes.Cut(text[from:end], []byte(":"))
	if !found || end == len(text) || text[end] != '@' || len(user) == 0 || len(password) < 3 {
		return 0, 0
	}
	return at, end + 1
}

// FindShapes returns what has the shape of a credential in a text, in no
// particular order.
func FindShapes(text []byte) []Match {
	var found []Match
	for _, k := range shapes {
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
		if start, end := k.look(text, at); end > 0 {
			found = append(found, Match{start, end, k.name})
			from = max(from, end)
		}
	}
}
