package picture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// edges draws all edges, those that matter most on top.
func (c *canvas) edges(l *layout) {
	starts, ends := l.ends()
	order := make([]int, len(l.chains))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(l.chains[a].edge.weight(), l.chains[b].edge.weight()) })
	for _, i := range order {
		c.edge(l.chains[i], headRoom+starts[i], headRoom+ends[i])
	}
}

// weight is how much an edge matters.
func (e *edge) weight() int {
	switch {
	case e.open:
		return 3
	case e.mark != "":
		return 2
	case e.class == "route" || e.class == "visit":
		return 1
	}
	return 0
}

// head is the length of an arrow's head.
const head = 8

func (c *canvas) edge(ch chain, start, end int) {
	first, last := ch.cells[0], ch.cells[len(ch.cells)-1]
	path, tip, way := "", [2]int{}, 1
	switch x1, x2 := c.x(first.column)+nodeWidth, c.x(last.column); {
	case first.column == last.column: // around the right side
		path, tip, way = around(x1, start, end), [2]int{x1, end}, -1
	case ch.back:
		path, tip, way = c.through(ch, x1+head-1, start, x2, end), [2]int{x1, start}, -1
	default:
		path, tip = c.through(ch, x1, start, x2-head+1, end), [2]int{x2, end}
	}
	e := ch.edge
	c.linked(e.link, func() {
		c.printf("<g class=\"%s\"><title>%s</title><path class=\"pic-line\" d=\"%s\" fill=\"none\" stroke=\"currentColor\"", e.classes(), escaped(e.sentence(), 1000), path)
		if e.mark == Removed {
			c.printf(" stroke-dasharray=\"5 4\"")
		} else if e.blocked != "" {
			c.printf(" stroke-dasharray=\"2 4\"")
		}
		c.printf("/><path class=\"pic-head-of\" d=\"M%d %dl%d %dv%dz\" fill=\"currentColor\"/></g>", tip[0], tip[1], -way*head, head/2, -head)
	})
	c.annotate(e, tip, way)
}

// around leads from one node to another of the same column, the further out the
// further they are apart.
func around(x, from, to int) string {
	out := x + min(22+max(from-to, to-from)/20, gapX-18)
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x, from, out, from, out, to, x+head-1, to)
}

// through leads from column to column in curves, and straight through a column.
func (c *canvas) through(ch chain, x1, y1, x2, y2 int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", x1, y1)
	x, y := x1, y1
	for _, cell := range ch.cells[1 : len(ch.cells)-1] {
		at := headRoom + cell.y
		curve(&b, x, y, c.x(cell.column), at)
		x, y = c.x(cell.column)+nodeWidth, at
		fmt.Fprintf(&b, "H%d", x)
	}
	curve(&b, x, y, x2, y2)
	return b.String()
}

func curve(b *strings.Builder, x1, y1, x2, y2 int) {
	middle := (x1 + x2) / 2
	fmt.Fprintf(b, "C%d %d %d %d %d %d", middle, y1, middle, y2, x2, y2)
}

// classes names everything that the style sheet may want to know of an edge.
func (e *edge) classes() string {
	parts := []string{"pic-edge", e.class}
	if e.mark != "" {
		parts = append(parts, string(e.mark))
	}
	if e.open {
		parts = append(parts, "open")
	}
	if e.blocked != "" {
		parts = append(parts, "blocked")
	}
	return strings.Join(parts, " ")
}
