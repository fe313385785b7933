package secret

// set is a set of bytes.
type set [256]bool

func setOf(members string) *set {
	s := new(set)
	for i := range len(members) {
		s[members[i]] = true
	}
	return s
}

const (
	capitals     = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	smallLetters = "abcdefghijklmnopqrstuvwxyz"
	digits       = "0123456789"
	alphanumeric = capitals + smallLetters + digits
)

// The alphabets of credentials.
var (
	alnumSet   = setOf(alphanumeric)
	digitSet   = setOf(digits)
	capitalSet = setOf(capitals + digits)
	hexSet     = setOf(digits + "abcdefABCDEF")
	wordSet    = setOf(alphanumeric + "_")
	tokenSet   = setOf(alphanumeric + "_-")
	dottedSet  = setOf(alphanumeric + "_-.")
	secretSet  = setOf(alphanumeric + "_-.~")
	base64Set  = setOf(alphanumeric + "+/=")
	escapedSet = setOf(alphanumeric + "+/=%") // base64, perhaps with percent signs
	bareSet    = setOf(alphanumeric + "+/")   // base64 without padding
	runSet     = setOf(alphanumeric + "+/-_") // base64 of either alphabet
	spaceSet   = setOf(" \t\r\n")
	slackSet   = setOf(alphanumeric + "-.%")
	slackKinds = setOf("abcdeoprs") // of Slack's tokens, behind "xox"
)

// span is how many bytes from a place on are of a set, up to a limit.
func (s *set) span(text []byte, from, limit int) int {
	n := 0
	for n < limit && from+n < len(text) && s[text[from+n]] {
		n++
	}
	return n
}

// before is how many bytes before a place are of a set, up to a limit.
func (s *set) before(text []byte, to, limit int) int {
	n := 0
	for n < limit && n < to && s[text[to-n-1]] {
		n++
	}
	return n
}

// startsAt reports whether no byte of a set is before a place, or it is the first.
func (s *set) startsAt(text []byte, at int) bool { return at == 0 || !s[text[at-1]] }

// endsAt reports whether no byte of a set is at a place, or the text ends there.
func (s *set) endsAt(text []byte, at int) bool { return at >= len(text) || !s[text[at]] }
