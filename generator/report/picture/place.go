package picture

import (
	"cmp"
	"slices"
)

// What is free between two cells of a column: nodes, and edges on their way.
const (
	gapY    = 14
	gapLane = 2
)

// apart is how far the middles of two neighbours in a column are from each other.
func apart(upper, lower *cell) int {
	gap := gapY
	if upper.node == nil && lower.node == nil {
		gap = gapLane
	}
	return (upper.height+lower.height+1)/2 + gap
}

// rounds is how often the columns are moved towards their neighbours.
const rounds = 16

// place moves the cells of each column, in their order, to where their edges are
// as straight as can be.
func (l *layout) place() {
	for i := range rounds {
		for at := range l.layers {
			if i%2 == 1 {
				at = len(l.layers) - 1 - at
			}
			settle(l.layers[at], wishes(l.layers[at], i))
		}
	}
	l.straighten()
	l.squash()
}

// straighten brings the edges that go through several columns to one height,
// as far as the nodes there permit.
func (l *layout) straighten() {
	lanes := map[*cell][]*cell{}
	for _, ch := range l.chains {
		through := ch.cells[1 : len(ch.cells)-1]
		for _, c := range through {
			lanes[c] = through
		}
	}
	for range rounds {
		for _, layer := range l.layers {
			all := wishes(layer, rounds)
			for i, c := range layer {
				if c.node == nil {
					all[i] = meanOf(lanes[c]) / 16
				}
			}
			settle(layer, all)
		}
	}
}

// wishes are where cells would like to be: in the middle of their neighbours.
func wishes(layer []*cell, round int) []int {
	all := make([]int, len(layer))
	for i, c := range layer {
		near := c.left
		if round%2 == 1 {
			near = c.right
		}
		if round >= rounds-4 || len(near) == 0 {
			near = append(append([]*cell{}, c.left...), c.right...)
		}
		all[i] = c.y
		if len(near) > 0 {
			all[i] = meanOf(near) / 16
		}
	}
	return all
}

// run is a number of neighbouring cells that touch, and move as one.
type run struct{ sum, weight, count int }

func (r run) at() int { return floorDiv(r.sum, r.weight) }

// settle moves cells as near to their wishes as their order and size permit: the
// least squares of what they miss. Edges on their way weigh more, since bends
// in them are seen first.
func settle(layer []*cell, wishes []int) {
	if i := slices.IndexFunc(layer, (*cell).isLoose); i > 0 {
		defer appendBelow(layer[i-1], layer[i:])
		layer = layer[:i]
	}
	offsets := make([]int, len(layer))
	var runs []run
	for i, c := range layer {
		if i > 0 {
			offsets[i] = offsets[i-1] + apart(layer[i-1], c)
		}
		weight := 1
		if c.node == nil {
			weight = 4
		}
		runs = append(runs, run{(wishes[i] - offsets[i]) * weight, weight, 1})
		for n := len(runs); n > 1 && runs[n-2].at() > runs[n-1].at(); n-- {
			last := runs[n-1]
			runs = runs[:n-1]
			runs[n-2].sum, runs[n-2].weight, runs[n-2].count = runs[n-2].sum+last.sum, runs[n-2].weight+last.weight, runs[n-2].count+last.count
		}
	}
	i := 0
	for _, r := range runs {
		for range r.count {
			layer[i].y = r.at() + offsets[i]
			i++
		}
	}
}

// appendBelow sets cells one below the other, below another.
func appendBelow(above *cell, cells []*cell) {
	for _, c := range cells {
		c.y = above.y + apart(above, c)
		above = c
	}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && a < 0 {
		q--
	}
	return q
}

// squash takes out the empty stretches that go through all columns, and moves
// everything so that the topmost cell is at 0.
func (l *layout) squash() {
	var all []*cell
	for _, layer := range l.layers {
		all = append(all, layer...)
	}
	slices.SortStableFunc(all, func(a, b *cell) int { return cmp.Compare(a.top(), b.top()) })
	shift, bottom := 0, -gapY
	for i, c := range all {
		if i == 0 {
			shift = -c.top()
		}
		if free := c.top() + shift - bottom; free > gapY {
			shift -= free - gapY
		}
		c.y += shift
		bottom = max(bottom, c.top()+c.height)
	}
	l.height = max(0, bottom)
}

func (c *cell) top() int { return c.y - c.height/2 }
