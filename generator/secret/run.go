package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
)

// shortestRun is how long a text in base64 or hexadecimal digits must be to be
// read: shorter ones have no credential, and a known value is found in them by its
// own forms.
const shortestRun = 24

// run is a text in base64 or hexadecimal digits, perhaps over several lines.
type run struct {
	start, end int // in the view
	digits     []byte
	isJoined   bool // of several lines
}

// nextRun finds the first run that ends behind a place. It looks at one byte of so
// many as a run must have, and around it only where that could be of one.
func nextRun(text []byte, from int) (run, bool) {
	for at := from + shortestRun - 1; at < len(text); at += shortestRun {
		if !runSet[text[at]] {
			continue
		}
		start := at - runSet.before(text, at, at-from)
		end := at + runSet.span(text, at, len(text))
		if end-start < shortestRun {
			at = max(at, end-1)
			continue
		}
		return joined(text, start, end), true
	}
	return run{}, false
}

// joined adds the next lines to a run that ends with its line, if they are as lines
// of base64 are: nothing else is on them, and all but the last are of one length.
func joined(text []byte, start, end int) run {
	r := run{start: start, end: end, digits: text[start:end]}
	length := 0
	for {
		at := lineBreak(text, r.end)
		n := runSet.span(text, at, len(text))
		after := at + n
		for after < len(text) && text[after] == '=' {
			after++
		}
		if at == r.end || n == 0 || !isLineEnd(text, after) || length > 0 && n > length {
			return r
		}
		if !r.isJoined {
			r.digits, r.isJoined = bytes.Clone(r.digits), true
		}
		r.digits, r.end = append(r.digits, text[at:at+n]...), at+n
		if length == 0 {
			length = n
		}
		if n < length || after > at+n {
			return r // the last line
		}
	}
}

// lineBreak is where the next line begins behind its blanks, or the same place if
// the line has not ended.
func lineBreak(text []byte, at int) int {
	end := at
	if end < len(text) && text[end] == '\r' {
		end++
	}
	if end >= len(text) || text[end] != '\n' {
		return at
	}
	return skipBlank(text, end+1)
}

func isLineEnd(text []byte, at int) bool {
	return at >= len(text) || bytes.IndexByte([]byte("\r\n\"'`,"), text[at]) >= 0
}

// texts are what a run could say.
func (r run) texts() [][]byte {
	digits := bytes.TrimPrefix(r.digits, []byte("0x"))
	if hexSet.span(digits, 0, len(digits)) == len(digits) {
		decoded := make([]byte, hex.DecodedLen(len(digits)))
		n, _ := hex.Decode(decoded, digits[:len(digits)&^1])
		return [][]byte{decoded[:n]}
	}
	if !isMixed(r.digits) {
		return nil
	}
	var all [][]byte
	for offset := range 4 { // something else may be in front of it
		part := r.digits[min(offset, len(r.digits)):]
		if isText(decodeBase64(part[:min(16, len(part))])) || offset == 0 {
			all = append(all, decodeBase64(part))
		}
	}
	return all
}

// isMixed reports whether a text has small letters and capitals, as all but the
// shortest texts in base64 do, and hardly a name.
func isMixed(text []byte) bool {
	var small, capital bool
	for _, c := range text {
		small = small || 'a' <= c && c <= 'z'
		capital = capital || 'A' <= c && c <= 'Z'
		if small && capital {
			return true
		}
	}
	return false
}

// isText reports whether bytes are printable.
func isText(text []byte) bool {
	for _, c := range text {
		if (c < ' ' || c > '~') && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return len(text) > 0
}

// decodeBase64 decodes either alphabet, as far as it goes.
func decodeBase64(text []byte) []byte {
	text = bytes.TrimRight(text, "=")
	if len(text)%4 == 1 {
		text = text[:len(text)-1]
	}
	if bytes.ContainsAny(text, "-_") {
		text = bytes.Map(func(r rune) rune {
			switch r {
			case '-':
				return '+'
			case '_':
				return '/'
			}
			return r
		}, text)
	}
	decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(text)))
	n, _ := base64.RawStdEncoding.Decode(decoded, text)
	return decoded[:n]
}
