package picture

// cell is a place in a column: of a node, or of an edge on its way through.
type cell struct {
	node        *node // nil for an edge on its way
	column      int
	height      int
	y           int // of the middle
	left, right []*cell
}

// chain is an edge and the cells that it leads through, from left to right.
type chain struct {
	edge  *edge
	cells []*cell
	back  bool // the edge leads from right to left
}

// isLoose reports whether no edge leads to another column; such a cell stands below
// the others.
func (c *cell) isLoose() bool { return len(c.left)+len(c.right) == 0 }

// layout is a picture before it is drawn.
type layout struct {
	heads  []string // of the columns that have nodes
	layers [][]*cell
	chains []chain
	height int
}

// lay gives every node and every edge its place. All numbers are integers, so
// that every machine gets the same.
func (g Graph) lay() *layout {
	l := &layout{}
	place := map[column]int{}
	cells := map[*node]*cell{}
	for _, n := range g.nodes {
		at, known := place[n.column]
		if !known {
			at = len(l.layers)
			place[n.column] = at
			l.layers, l.heads = append(l.layers, nil), append(l.heads, heads[n.column])
		}
		c := &cell{node: n, column: at, height: n.height()}
		cells[n] = c
		l.layers[at] = append(l.layers[at], c)
	}
	for _, e := range g.edges {
		l.chains = append(l.chains, l.chain(e, cells[e.from], cells[e.to]))
	}
	l.order()
	l.place()
	return l
}

// lane is the height of an edge on its way through a column.
const lane = 10

func (l *layout) chain(e *edge, from, to *cell) chain {
	c := chain{edge: e, back: from.column > to.column}
	if c.back {
		from, to = to, from
	}
	c.cells = []*cell{from}
	for at := from.column + 1; at < to.column; at++ {
		through := &cell{column: at, height: lane}
		l.layers[at] = append(l.layers[at], through)
		c.cells = append(c.cells, through)
	}
	c.cells = append(c.cells, to)
	if from.column != to.column {
		for i := 1; i < len(c.cells); i++ {
			a, b := c.cells[i-1], c.cells[i]
			a.right, b.left = append(a.right, b), append(b.left, a)
		}
	}
	return c
}
