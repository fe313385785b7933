package secret

import (
	"bytes"
	"slices"
	"strings"
)

// namedShapes are values that are secret by what they are called: in a connection
// string, as a variable, or as a field of a manifest.
func namedShapes() []shape { return called(isSecret) }

// looseShapes are all values that are called a password or a key, whatever they look
// like.
func looseShapes() []shape {
	return called(func(v assignment, _ rank) bool {
		isCode := bytes.ContainsAny(v.text, "([{")
		return len(v.text) >= 3 && !isCode && digitSet.span(v.text, 0, len(v.text)) < len(v.text) && string(v.text) != "true" && string(v.text) != "false"
	})
}

func called(accepts func(assignment, rank) bool) []shape {
	var all []shape
	for _, anchor := range []string{"assword", "ASSWORD", "asswd", "ASSWD", "assphrase", "ASSPHRASE", "pwd", "Pwd", "PWD", "ecret", "ECRET", "oken", "OKEN", "key", "Key", "KEY"} {
		all = append(all, shape{vague, anchor, named(anchor, accepts)})
	}
	return all
}

// vague is the name of what is secret by what it is called alone.
const vague = "a password"

// longestName is how long a name may be.
const longestName = 80

// nameSet has the bytes of names, as manifests, variables and annotations have
// them.
var (
	nameSet = setOf(alphanumeric + "_-./")
	pairSet = setOf(alphanumeric + " _-")
)

// named looks for a name around an anchor, and for its value.
func named(anchor string, accepts func(assignment, rank) bool) func([]byte, int) (int, int, bool) {
	return func(text []byte, at int) (int, int, bool) {
		start := at - nameSet.before(text, at, longestName)
		if start > 0 && text[start-1] == '\\' && text[start] == '/' { // as JSON may escape it
			start -= 1 + nameSet.before(text, start-1, longestName)
		}
		end := at + len(anchor)
		if !wordSet.endsAt(text, end) || start == at && strings.EqualFold(anchor, "key") {
			return at, end, false // not the end of a name, or a mere "key"
		}
		v := assigned(text, start, end)
		name := text[start:end]
		if len(v.text) == 0 {
			return at, end, false
		}
		if plain := undone(v.text); isPlaceholder(plain) || isReference(plain) {
			return at, end, false
		}
		rank := rankOf(name)
		return v.start, v.start + len(v.text), rank != noSecret && accepts(v, rank)
	}
}

// isSecret reports whether a value is secret by its name: as a password in a connection
// string, or because nobody would write it down for anything else.
func isSecret(v assignment, is rank) bool {
	switch {
	case is == password && v.isOption:
		return len(undone(v.text)) >= 3
	case is == password:
		return len(v.text) >= MinLength && len(v.text) < 200 && classes(v.text) >= 3
	}
	return len(v.text) >= 16 && isKey(v.text)
}

// rank is how a name of a secret is to be taken.
type rank int

const (
	noSecret rank = iota
	password      // which people think of
	key           // which programs make
)

// The words that say what a name is of: the last one, or the last two.
var (
	passwords = []string{"password", "passwd", "pwd", "passphrase"}
	keys      = []string{"apikey", "clientsecret", "secretkey", "accesskey", "authtoken", "accesstoken", "secret", "token"}
	before    = []string{"api", "app", "application", "access", "account", "auth", "secret", "private", "client", "encryption", "signing", "master", "storage", "shared", "subscription", "consumer", "function", "jwt", "signature", "cookie", "session", "webhook", "hmac"}
	// not are words by which a name is that of something else: of a checksum, say.
	not = []string{"checksum", "hash", "digest", "sha256", "sha512", "fingerprint", "thumbprint", "public", "example", "sample", "encrypted", "sealed", "placeholder"}
)

func rankOf(name []byte) rank {
	all := wordsIn(name)
	if len(all) == 0 || slices.ContainsFunc(all, func(w string) bool { return slices.Contains(not, w) }) {
		return noSecret
	}
	last := all[len(all)-1]
	switch {
	case slices.Contains(passwords, last), endsIn(last, passwords):
		return password
	case slices.Contains(keys, last), last == "key" && len(all) > 1 && slices.Contains(before, all[len(all)-2]):
		return key
	}
	return noSecret
}

// endsIn reports whether a word is one of some with more before it, as in PGPASSWORD.
func endsIn(word string, some []string) bool {
	return slices.ContainsFunc(some, func(s string) bool { return len(word) <= len(s)+8 && bytes.HasSuffix([]byte(word), []byte(s)) })
}

// sealed is how long the values of a SealedSecret are at least.
const sealed = 300

// isReference reports whether a value only says where a secret is: a path, an
// address, an image, a UUID, or an encrypted value.
func isReference(value []byte) bool {
	for _, prefix := range []string{"/", "./", "../", "ENC[", "http://", "https://", "file:", "vault:", "ref+", "op://", "sha256:", "sha512:", "var.", "local.", "module.", "data.", "output.", "each.", "env.", "secrets.", "arn:", "projects/"} {
		if bytes.HasPrefix(value, []byte(prefix)) {
			return true
		}
	}
	return isUUID(value) || len(value) >= sealed && bytes.HasPrefix(value, []byte("Ag"))
}

func isUUID(value []byte) bool {
	if len(value) != 36 {
		return false
	}
	for i, c := range value {
		if isDash := i == 8 || i == 13 || i == 18 || i == 23; isDash != (c == '-') || !isDash && !hexSet[c] {
			return false
		}
	}
	return true
}

// classes is how many kinds of characters a text has, of small letters, capitals,
// digits and others. One with a space, or with what only code has, has none.
func classes(text []byte) int {
	var has [4]bool
	for _, c := range text {
		switch {
		case c <= ' ' || bytes.IndexByte([]byte("()[]{}<>\"`"), c) >= 0:
			return 0
		case 'a' <= c && c <= 'z':
			has[0] = true
		case 'A' <= c && c <= 'Z':
			has[1] = true
		case '0' <= c && c <= '9':
			has[2] = true
		default:
			has[3] = true
		}
	}
	n := 0
	for _, is := range has {
		if is {
			n++
		}
	}
	return n
}

// isKey reports whether a text could be a key that a program made.
func isKey(text []byte) bool {
	return escapedSet.span(text, 0, len(text)) == len(text) && hasRandomWord(text, 16) ||
		secretSet.span(text, 0, len(text)) == len(text) && hasRandomWord(text, 16)
}
