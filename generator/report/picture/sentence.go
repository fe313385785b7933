package picture

import (
	"fmt"
	"strings"
)

// Sentence is one thing that the picture shows, in words.
type Sentence struct {
	Text string
	Mark Mark
	Link string // anchor of the changes that mark it, or ""
	Open bool   // it is a way in that asks for no login
}

// Sentences are the picture for people who cannot see it: first what is open,
// then from left to right. Nothing in the texts acts, but they are not escaped
// for HTML.
func (g Graph) Sentences() []Sentence {
	var open, all []Sentence
	told := map[*node]bool{}
	for _, n := range g.nodes {
		s := Sentence{Text: shown(n.sentence(), 1000), Mark: n.mark, Link: n.link, Open: n.open && n.says != ""}
		if n.says != "" || n.mark != "" && n.column != clients {
			all = append(all, s)
		}
		for _, e := range g.edges {
			if e.from == n {
				told[n], told[e.to] = true, true
				s := Sentence{shown(e.sentence(), 1000), e.mark, e.link, e.open}
				if e.open {
					open = append(open, s)
				} else {
					all = append(all, s)
				}
			}
		}
	}
	for _, n := range g.nodes {
		if !told[n] && n.says == "" && n.mark == "" {
			all = append(all, Sentence{Text: shown(capital(n.name)+" is reached by nothing here and reaches nothing.", 1000)})
		}
	}
	return append(open, all...)
}

// sentence says what is to be known of a node by itself.
func (n *node) sentence() string {
	is := "is"
	if n.many {
		is = "are"
	}
	switch {
	case n.says != "":
		return capital(n.name) + " " + n.says + "."
	case n.mark == Added:
		return capital(n.name) + " " + is + " new."
	case n.mark == Removed:
		return capital(n.name) + " " + is + " removed."
	}
	return capital(n.name) + " changes."
}

// sentence says an edge.
func (e *edge) sentence() string {
	v := e.verb.one
	if e.from.many {
		v = e.verb.many
	}
	text := capital(e.from.name) + " " + v + " "
	if e.class == "route" {
		text += strings.Join(e.labels, ", ") + " to " + e.to.name
	} else {
		text += e.to.name + e.ports()
	}
	if e.detail != "" {
		text += ", " + e.detail
	}
	if e.open {
		text += ", without a login"
	}
	if e.blocked != "" {
		text += ", but " + e.blocked
	}
	return text + "."
}

// ports are those of an edge, in words.
func (e *edge) ports() string {
	var all []string
	for _, l := range e.labels {
		all = append(all, strings.TrimPrefix(l, ":"))
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return " on port " + all[0]
	}
	return " on ports " + strings.Join(all, ", ")
}

// summary is the whole in two sentences.
func (g Graph) summary() string {
	open := 0
	for _, n := range g.nodes {
		if n.open {
			open++
		}
	}
	text := fmt.Sprintf("Who can reach what: %s and %s between them.", counted(len(g.nodes), "part"), counted(len(g.edges), "connection"))
	if open > 0 {
		text += fmt.Sprintf(" %s can be reached without a login.", counted(open, "part"))
	}
	return text + " The text says the same."
}

func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' && (strings.HasPrefix(s, "the ") || strings.HasPrefix(s, "anything ") || strings.HasPrefix(s, "people ") ||
		strings.HasPrefix(s, "programs ") || strings.HasPrefix(s, "pods ") || strings.HasPrefix(s, "task pods ") || strings.HasPrefix(s, "members ")) {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s // the name of an object is not ours to change
}
