package secret

import "bytes"

func keyShapes() []shape {
	return []shape{
		{"a private key", "-----BEGIN", privateKey},
		{"a private key", "---- BEGIN", privateKey}, // of SSH2
		{"a private key", "PuTTY-User-Key-File-", puttyKey},
		{"a private key", "openssh-key-v1\x00", opensshKey},
		{"a private key", `"kty"`, webKey},
	}
}

// privateKey looks for an armour of a private key with something in it: what
// documentation says of armours has none.
func privateKey(text []byte, at int) (int, int, bool) {
	from := at + len("-----BEGIN")
	head := text[from:min(len(text), from+64)]
	private := bytes.Index(head, []byte("PRIVATE"))
	close := bytes.Index(head, []byte("---"))
	if private < 0 || close < private || !bytes.Contains(head[private:close], []byte("KEY")) || bytes.ContainsAny(head[:close], "\n\"'`") {
		return at, from, false
	}
	body := from + close
	body += bytes.IndexFunc(text[body:], func(r rune) bool { return r != '-' && r != ' ' })
	if body < from+close || !hasBody(text[body:]) {
		return at, from, false
	}
	return at, armourEnd(text, body), true
}

// armourEnd is where the armour ends of a key whose body begins at a place: at the
// end of the text, where it is cut off.
func armourEnd(text []byte, body int) int {
	end := bytes.Index(text[body:], []byte("-- END "))
	if dashed := bytes.Index(text[body:], []byte("--END ")); end < 0 || dashed >= 0 && dashed < end {
		end = dashed
	}
	if end < 0 {
		return len(text)
	}
	end += body + len("--END ")
	line := text[end:min(len(text), end+64)]
	if close := bytes.Index(line, []byte("KEY")); close >= 0 {
		end += close + len("KEY")
		end += max(0, bytes.IndexByte(text[end:min(len(text), end+64)], '-'))
	}
	for end < len(text) && text[end] == '-' {
		end++
	}
	return end
}

// hasBody reports whether the first thing behind the head of an armour is base64,
// or a header of such. On a line of its own a few letters do.
func hasBody(text []byte) bool {
	text = undone(text[:min(len(text), 1000)])
	least := 20
	for len(text) > 0 {
		switch c := text[0]; {
		case bytes.HasPrefix(text, []byte("-----END")), bytes.HasPrefix(text, []byte("---- END")):
			return false
		case c == '\n', c == '\r':
			least = 4
			text = text[1:]
		case bytes.IndexByte([]byte(" \t\"',+#*|>\\-"), c) >= 0:
			text = text[1:]
		case isHeader(text):
			end := bytes.IndexByte(text, '\n')
			if end < 0 {
				return false
			}
			text = text[end:]
		default:
			n := bareSet.span(text, 0, 64)
			isCut := n < 20 && (bytes.HasPrefix(text[n:], []byte("...")) || bytes.HasPrefix(text[n:], []byte("…")))
			isProse := least > 4 && !bytes.ContainsAny(text[:n], digits+capitals)
			return n >= least && !isCut && !isProse && !isPlaceholder(text[:n])
		}
	}
	return false
}

// isHeader reports whether a line of an armour is one such as "Proc-Type: 4,ENCRYPTED".
func isHeader(text []byte) bool {
	n := tokenSet.span(text, 0, 40)
	return n > 0 && n < len(text) && text[n] == ':'
}

// puttyKey looks for the private part of a key file of PuTTY.
func puttyKey(text []byte, at int) (int, int, bool) {
	rest := text[at:min(len(text), at+longest)]
	private := bytes.Index(rest, []byte("Private-Lines:"))
	if private < 0 {
		return at, at + len("PuTTY"), false
	}
	end := at + private
	if mac := bytes.Index(rest[private:], []byte("Private-MAC:")); mac >= 0 {
		end += mac + len("Private-MAC:")
		return at, end + hexSet.span(text, end+1, 128) + 1, true
	}
	return at, at + len(rest), true
}

func opensshKey(text []byte, at int) (int, int, bool) { return at, len(text), true }

// webKey looks for the private member of a JSON Web Key.
func webKey(text []byte, at int) (int, int, bool) {
	open := bytes.LastIndexByte(text[max(0, at-4096):at], '{')
	if open < 0 {
		return at, at + 1, false
	}
	start := max(0, at-4096) + open
	object := text[start:min(len(text), start+8192)]
	if close := bytes.IndexByte(object, '}'); close >= 0 {
		object = object[:close]
	}
	for _, member := range []string{`"d"`, `"k"`} {
		i := bytes.Index(object, []byte(member))
		if i < 0 {
			continue
		}
		from := i + len(member)
		from += len(object[from:]) - len(bytes.TrimLeft(object[from:], " \t\r\n:\""))
		if n := tokenSet.span(object, from, longest); n >= 20 && !isPlaceholder(object[from:from+n]) {
			return start, start + from + n, true
		}
	}
	return at, at + 1, false
}
