package stacks

import (
	"fmt"
	"strconv"
	"strings"
)

// body is a body of HCL in the order in which it is written.
type body struct{ items []item }

type item struct {
	head  string // of a block or an object
	key   string // of an argument
	value string
	inner *body
}

// set adds an argument; its value is an expression.
func (b *body) set(key, expression string) {
	b.items = append(b.items, item{key: key, value: expression})
}

// block adds a block; one that stays empty is not written.
func (b *body) block(kind string, labels ...string) *body {
	head := kind
	for _, l := range labels {
		head += " " + quote(l)
	}
	return b.nested(head)
}

// object adds an argument that is an object over several lines.
func (b *body) object(key string) *body { return b.nested(key + " =") }

func (b *body) nested(head string) *body {
	inner := new(body)
	b.items = append(b.items, item{head: head, inner: inner})
	return inner
}

// lines writes the body as `terraform fmt` does: the equals signs of
// neighbours are below each other, and blocks stand alone.
func (b body) lines() []string {
	var lines []string
	for i, it := range b.items {
		if it.inner == nil {
			lines = append(lines, fmt.Sprintf("%-*s = %s", b.widthAt(i), it.key, it.value))
			continue
		}
		inner := it.inner.lines()
		if len(inner) == 0 {
			continue
		}
		if len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, "")
		}
		lines = append(lines, it.head+" {")
		for _, l := range inner {
			lines = append(lines, strings.TrimRight("  "+l, " "))
		}
		lines = append(lines, "}", "")
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// widthAt is the longest key of the arguments around one.
func (b body) widthAt(i int) int {
	first, last, width := i, i, 0
	for first > 0 && b.items[first-1].inner == nil {
		first--
	}
	for last < len(b.items)-1 && b.items[last+1].inner == nil {
		last++
	}
	for _, it := range b.items[first : last+1] {
		width = max(width, len(it.key))
	}
	return width
}

func (b body) text(comment string) []byte {
	return []byte(comment + strings.Join(b.lines(), "\n") + "\n")
}

func quote(text string) string { return strconv.Quote(text) }

// list writes strings as a list.
func list(values ...string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
