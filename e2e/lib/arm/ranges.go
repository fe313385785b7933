package arm

import "net/netip"

// overlapping reports whether two address ranges share an address. What is not a
// range overlaps with nothing.
func overlapping(a, b string) bool {
	one, err := netip.ParsePrefix(a)
	if err != nil {
		return false
	}
	other, err := netip.ParsePrefix(b)
	return err == nil && one.Overlaps(other)
}

// within reports whether a range lies in another.
func within(inner, outer string) bool {
	in, err := netip.ParsePrefix(inner)
	if err != nil {
		return false
	}
	out, err := netip.ParsePrefix(outer)
	return err == nil && out.Bits() <= in.Bits() && out.Contains(in.Addr())
}

// firstOverlap returns the first of the ranges that overlaps with one, or "".
func firstOverlap(one string, ranges []string) string {
	for _, r := range ranges {
		if overlapping(one, r) {
			return r
		}
	}
	return ""
}
