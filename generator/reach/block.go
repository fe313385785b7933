package reach

import (
	"net/netip"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Block is a range of addresses without some of them. What cannot be read is
// empty.
type Block struct {
	Text   string // of the range, as it is written
	CIDR   netip.Prefix
	Except []netip.Prefix
}

func newBlock(raw any) Block {
	b := Block{Text: manifest.Text(raw, "cidr")}
	cidr, err := netip.ParsePrefix(b.Text)
	if err != nil {
		return b
	}
	b.CIDR = cidr.Masked()
	for _, text := range manifest.Texts(raw, "except") {
		if e, err := netip.ParsePrefix(text); err == nil {
			b.Except = append(b.Except, e.Masked())
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

// HoldsPods reports whether pods' addresses are in the block, wherever a cluster
// has them.
func (b Block) HoldsPods() bool {
	return b.CIDR.IsValid() && b.CIDR.Overlaps(podAddresses) && b.CIDR.Bits() <= podAddresses.Bits() && left(podAddresses, b.Except)
}

// Holds reports whether an address is in the block.
func (b Block) Holds(a netip.Addr) bool {
	return b.CIDR.IsValid() && b.CIDR.Contains(a) && !slices.ContainsFunc(b.Except, func(e netip.Prefix) bool { return e.Contains(a) })
}

// IsPrivate reports whether all of the block is of networks of one's own. Addresses
// of a link and of a host itself are not among them.
func (b Block) IsPrivate() bool {
	return b.CIDR.IsValid() && slices.ContainsFunc(private, func(p netip.Prefix) bool {
		return p.Bits() <= b.CIDR.Bits() && p.Contains(b.CIDR.Addr()) && !b.IsLocal()
	})
}

// IsLocal reports whether the block is of addresses of a link or of a host itself.
func (b Block) IsLocal() bool {
	return b.CIDR.IsValid() && (b.CIDR.Addr().IsLinkLocalUnicast() || b.CIDR.Addr().IsLoopback())
}

// IsEmpty reports whether nothing is left of the block.
func (b Block) IsEmpty() bool { return !b.CIDR.IsValid() || !left(b.CIDR, b.Except) }

// IsInternet reports whether a block holds a large part of the public addresses.
func (b Block) IsInternet() bool {
	widest := 7
	if b.CIDR.Addr().Is6() {
		widest = 4
	}
	return b.CIDR.IsValid() && b.CIDR.Bits() <= widest && left(b.CIDR, append(slices.Clone(b.Except), private...))
}

// left reports whether anything of a range is outside of all others.
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

func (b Block) String() string {
	text := b.CIDR.String()
	if len(b.Except) > 0 {
		var parts []string
		for _, e := range b.Except {
			parts = append(parts, e.String())
		}
		slices.Sort(parts)
		text += " except " + strings.Join(parts, ", ")
	}
	return text
}
