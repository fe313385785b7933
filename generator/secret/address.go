package secret

import (
	"bytes"
	"slices"
)

// addressShapes are credentials that are part of an address, or an address that is
// one.
func addressShapes() []shape {
	all := []shape{
		{"a URL with a password", "://", passwordURL},
		{"credentials of a registry or proxy", `"auth"`, basic},
		{"credentials of a registry or proxy", "Basic ", basic},
		{"credentials of a registry or proxy", "_auth=", basic},
		{"a token in a header", "Bearer ", bearer},
		{"a token in a header", "uthorization", header},
	}
	for _, hook := range []string{"hooks.slack.com/", "hooks.slack-gov.com/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/", ".webhook.office.com/", "hooks.zapier.com/hooks/catch/"} {
		all = append(all, shape{"a webhook's address", hook, webhook(hook)})
	}
	return all
}

// outsideOfUser are the bytes at which the part of a URL ends that may have a
// password, and blankSet those between a name and its value.
var (
	outsideOfUser = setOf("/?#\"'` \t\r\n\x00")
	blankSet      = setOf(" \t\r\n:\"'\\+")
	hookSet       = setOf(alphanumeric + "-_/+@.")
	valueSet      = setOf(alphanumeric + "-_.~+/=")
)

// mostOfUser is how long the part of a URL may be that has a user and a password.
const mostOfUser = 1024

// passwordURL looks for "://user:password@". What is filled in later is no
// password, nor is what only documentation has.
func passwordURL(text []byte, at int) (int, int, bool) {
	from := at + len("://")
	end := from
	for end < len(text) && end-from < mostOfUser && !outsideOfUser[text[end]] {
		end++
	}
	sign := bytes.LastIndexByte(text[from:end], '@')
	if sign < 0 {
		return at, from, false
	}
	host := text[from+sign+1 : end]
	if bytes.HasPrefix(host, []byte("sha256:")) || bytes.HasPrefix(host, []byte("sha512:")) {
		return at, end, false // the digest of an image
	}
	end = from + sign + 1
	user, password, found := bytes.Cut(text[from:end-1], []byte(":"))
	plain := undone(password)
	switch {
	case !found:
		return at, end, len(user) >= 24 && hasRandomWord(user, 20) && !isPlaceholder(user)
	case bytes.ContainsAny(user, "[]^|()*+"): // of a regular expression
		return at, end, false
	case len(plain) < 3, len(user) == 0 && len(plain) < 6, isPlaceholder(plain), bytes.ContainsAny(plain, " \t\r\n\"'"):
		return at, end, false
	}
	isHere := bytes.HasPrefix(host, []byte("localhost")) || bytes.HasPrefix(host, []byte("127.0.0.1")) || bytes.HasPrefix(host, []byte("[::1]"))
	return at, end, !(bytes.Equal(user, plain) && isHere)
}

// webhook looks for an address that lets anybody post who knows it.
func webhook(anchor string) func([]byte, int) (int, int, bool) {
	return func(text []byte, at int) (int, int, bool) {
		from := at + len(anchor)
		end := from + hookSet.span(text, from, 1024)
		last := text[from:end]
		last = last[bytes.LastIndexByte(bytes.TrimRight(last, "/"), '/')+1:]
		return at, end, end-from >= 20 && len(last) >= 6 && bytes.ContainsAny(last, digits+capitals) && !isPlaceholder(last)
	}
}

// basic looks for a user and a password in base64.
func basic(text []byte, at int) (int, int, bool) {
	from := at + len("_auth=")
	from += blankSet.span(text, from, 64)
	end := from + base64Set.span(text, from, 4096)
	if end-from < 8 {
		return at, from, false
	}
	decoded := decodeBase64(text[from:end])
	user, password, found := bytes.Cut(decoded, []byte(":"))
	return at, end, found && isText(decoded) && len(user) > 0 && len(password) >= 3 && !isPlaceholder(password)
}

// schemes are those of the header Authorization, in small letters.
var schemes = []string{"bearer", "basic", "token", "apikey", "api-key", "ssws", "digest", "sso-key"}

// header looks for what the header Authorization has.
func header(text []byte, at int) (int, int, bool) {
	from := at + len("uthorization")
	from += blankSet.span(text, from, 16)
	n := tokenSet.span(text, from, 16)
	if word := bytes.ToLower(text[from : from+n]); slices.Contains(schemes, string(word)) {
		from += n
		from += blankSet.span(text, from, 16)
	}
	end := from + valueSet.span(text, from, longest)
	value := text[from:end]
	return from, end, len(value) >= 16 && hasRandomWord(value, 12) && !isPlaceholder(value)
}

// bearer looks for a token behind the word.
func bearer(text []byte, at int) (int, int, bool) {
	from := at + len("Bearer ")
	end := from + secretSet.span(text, from, longest)
	token := text[from:end]
	return at, end, len(token) >= 20 && hasRandomWord(token, 16) && !isPlaceholder(token)
}
