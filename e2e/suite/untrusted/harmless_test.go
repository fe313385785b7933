package untrusted

import "testing"

// TestHarmless runs what only looks like an attack: it passes, and is generated.
func TestHarmless(t *testing.T) {
	all := load(t, "harmless")
	if len(all) < 20 {
		t.Errorf("there are %d of them", len(all))
	}
	for _, a := range all {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			w := watch(t)
			a.plant(w.tree, w.sensors.words(w.tree))
			w.tree.commit()
			for _, step := range []struct {
				mode   []string
				status int
			}{{nil, 0}, {[]string{"--check"}, 0}, {[]string{"--diff", "main"}, 2}} {
				r := w.generator(shared.programs[asIs], step.mode...)
				w.harmless(r, asIs, step.mode)
				if r.status != step.status {
					t.Errorf("%s: exit status %d, want %d\n%s", name(asIs, step.mode), r.status, step.status, r.told())
				}
			}
		})
	}
}
