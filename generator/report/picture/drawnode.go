package picture

import "strings"

// The measures of a node.
const (
	padding    = 9
	titleLine  = 15
	detailLine = 14
	iconRoom   = 28
	textWidth  = nodeWidth - iconRoom - 6
	maxDetails = 3
)

// shownDetails are the lines below the title.
func (n *node) shownDetails() []string {
	var lines []string
	for _, d := range n.details {
		if d != "" && len(lines) < maxDetails {
			lines = append(lines, d)
		}
	}
	return lines
}

func (n *node) height() int { return 2*padding + titleLine + detailLine*len(n.shownDetails()) }

// class names everything that the style sheet may want to know of a node.
func (n *node) class() string {
	parts := []string{"pic-node", classes[n.column]}
	if n.mark != "" {
		parts = append(parts, string(n.mark))
	}
	if n.open {
		parts = append(parts, "open")
	}
	return strings.Join(parts, " ")
}

func (c *canvas) node(at *cell) {
	n, x, y := at.node, c.x(at.column), headRoom+at.y-at.height/2
	c.linked(n.link, func() {
		c.printf("<g class=\"%s\"><title>%s</title>", n.class(), escaped(n.tip(), 1000))
		radius := 6
		if n.column == clients {
			radius = min(at.height/2, 20)
		}
		c.printf("<rect class=\"pic-box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"none\" stroke=\"currentColor\"", x, y, nodeWidth, at.height, radius)
		if n.mark == Removed {
			c.printf(" stroke-dasharray=\"5 4\"")
		}
		c.printf("/><path class=\"pic-icon\" transform=\"translate(%d %d)\" d=\"%s\" fill=\"none\" stroke=\"currentColor\"/>", x+7, y+padding-1, n.icon)
		c.printf("<text class=\"pic-title\" x=\"%d\" y=\"%d\" font-size=\"12\" font-weight=\"600\" fill=\"currentColor\">%s</text>",
			x+iconRoom, y+padding+11, escaped(bold.fit(shown(n.title, 1000), 120, n.titleWidth()), 1000))
		for i, d := range n.shownDetails() {
			c.printf("<text class=\"pic-detail\" x=\"%d\" y=\"%d\" fill=\"currentColor\">%s</text>",
				x+iconRoom, y+padding+titleLine+11+i*detailLine, escaped(regular.fit(shown(d, 1000), 110, textWidth), 1000))
		}
		c.badges(n, x, y)
		c.printf("</g>")
	})
}

// titleWidth leaves room for the signs in the corner.
func (n *node) titleWidth() int {
	width := textWidth
	if n.mark != "" {
		width -= 4
	}
	return width
}

// badges draw what marks a node, on its upper edge.
func (c *canvas) badges(n *node, x, y int) {
	right := x + nodeWidth - 12
	if n.mark != "" {
		c.sign(right, y, signs[n.mark])
		right -= 20
	}
	if n.open {
		c.printf("<g class=\"pic-alarm\">")
		c.sign(right, y, "!")
		c.printf("</g>")
	}
}

// tip is all of a node, for who points at it.
func (n *node) tip() string {
	lines := []string{n.title}
	for _, d := range n.details {
		if d != "" {
			lines = append(lines, d)
		}
	}
	text := strings.Join(lines, " · ")
	if n.mark != "" {
		text += " (" + string(n.mark) + ")"
	}
	if n.open {
		text += " – reached without a login"
	}
	return text
}
