package picture

import (
	"math"
	"slices"
)

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

// isLoose tells whether no edge leads to another column; such a cell stands below
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

// sweeps is how often the columns are put in order of their neighbours; what
// twelve do not find, more do not.
const sweeps = 12

// order puts the cells of each column in an order in which few edges cross: by
// the mean place of their neighbours, from the left and from the right in turn.
func (l *layout) order() {
	l.stack()
	best, fewest := l.copyLayers(), l.crossings()
	for i := range sweeps {
		for at := range l.layers {
			neighbours := func(c *cell) []*cell { return c.left }
			if i%2 == 1 {
				at = len(l.layers) - 1 - at
				neighbours = func(c *cell) []*cell { return c.right }
			}
			sortByNeighbours(l.layers[at], neighbours)
			stackLayer(l.layers[at])
		}
		if n := l.crossings(); n < fewest {
			best, fewest = l.copyLayers(), n
		}
	}
	l.layers = best
	l.stack()
	l.swap()
}

func sortByNeighbours(layer []*cell, neighbours func(*cell) []*cell) {
	mean := map[*cell]int{}
	for _, c := range layer {
		mean[c] = c.y * 16
		if all := neighbours(c); len(all) > 0 {
			mean[c] = meanOf(all)
		}
		if c.isLoose() {
			mean[c] = math.MaxInt32
		}
	}
	slices.SortStableFunc(layer, func(a, b *cell) int { return mean[a] - mean[b] })
}

// meanOf is the mean place of cells, in sixteenths.
func meanOf(cells []*cell) int {
	sum := 0
	for _, c := range cells {
		sum += c.y * 16
	}
	return sum / len(cells)
}

// swap exchanges neighbours in a column while that saves crossings.
func (l *layout) swap() {
	for range 4 {
		for _, layer := range l.layers {
			for i := 1; i < len(layer); i++ {
				if crossingsOf(layer[i], layer[i-1]) < crossingsOf(layer[i-1], layer[i]) {
					layer[i-1], layer[i] = layer[i], layer[i-1]
					stackLayer(layer)
				}
			}
		}
	}
}

// crossingsOf counts how often the edges of two cells cross, the first above the
// second.
func crossingsOf(upper, lower *cell) int {
	count := 0
	for _, sides := range [][2][]*cell{{upper.left, lower.left}, {upper.right, lower.right}} {
		for _, a := range sides[0] {
			for _, b := range sides[1] {
				if a.y > b.y {
					count++
				}
			}
		}
	}
	return count
}

func (l *layout) crossings() int {
	count := 0
	for _, layer := range l.layers {
		for i, a := range layer {
			for _, b := range layer[i+1:] {
				for _, x := range a.right {
					for _, y := range b.right {
						if x.y > y.y {
							count++
						}
					}
				}
			}
		}
	}
	return count
}

func (l *layout) copyLayers() [][]*cell {
	all := make([][]*cell, len(l.layers))
	for i, layer := range l.layers {
		all[i] = slices.Clone(layer)
	}
	return all
}

// stack sets the cells of every column one below the other.
func (l *layout) stack() {
	for _, layer := range l.layers {
		stackLayer(layer)
	}
}

func stackLayer(layer []*cell) {
	total := 0
	for i, c := range layer {
		if i > 0 {
			total += apart(layer[i-1], c)
		}
		c.y = total
	}
	for _, c := range layer {
		c.y -= total / 2
	}
}
