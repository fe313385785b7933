package killed

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// share says how many of a hundred kills go to repositories of a size.
var share = []struct{ stacks, percent int }{{1, 55}, {3, 35}, {20, 10}}

// tally counts what came of the kills.
type tally struct {
	kills, hit, half, back, finished, untouched int
}

// TestKilled kills runs at random instants, and lets exactly one run follow on
// each. KILLS is their number, and KILLS_SEED repeats the choice of instants.
func TestKilled(t *testing.T) {
	seed := number(t, "KILLS_SEED", int(time.Now().UnixNano()%1e9))
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	kills := number(t, "KILLS", 40)
	t.Logf("KILLS=%d KILLS_SEED=%d", kills, seed)
	all := newTemplates(t)
	for _, s := range share {
		var sum tally
		begun, turn := time.Now(), random.IntN(len(changes))
		for sum.kills < max(kills*s.percent/100, 1) && !t.Failed() {
			if c := changes[turn%len(changes)]; c.least <= s.stacks {
				all.of(c, s.stacks).kill(t, random, &sum)
			}
			turn++
		}
		t.Logf("%d stacks: %d kills in %s, %d of a running process, %d left a half-written tree; %d changes were taken back before the next run; of adoptions before a plain run %d were finished and %d left the edits as they were",
			s.stacks, sum.kills, time.Since(begun).Round(time.Second), sum.hit, sum.half, sum.back, sum.finished, sum.untouched)
		// About half of them hit, and every fourth leaves a half-written tree. Few kills
		// may miss by chance; many may not.
		hits, halves := 6, 25
		if sum.kills >= 100 {
			hits, halves = 3, 8
		}
		if sum.kills >= 20 && (sum.hit*hits < sum.kills || sum.half*halves < sum.kills) {
			t.Errorf("%d stacks: of %d kills too few hit a running process (%d) or left a half-written tree (%d)", s.stacks, sum.kills, sum.hit, sum.half)
		}
	}
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// sleep waits for the instant to kill a run: one of all that it has, or one
// since it began to write. A machine that is busy with other things is slower
// than it was, so the second kind waits for the first change on disk.
func (p *template) sleep(random *rand.Rand, w watched) {
	part, longest := random.Float64(), p.took
	if random.IntN(4) > 0 {
		longest = p.wrote * 9 / 10
		w.untilFirst(4 * p.took)
	}
	time.Sleep(time.Duration(part * float64(longest)))
}

// kill kills one run, and lets another one follow.
func (p *template) kill(t *testing.T, random *rand.Rand, sum *tally) {
	t.Helper()
	root := p.copy(t)
	defer done(t, root)
	w := watch(root)
	cmd, wait := start(t, root, p.args...)
	p.sleep(random, w)
	_ = cmd.Process.Kill() // it may have ended
	first := wait()
	sum.kills++
	if first.status != -1 {
		p.expect(t, root, p.want)
		return
	}
	sum.hit++
	left := treeOf(t, root)
	if len(left.differences(p.changed)) > 0 && len(left.differences(p.want)) > 0 {
		sum.half++
	}
	p.follow(t, root, random, sum)
	if t.Failed() {
		t.Logf("%s: when it was killed, these had changed: %v", p, left.differences(p.changed))
	}
}

// follow is the one run after a kill: the same again, or one after the change was
// taken back, or a plain one after an adoption.
func (p *template) follow(t *testing.T, root string, random *rand.Rand, sum *tally) {
	t.Helper()
	isOther, isAdoption := random.IntN(2) == 0, p.change.name == "adopt"
	switch {
	case isOther && isAdoption:
		if second := generate(t, root); second.status == 1 {
			p.expectUntouched(t, root, second)
			sum.untouched++
		} else {
			p.expectDone(t, root, second, p.want)
			sum.finished++
		}
	case isOther && p.args == nil:
		p.takeBack(t, root)
		p.expectDone(t, root, generate(t, root), treeOf(t, p.origin))
		sum.back++
	default:
		p.expectDone(t, root, generate(t, root, p.args...), p.want)
	}
}

// expectDone holds the one run after a kill to its end.
func (p *template) expectDone(t *testing.T, root string, o outcome, want tree) {
	t.Helper()
	if o.status != 0 || strings.Contains(o.stderr, "Edited by hand") {
		t.Errorf("%s: the run after the kill ended with %d:\n%s", p, o.status, o.stderr)
	}
	p.expect(t, root, want)
}

// expectUntouched is for a plain run after an adoption that had not decided yet.
func (p *template) expectUntouched(t *testing.T, root string, o outcome) {
	t.Helper()
	if !strings.Contains(o.stderr, "Edited by hand") {
		t.Errorf("%s: the plain run after the kill fails otherwise:\n%s", p, o.stderr)
	}
	if differ := treeOf(t, root).differences(p.changed); len(differ) > 0 {
		t.Errorf("%s: the edits were reported, but these differ from before: %v", p, differ)
	}
}
