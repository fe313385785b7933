package secret

import (
	"bytes"
	"strings"
	"sync"
)

// standIns are words of which placeholders consist, and core those of them without
// which a text is none: "your-password", "DB_PASSWORD", "changeme".
var (
	core = words(`password passwd passwort pass passphrase pwd pw secret token key apikey credential credentials
		changeme changeit change example placeholder dummy redacted removed hidden masked omitted todo tbd fixme your
		insert replace fill xxx fake sample value none null nil undefined empty unset guest`)
	standIns = words(`a an the my our some any this that here there be in it me with by of for from to and or is not no must should
		user username name login db database admin administrator root account client server service api access personal private public auth vault
		store storage strong long very real actual goes set put enter get give test testing demo default generic random app application
		foo bar baz foobar base64 encoded string text host id new old`)
)

// words makes a set of a list when it is needed first.
func words(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for _, word := range strings.Fields(list) {
			all[word] = true
		}
		return all
	})
}

// longestPlaceholder is how long a text may be that is looked at word by word.
const longestPlaceholder = 256

// isPlaceholder reports whether a text only stands in for a credential: <password>,
// PASSWORD, ****, ${PASSWORD}, {{ .Values.password }}, your-password.
func isPlaceholder(text []byte) bool {
	switch {
	case len(text) == 0:
		return true
	case isFilledIn(text), isMonotonous(text), bytes.Contains(text, []byte("EXAMPLE")), bytes.Contains(text, []byte("...")), bytes.Contains(text, []byte("…")):
		return true
	}
	return len(text) <= longestPlaceholder && isWords(text)
}

// isFilledIn reports whether a text has a variable that something fills in, or is
// one.
func isFilledIn(text []byte) bool {
	for _, marks := range [][2]string{{"<", ">"}, {"{{", "}}"}, {"${", "}"}, {"$(", ")"}, {"%{", "}"}, {"#{", "}"}} {
		if open := bytes.Index(text, []byte(marks[0])); open >= 0 && bytes.Contains(text[open:], []byte(marks[1])) {
			return true
		}
	}
	first, last := text[0], text[len(text)-1]
	inside := text[1:max(1, len(text)-1)]
	switch {
	case first == '{' && last == '}', first == '[' && last == ']', first == '(' && last == ')', first == '%' && last == '%', first == '@' && last == '@',
		bytes.HasPrefix(text, []byte("__")) && bytes.HasSuffix(text, []byte("__")):
		return wordSet.span(inside, 0, len(inside)) == len(inside)
	case first == '$', first == ':':
		n := wordSet.span(text, 1, len(text))
		name := text[1 : 1+n]
		isVariable := n > 2 && bytes.Equal(name, bytes.ToUpper(name)) // something may follow it
		return (isVariable || n == len(text)-1) && !bytes.ContainsAny(name, digits)
	case first == '%':
		return len(text) <= 4 && bytes.IndexByte([]byte("svdq"), last) >= 0
	}
	return false
}

// isMonotonous reports whether a text has no more than two characters beside
// separators: ****, xxxx-xxxx.
func isMonotonous(text []byte) bool {
	var a, b byte
	for _, c := range text {
		switch {
		case c == '-' || c == '_' || c == '.' || c == ' ' || c == a || c == b:
		case a == 0:
			a = c
		case b == 0:
			b = c
		default:
			return false
		}
	}
	return true
}

// isWords reports whether a text consists of the words of placeholders.
func isWords(text []byte) bool {
	hasCore := false
	for _, word := range wordsIn(text) {
		hasCore = hasCore || core()[word]
		if !core()[word] && !standIns()[word] && !isMonotonous([]byte(word)) {
			return false
		}
	}
	return hasCore
}

// wordsIn are the words of a text in small letters, separated by anything else or
// by the humps of a camel.
func wordsIn(text []byte) []string {
	var all []string
	start := 0
	end := func(i int) {
		if i > start {
			all = append(all, string(bytes.ToLower(text[start:i])))
		}
	}
	for i, c := range text {
		switch {
		case !alnumSet[c]:
			end(i)
			start = i + 1
		case i > start && 'A' <= c && c <= 'Z' && !('A' <= text[i-1] && text[i-1] <= 'Z'):
			end(i)
			start = i
		}
	}
	end(len(text))
	return all
}

// hasRandomWord reports whether a text has a word of so many letters and digits
// that nobody would think of: it has both, and more than a few kinds of them.
func hasRandomWord(text []byte, least int) bool {
	for len(text) > 0 {
		n := alnumSet.span(text, 0, len(text))
		if n >= least && isRandom(text[:n]) {
			return true
		}
		text = text[min(len(text), n+1):]
	}
	return false
}

// isRandom reports whether a word has letters, digits, and at least eight kinds of
// characters.
func isRandom(word []byte) bool {
	var seen [256]bool
	kinds, hasDigit, hasLetter := 0, false, false
	for _, c := range word {
		if !seen[c] {
			seen[c] = true
			kinds++
		}
		hasDigit = hasDigit || digitSet[c]
		hasLetter = hasLetter || alnumSet[c] && !digitSet[c]
	}
	return kinds >= 8 && hasDigit && hasLetter
}

// IsPlaceholder reports whether a text only stands in for a credential.
func IsPlaceholder(text string) bool { return isPlaceholder([]byte(text)) }

// IsName reports whether the key of a map is an ordinary name, such as "password",
// "node_pool-1", a host or an id, which any file may have: it is no secret although the
// map is one.
func IsName(key string) bool {
	text := []byte(key)
	if isUUID(text) || len(text) < MinLength {
		return true
	}
	for len(text) > 0 {
		n := alnumSet.span(text, 0, len(text))
		if n == 0 && bytes.IndexByte([]byte("-_./: @"), text[0]) < 0 || !isWord(text[:n]) {
			return false
		}
		text = text[min(len(text), n+max(0, 1-n)):]
	}
	return true
}

// isWord reports whether a word is letters with a number behind them, a number, or
// short with one digit within, as in "k8s" and "oauth2".
func isWord(word []byte) bool {
	number := digitSet.before(word, len(word), len(word))
	letters := word[:len(word)-number]
	inner := bytes.IndexAny(letters, digits)
	isShort := inner >= 0 && len(word) < 12 && bytes.Equal(word, bytes.ToLower(word)) && !bytes.ContainsAny(bytes.TrimLeft(letters[inner:], digits), digits)
	return len(letters) == 0 || number <= 4 && (inner < 0 || isShort)
}
