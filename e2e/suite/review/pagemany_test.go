package review

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestPageOfManyStacks reads the page of a change in a hundred stacks.
func TestPageOfManyStacks(t *testing.T) {
	r := newManyStacks(t, 100)
	r.replace("base/ui-static/deployment.yaml", "timeoutSeconds: 5", "timeoutSeconds: 7")
	r.replace("base/ui-static/deployment.yaml", "cpu: 50m", "cpu: 75m")
	file := filepath.Join(t.TempDir(), "review.html")
	r.differs("--diff", "HEAD", "--output", file)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	b := openTab(t, 1500, 1100)
	t.Logf("%d bytes, shown in %v, and all of it laid out in %v ms", info.Size(), b.open(file),
		eval[float64](b, `(() => { const start = performance.now(); document.querySelectorAll("section.stack").forEach((s) => { s.style.contentVisibility = "visible"; }); document.body.offsetHeight; return performance.now() - start; })()`))
	b.keep("page-100-stacks")
	wants(b, `document.querySelectorAll("section.stack").length`, 100)
	wants(b, `document.querySelectorAll(".overview tbody tr").length`, 100)
	wants(b, `document.querySelectorAll(".picture svg").length`, 100)
	name := eval[string](b, `document.querySelectorAll(".overview tbody a")[41].textContent`)
	b.search(name)
	for _, got := range strings.Fields(eval[string](b, shownStacks)) {
		if !strings.Contains(got, name) {
			t.Errorf("the filter for %s leaves %s", name, got)
		}
	}
	b.keep("page-100-stacks-filtered")
	b.keys(kb.Enter)
	wants(b, `document.activeElement.closest("section.stack").querySelector("h2").textContent.split(":")[0]`, name)
	b.keys("/" + kb.Escape)
	wants(b, isSettled, true)
	b.keys("]]")
	wants(b, `document.activeElement.tagName`, "H2")
}
