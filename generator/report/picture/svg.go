package picture

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The measures of a picture, in its own units: about pixels.
const (
	nodeWidth = 186
	gapX      = 76
	margin    = 14
	headRoom  = 40 // for the heads of the columns
	footRoom  = 26 // for the key of signs
	fullWidth = 2*margin + columns*nodeWidth + (columns-1)*gapX
)

// SVG is the picture as one svg element that needs nothing but the classes of
// Style. The title is its name; the id, unique in the page, is what its own ids
// start with. The picture's links are out of the way of the keyboard: those of
// the Sentences are for that.
func (g Graph) SVG(title, id string) string {
	l := g.lay()
	c := &canvas{step: nodeWidth + gapX, start: margin}
	if n := len(l.layers); n > 1 {
		c.step = min((fullWidth-2*margin-nodeWidth)/(n-1), nodeWidth+3*gapX)
		c.start = (fullWidth - nodeWidth - (n-1)*c.step) / 2
	}
	height := headRoom + l.height + margin
	if len(g.keys()) > 0 {
		height += footRoom
	}
	c.printf(`<svg class="pic" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="100%%" role="group" aria-labelledby="%s-title %s-desc" font-family="system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif" font-size="11">`,
		fullWidth, height, attribute(id), attribute(id))
	c.printf("\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", attribute(id), escaped(title, 400), attribute(id), escaped(g.summary(), 2000))
	for i, head := range l.heads {
		c.printf("<text class=\"pic-head\" x=\"%d\" y=\"22\" fill=\"currentColor\" letter-spacing=\"0.6\">%s</text>\n", c.x(i), head)
	}
	c.edges(l)
	for _, layer := range l.layers {
		for _, cell := range layer {
			if cell.node != nil {
				c.node(cell)
			}
		}
	}
	c.labels()
	c.legend(g, height-10)
	c.b.WriteString("</svg>\n")
	return c.b.String()
}

// canvas is the picture while it is drawn.
type canvas struct {
	b           strings.Builder
	start, step int // where the first column is, and how far the next
	texts       []label
}

func (c *canvas) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

// x is the left side of a column.
func (c *canvas) x(column int) int { return c.start + column*c.step }

// escaped is text as it may stand in the picture, at most so many bytes of it.
func escaped(s string, most int) string { return html.EscapeString(shown(s, most)) }

// attribute is an id or anchor of the page's own: it is not to be changed, but
// what XML cannot hold is left out.
func attribute(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s))
}

// linked draws something as a link to the changes that mark it.
func (c *canvas) linked(link string, draw func()) {
	if link != "" {
		c.printf("<a href=\"#%s\" tabindex=\"-1\">", attribute(link))
	}
	draw()
	if link != "" {
		c.b.WriteString("</a>")
	}
	c.b.WriteByte('\n')
}
