package picture

import (
	"net/netip"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// block is a range of addresses without some of them. What cannot be read is
// empty.
type block struct {
	cidr   netip.Prefix
	except []netip.Prefix
}

func blockOf(raw any) block {
	var b block
	cidr, err := netip.ParsePrefix(value.Text(raw, "cidr"))
	if err != nil {
		return b
	}
	b.cidr = cidr.Masked()
	for _, text := range value.Texts(raw, "except") {
		if e, err := netip.ParsePrefix(text); err == nil {
			b.except = append(b.except, e.Masked())
		}
	}
	return b
}

// Addresses that no network but one's own uses.
var (
	podAddresses = netip.MustParsePrefix("10.0.0.0/8")
	private      = []netip.Prefix{podAddresses, netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
		netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("fc00::/7"), netip.MustParsePrefix("fe80::/10")}
)

// holdsPods tells whether pods' addresses are in the block, wherever a cluster
// has them.
func (b block) holdsPods() bool {
	return b.cidr.IsValid() && b.cidr.Overlaps(podAddresses) && b.cidr.Bits() <= podAddresses.Bits() && left(podAddresses, b.except)
}

// isEmpty tells whether nothing is left of the block.
func (b block) isEmpty() bool { return !b.cidr.IsValid() || !left(b.cidr, b.except) }

// isInternet tells whether a block holds a large part of the public addresses.
func (b block) isInternet() bool {
	widest := 7
	if b.cidr.Addr().Is6() {
		widest = 4
	}
	return b.cidr.IsValid() && b.cidr.Bits() <= widest && left(b.cidr, append(slices.Clone(b.except), private...))
}

// left tells whether anything of a range is outside of all others.
func left(of netip.Prefix, without []netip.Prefix) bool {
	var overlapping []netip.Prefix
	for _, w := range without {
		if !w.Overlaps(of) {
			continue
		}
		if w.Bits() <= of.Bits() {
			return false
		}
		overlapping = append(overlapping, w)
	}
	if len(overlapping) == 0 {
		return true
	}
	low, high := halves(of)
	return left(low, overlapping) || left(high, overlapping)
}

func halves(p netip.Prefix) (low, high netip.Prefix) {
	bits := p.Bits() + 1
	bytes := p.Addr().AsSlice()
	bytes[p.Bits()/8] |= 0x80 >> (p.Bits() % 8)
	upper, _ := netip.AddrFromSlice(bytes)
	return netip.PrefixFrom(p.Addr(), bits), netip.PrefixFrom(upper, bits)
}

func (b block) String() string {
	text := b.cidr.String()
	if len(b.except) > 0 {
		var parts []string
		for _, e := range b.except {
			parts = append(parts, e.String())
		}
		slices.Sort(parts)
		text += " except " + strings.Join(parts, ", ")
	}
	return text
}
