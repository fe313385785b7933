package picture

// gapY is what is free between two cells of a column.
const gapY = 14

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
	l.fromTop()
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
	offsets := make([]int, len(layer))
	var runs []run
	for i, c := range layer {
		if i > 0 {
			offsets[i] = offsets[i-1] + (layer[i-1].height+c.height)/2 + gapY
		}
		weight := 1
		if c.node == nil {
			weight = 3
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

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && a < 0 {
		q--
	}
	return q
}

// fromTop moves everything so that the topmost cell is at 0, and measures the
// whole.
func (l *layout) fromTop() {
	top, bottom, first := 0, 0, true
	for _, layer := range l.layers {
		for _, c := range layer {
			if first || c.y-c.height/2 < top {
				top = c.y - c.height/2
			}
			if first || c.y+(c.height+1)/2 > bottom {
				bottom = c.y + (c.height+1)/2
			}
			first = false
		}
	}
	for _, layer := range l.layers {
		for _, c := range layer {
			c.y -= top
		}
	}
	l.height = bottom - top
}
