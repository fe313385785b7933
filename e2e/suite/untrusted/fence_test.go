package untrusted

import (
	"os"
	"strings"
	"testing"
)

// modes are the ways to run the generator on an attack, which is what HEAD adds to main. With a fence taken down, two
// are enough: all go through the same build of an overlay.
var modes = [][]string{
	{},
	{"--diff", "main"},
	{"--check"},
	{"--explain", "deployment/ui-static"},
	{"--adopt"},
}

func modesOf(build string, isWhole bool) [][]string {
	switch {
	case !isWhole:
		return modes[:1]
	case build != asIs:
		return modes[:2]
	}
	return modes
}

// isWhole reports whether an attack is run in all modes: one of four is, which are more than sixty, or with ATTACKS=all
// each. The others are run in one mode, as all modes go through the same build.
func isWhole(i int) bool { return i%4 == 0 || os.Getenv("ATTACKS") == "all" }

// TestAttacks runs each attack against the generator as it is and with one fence taken down: nothing is started, nobody is
// talked to, nothing is left, and nothing changes but what a run owns. As it is, it also refuses the attack at its line.
func TestAttacks(t *testing.T) {
	attacks := load(t, "attacks")
	if len(attacks) < 240 {
		t.Errorf("there are %d attacks", len(attacks))
	}
	for i, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			places := a.places(t)
			w := watch(t)
			a.plant(w.tree, w.sensors.words(w.tree))
			w.tree.commit()
			for _, build := range fenced {
				w.attack(a, build, places, isWhole(i))
			}
			if isWhole(i) {
				w.backwards()
			}
		})
	}
}

// attack runs one build, in all modes if it is to be run whole.
func (w watched) attack(a attack, build string, places []place, isWhole bool) {
	w.t.Helper()
	isRefused, isCaught := true, false
	for _, mode := range modesOf(build, isWhole) {
		r := w.generator(shared.programs[build], mode...)
		w.harmless(r, build, mode)
		isRefused = isRefused && r.status == 1
		isCaught = isCaught || len(r.tried) > 0
		switch {
		case build != asIs || a.survives():
		case r.status != 1:
			w.t.Errorf("%s: exit status %d, and not refused\n%s", name(build, mode), r.status, r.told())
		case !r.names(w.t, places):
			w.t.Errorf("%s: not refused at %v\n%s", name(build, mode), places, r.told())
		}
		if len(r.wrote) > 0 {
			w.tree.restore()
		}
	}
	shared.score.add(build, len(modesOf(build, isWhole)), isRefused, isCaught)
}

// harmless fails if a run did more than it may.
func (w watched) harmless(r ran, build string, mode []string) {
	w.t.Helper()
	if len(r.tried) > 0 {
		w.t.Errorf("%s:\n  %s", name(build, mode), strings.Join(r.tried, "\n  "))
	}
	if r.took > limit || r.status < 0 || r.status > 2 || strings.Contains(r.stderr, "goroutine ") {
		w.t.Errorf("%s: exit status %d after %v\n%s", name(build, mode), r.status, r.took, r.told())
	}
	may := owned
	switch {
	case len(mode) > 0 && mode[0] == "--adopt":
		may = adoptedBy
	case len(mode) > 0 || r.status != 0:
		may = nil
	}
	for _, p := range r.wrote {
		if r.status != 0 || !isBelow(p, may) {
			w.t.Errorf("%s: changed %s, with exit status %d", name(build, mode), p, r.status)
		}
	}
}

// backwards reviews a tree without the attack against a revision that has it: nothing comes of it there either.
func (w watched) backwards() {
	w.t.Helper()
	w.tree.git("checkout", "--quiet", "--force", "main")
	mode := []string{"--diff", "change"}
	w.harmless(w.generator(shared.programs[asIs], mode...), asIs, mode)
}

func name(build string, mode []string) string {
	return strings.TrimSpace("the generator " + build + " " + strings.Join(mode, " "))
}
