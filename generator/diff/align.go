package diff

// maxAlign bounds the table of Align, in cells.
const maxAlign = 1 << 20

// Align finds a longest common subsequence of two lists and returns the places
// of what is not in it. Very long lists are matched by their ends alone.
func Align(before, after []string) (gone, come []int) {
	start := 0
	for start < len(before) && start < len(after) && before[start] == after[start] {
		start++
	}
	endB, endA := len(before), len(after)
	for endB > start && endA > start && before[endB-1] == after[endA-1] {
		endB, endA = endB-1, endA-1
	}
	b, a := before[start:endB], after[start:endA]
	if len(b)*len(a) > maxAlign {
		return places(start, endB), places(start, endA)
	}
	gone, come = walk(lengths(b, a), b, a)
	return shift(gone, start), shift(come, start)
}

// lengths[i][j] is the length of a longest common subsequence of b[i:], a[j:].
func lengths(b, a []string) [][]int {
	table := make([][]int, len(b)+1)
	for i := range table {
		table[i] = make([]int, len(a)+1)
	}
	for i := len(b) - 1; i >= 0; i-- {
		for j := len(a) - 1; j >= 0; j-- {
			if b[i] == a[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

func walk(table [][]int, b, a []string) (gone, come []int) {
	i, j := 0, 0
	for i < len(b) || j < len(a) {
		switch {
		case i < len(b) && j < len(a) && b[i] == a[j]:
			i, j = i+1, j+1
		case j == len(a) || i < len(b) && table[i+1][j] >= table[i][j+1]:
			gone, i = append(gone, i), i+1
		default:
			come, j = append(come, j), j+1
		}
	}
	return gone, come
}

func places(from, to int) []int {
	var all []int
	for i := from; i < to; i++ {
		all = append(all, i)
	}
	return all
}

func shift(indexes []int, by int) []int {
	for i := range indexes {
		indexes[i] += by
	}
	return indexes
}
