package picture

import (
	"cmp"
	"slices"
)

// endSide is one side of a node, where edges begin and end.
type endSide struct {
	cell *cell
	left bool
}

// end is where an edge touches a node.
type end struct {
	chain int
	far   int  // the height of what is at the other side of the gap
	last  bool // it is the end of the chain, not its start
}

// ends spreads the edges over the sides of their nodes, in the order of where
// they lead.
func (l *layout) ends() (starts, ends []int) {
	sides := map[endSide][]end{}
	var order []endSide
	put := func(s endSide, e end) {
		if _, known := sides[s]; !known {
			order = append(order, s)
		}
		sides[s] = append(sides[s], e)
	}
	for i, ch := range l.chains {
		first, last := ch.cells[0], ch.cells[len(ch.cells)-1]
		put(endSide{first, false}, end{i, ch.cells[1].y, false})
		put(endSide{last, first.column != last.column}, end{i, ch.cells[len(ch.cells)-2].y, true})
	}
	starts, ends = make([]int, len(l.chains)), make([]int, len(l.chains))
	for _, s := range order {
		list := sides[s]
		slices.SortStableFunc(list, func(a, b end) int { return cmp.Compare(a.far, b.far) })
		room := s.cell.height - 12
		for i, e := range list {
			y := s.cell.y - room/2 + room*(2*i+1)/(2*len(list))
			if e.last {
				ends[e.chain] = y
			} else {
				starts[e.chain] = y
			}
		}
	}
	return starts, ends
}
