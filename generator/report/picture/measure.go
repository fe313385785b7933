package picture

import "strings"

// typeface is how wide characters are, in thousandths of the size: those of a
// wide sans-serif, so that text which fits by them fits in others, too.
type typeface struct {
	ascii [95]int // from the space on
	other int     // letters beyond ASCII
}

var (
	regular = typeface{[95]int{
		318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
		1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
		500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838}, 1000}
	bold = typeface{[95]int{
		348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
		1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500,
		500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838}, 1100}
)

// wideFrom is the first of the scripts whose characters are as wide as high, and
// sometimes wider.
const wideFrom = 0x1100

func (f typeface) width(r rune) int {
	switch {
	case r >= ' ' && r < 0x7f:
		return f.ascii[r-' ']
	case r == '·':
		return f.ascii['.'-' ']
	case r >= wideFrom && (r < 0x2000 || r > 0x22ff):
		return 1400
	}
	return f.other
}

// measure is the width of text in a size, rounded up.
func (f typeface) measure(s string, size int) int {
	sum := 0
	for _, r := range s {
		sum += f.width(r)
	}
	return (sum*size + 9999) / 10000
}

// fit cuts text to a width and ends it with an ellipsis where it is cut. The size
// is in tenths of a unit.
func (f typeface) fit(s string, size, width int) string {
	if f.measure(s, size) <= width {
		return s
	}
	room := width*10000 - f.width('…')*size
	for i, r := range s {
		if room -= f.width(r) * size; room < 0 {
			return strings.TrimRight(s[:i], " ·-") + "…"
		}
	}
	return s
}
