package secret

import "bytes"

// assignment is the value that a name is given.
type assignment struct {
	text  []byte
	start int
	// isOption says that it is one of several in a connection string or a query.
	isOption bool
}

// longestValue is how long a value may be that is secret by its name.
const longestValue = 512

// assigned is the value of the name from start to end, as YAML, JSON, HCL, a shell,
// a connection string or a query has it: NAME=VALUE, NAME: VALUE, or name: NAME and
// value: VALUE.
func assigned(text []byte, start, end int) assignment {
	at := skipQuote(text, end)
	if from, is := nextValue(text, at); is {
		return valueAt(text, from, false)
	}
	at = skipBlank(text, at)
	if at >= len(text) || text[at] != '=' && text[at] != ':' {
		return assignment{}
	}
	isEqual := text[at] == '='
	if at++; at < len(text) && (text[at] == '=' || text[at] == '>') {
		if text[at-1] == '=' && text[at] == '=' {
			return assignment{} // a comparison
		}
		at++
	}
	at = skipBlank(text, at)
	return valueAt(text, at, isEqual && isOption(text, start, at))
}

// skipQuote skips what may close a quoted name.
func skipQuote(text []byte, at int) int {
	for at < len(text) && bytes.IndexByte([]byte(`"'\`), text[at]) >= 0 {
		at++
	}
	return at
}

func skipBlank(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	return at
}

// nextValue is where the value of a variable begins whose name has just ended: the
// "value" of a list of names and values.
func nextValue(text []byte, at int) (int, bool) {
	rest := text[at:min(len(text), at+120)]
	trimmed := bytes.TrimLeft(rest, ", \t\r\n\"'")
	if len(rest) == len(trimmed) || !bytes.HasPrefix(trimmed, []byte("value")) {
		return 0, false
	}
	at += len(rest) - len(trimmed) + len("value")
	at = skipBlank(text, skipQuote(text, at))
	if at >= len(text) || text[at] != ':' && text[at] != '=' {
		return 0, false
	}
	return skipBlank(text, at+1), true
}

// isOption reports whether a name and its value are one of several, as those of a
// connection string are.
func isOption(text []byte, start, value int) bool {
	if start > 0 && bytes.IndexByte([]byte(";?&"), text[start-1]) >= 0 {
		return true
	}
	line := text[max(0, start-300):start]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	if i := bytes.LastIndexAny(line, "\"'"); i >= 0 {
		line = line[i+1:]
	}
	if trimmed := bytes.TrimRight(line, " "); len(trimmed) > 0 && trimmed[len(trimmed)-1] == ';' {
		return true
	}
	rest := text[value:min(len(text), value+300)]
	if end := bytes.IndexAny(rest, ";\r\n\"'"); end >= 0 && rest[end] == ';' && isPair(rest[end+1:]) {
		return true
	}
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		rest = rest[:end]
	}
	isCode := bytes.ContainsAny(line, "()") || bytes.IndexByte(rest, ')') >= 0
	isList := bytes.HasSuffix(line, []byte(","))
	isDSN := bytes.HasSuffix(line, []byte(" ")) || len(line) == 0
	for _, other := range []string{"host=", "user=", "dbname=", "ssl=", "port=", "server="} {
		if !isCode && (isList || isDSN) && (bytes.Contains(line, []byte(other)) || bytes.Contains(rest, []byte(other))) {
			return true
		}
	}
	return false
}

// isPair reports whether a text begins with a name and an equals sign.
func isPair(text []byte) bool {
	n := pairSet.span(text, 0, 40)
	return n > 1 && n < len(text) && text[n] == '='
}

// valueAt is the value that begins at a place, in quotes or not.
func valueAt(text []byte, at int, isOption bool) assignment {
	if at >= len(text) {
		return assignment{}
	}
	rest := text[at:min(len(text), at+longestValue)]
	if (rest[0] == '|' || rest[0] == '>') && bytes.IndexByte(rest, '\n') >= 0 { // a block
		line := bytes.IndexByte(rest, '\n')
		skipped := line + len(rest[line:]) - len(bytes.TrimLeft(rest[line:], " \r\n"))
		at, rest = at+skipped, rest[skipped:]
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			rest = rest[:end]
		}
		return assignment{bytes.TrimRight(rest, " \r"), at, isOption}
	}
	n := 0
	for n < len(rest) && (rest[n] == '"' || rest[n] == '\'' || rest[n] == '`' || rest[n] == '\\' && n+1 < len(rest) && (rest[n+1] == '"' || rest[n+1] == '\\')) {
		n++
	}
	at, rest = at+n, rest[n:]
	stop := " \t\r\n,\"'`"
	switch {
	case isOption && n == 0 && len(rest) > 0 && rest[0] == '{':
		at, rest, stop = at+1, rest[1:], "}" // as ODBC quotes
	case isOption:
		stop = ";&\r\n\"'` "
	case n > 0:
		stop = "\"'`\r\n"
	}
	if end := bytes.IndexAny(rest, stop); end >= 0 {
		rest = rest[:end]
	}
	return assignment{bytes.TrimSuffix(rest, []byte(`\`)), at, isOption}
}
