package killed

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestTogether starts runs in pairs, in a repository of 20 stacks: two that
// write, one that only reads beside one that writes, and an adoption beside a
// plain run.
func TestTogether(t *testing.T) {
	seed := number(t, "KILLS_SEED", int(time.Now().UnixNano()%1e9))
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	pairs := max(number(t, "KILLS", 40)/40, 1)
	t.Logf("%d pairs of each kind, KILLS_SEED=%d", pairs, seed)
	all := newTemplates(t)
	for range pairs {
		for _, c := range changes {
			switch c.name {
			case "output":
				p := all.of(c, 20)
				p.together(t, random, p.args, map[int]bool{0: true})
				p.together(t, random, []string{"--check"}, map[int]bool{0: true, 2: true})
			case "adopt": // a plain run that comes first finds the edits
				all.of(c, 3).together(t, random, nil, map[int]bool{0: true, 1: true})
			}
		}
	}
}

// together runs a second run a little after the first, or before it.
func (p *template) together(t *testing.T, random *rand.Rand, other []string, ends map[int]bool) {
	t.Helper()
	root := p.copy(t)
	defer done(t, root)
	pair := [2][]string{p.args, other}
	turn := random.IntN(2)
	_, first := start(t, root, pair[turn]...)
	time.Sleep(time.Duration(random.Int64N(int64(p.took))))
	_, second := start(t, root, pair[1-turn]...)
	outcomes := [2]outcome{first(), second()}
	main, beside := outcomes[turn], outcomes[1-turn]
	if main.status != 0 || !ends[beside.status] {
		t.Errorf("%s: %v ended with %d, and %v with %d:\n%s\n%s", p, p.args, main.status, other, beside.status, main.stderr, beside.stderr)
	}
	if beside.status == 1 && !strings.Contains(beside.stderr, "Edited by hand") {
		t.Errorf("%s: the plain run failed otherwise: %s", p, beside.stderr)
	}
	p.expect(t, root, p.want)
}
