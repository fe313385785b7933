package untrusted

import (
	"strings"
	"testing"
)

// TestWatchers takes both fences down, and obeys: all that the fences keep from happening does happen then, and each watcher
// sees it. Without this, a suite that sees nothing would pass as well.
func TestWatchers(t *testing.T) {
	for _, c := range []struct {
		name, address string
		// sensed is what the sensors see, and traced what strace sees.
		sensed, traced []string
	}{
		{"a command by an option of git", "file:///none?ref=--upload-pack=:%3E$RAN%3B%20false",
			[]string{"called: git init", "called: git fetch --depth=1 file:///none --upload-pack=:>$RAN", "ran the command of the attack", "left in the temporary folder: kustomize-"},
			[]string{"/bin/git init", "started /bin/sh as /bin/sh -c :>$RAN"}},
		{"a download", "$HTTP/x.yaml", []string{"connected to the server"}, []string{"connect("}},
		{"a download by git", "$HTTP/acme/none?ref=main", []string{"connected to the server"}, []string{"connect("}},
		{"ssh", "root@127.0.0.1:acme/none", []string{"called: ssh -o SendEnv=GIT_PROTOCOL root@127.0.0.1 "}, []string{"started $BIN/ssh as "}},
		{"a clone of a folder", "file://$TREE//base/ui-static", []string{"called: git fetch --depth=1 file://$TREE", "left in the temporary folder: kustomize-"}, []string{"fetch --depth=1 file://$TREE"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := watch(t)
			w.sensors.obey()
			w.sensors.report(w.sensors.bin, []string{"git-upload-pack"})
			words := w.sensors.words(w.tree)
			attack{files: map[string]string{"kustomization.yaml": header + "resources: ['" + c.address + "']\n"}}.plant(w.tree, words)
			w.tree.commit()
			r := w.generator(shared.programs[withoutBoth], "--check")
			seen := strings.Join(r.tried, "\n")
			want := c.sensed
			if shared.strace != "" {
				want = append(want, c.traced...)
			}
			for _, text := range want {
				if text = strings.ReplaceAll(words.Replace(text), "$BIN", w.sensors.bin); !strings.Contains(seen, text) {
					t.Errorf("nobody saw %q, but\n%s\n%s", text, seen, r.told())
				}
			}
			shared.score.add(withoutBoth, 1, r.status == 1, len(r.tried) > 0)
		})
	}
}
