package picture

import (
	"math"
	"slices"
)

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
