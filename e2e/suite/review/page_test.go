package review

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"
)

// newPage writes the page of what has changed in a repository since HEAD.
func (r *repository) newPage(args ...string) string {
	r.t.Helper()
	file := filepath.Join(r.t.TempDir(), "review.html")
	if _, status := r.generator(append(args, "--diff", "HEAD", "--output", file)...); status != 2 {
		r.t.Fatalf("status %d, want 2", status)
	}
	return file
}

// changed is a repository in which an output, a line of stack.hcl and a base
// have changed, and a part of a stack was taken out.
func changed(t *testing.T) *repository {
	t.Helper()
	r := newRepository(t)
	r.replace("terraform/stacks/prod/outputs.json", "psql-metaflow-prod.", "psql-metaflow-prod-2.")
	r.replace("terraform/stacks/prod/stack.hcl", "quota_gpus    = 4", "quota_gpus    = 8")
	r.replace("terraform/stacks/prod/stack.hcl", "argo_events {}\n", "")
	r.replace("base/ui-static/deployment.yaml", "timeoutSeconds: 5", "timeoutSeconds: 7")
	r.replace("base/ui-static/deployment.yaml", "metaflow_ui:v1.3.14", "metaflow_ui:v1.3.13")
	return r
}

func contains(text string, parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			return false
		}
	}
	return true
}

// What the tests ask the page, in its own language.
const (
	shownObjects = `[...document.querySelectorAll("details.object")].filter((o) => o.checkVisibility()).length`
	shownStacks  = `[...document.querySelectorAll("section.stack")].filter((o) => o.checkVisibility()).map((o) => o.querySelector("h2").textContent.split(":")[0]).join(" ")`
	inTree       = `[...document.querySelectorAll("[data-object]")].filter((o) => !o.hidden && getComputedStyle(o).display !== "none").length`
	focused      = `document.activeElement.closest("details.object")?.id ?? document.activeElement.id`
	paper        = `getComputedStyle(document.body).backgroundColor`
	isSettled    = `new Promise((done) => setTimeout(() => done(true), 150))`
)

func TestPage(t *testing.T) {
	file := changed(t).newPage()
	b := openTab(t, 1500, 1100)
	b.open(file)
	b.keep("page-light")
	if got := eval[string](b, `document.querySelector(".attention").innerText`); !contains(got, "Image", "An older version than before.", "prod", "staging") {
		t.Errorf("what needs attention is %q", got)
	}
	text := eval[string](b, `document.querySelector("main").textContent`)
	if !contains(text, "spec.template.spec.containers[ui-static].image", "base/ui-static/deployment.yaml:29", "output database.host", "spec.hard[\"requests.nvidia.com/gpu\"]") {
		t.Error("a change or a cause is missing")
	}
	wants(b, `document.querySelectorAll("#s1 .picture svg").length`, 1)
	wants(b, `[...document.querySelectorAll("ins b")].some((e) => e.textContent === "-2")`, true)
	wants(b, `[...document.querySelectorAll("a[href]")].every((a) => document.getElementById(a.getAttribute("href").slice(1)))`, true)
	wants(b, `new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size === document.querySelectorAll("[id]").length`, true)
	t.Run("filter", func(t *testing.T) { filterPage(b.as(t)) })
	t.Run("links", func(t *testing.T) { followLinks(b.as(t)) })
	t.Run("keys", func(t *testing.T) { driveByKeys(b.as(t)) })
	t.Run("views", func(t *testing.T) { switchViews(b.as(t)) })
	t.Run("print", func(t *testing.T) { printPage(b.as(t)) })
	t.Run("small", func(t *testing.T) { shrinkPage(b.as(t)) })
}

// search types into the filter. The key that leads there has to be taken out
// again: unlike a keyboard, the protocol sends its character all the same.
func (b *tab) search(text string) {
	b.t.Helper()
	b.keys("/")
	wants(b, focused, "filter")
	wants(b, `document.getElementById("filter").value = ""`, "")
	b.keys(text)
	wants(b, isSettled, true)
}

func filterPage(b *tab) {
	all := eval[int](b, shownObjects)
	b.search("requests.nvidia")
	wants(b, shownObjects, 1)
	wants(b, inTree, 1)
	wants(b, shownStacks, "prod")
	wants(b, `document.getElementById("found").textContent`, fmt.Sprintf("1 of %d objects", all))
	b.keep("page-filtered")
	b.keys("\x1b")
	wants(b, isSettled, true)
	wants(b, shownObjects, all)
	b.search("no such thing anywhere")
	wants(b, shownObjects, 0)
	wants(b, `document.getElementById("nothing").checkVisibility()`, true)
	b.keys("\x1b")
	wants(b, `document.getElementById("show-changed").click(), [...document.querySelectorAll(".object.is-changed")].some((o) => o.checkVisibility())`, false)
	wants(b, `document.getElementById("show-changed").click(), document.getElementById("only-risky").click(), [...document.querySelectorAll(".object:not(.is-risky)")].some((o) => o.checkVisibility())`, false)
	wants(b, `document.getElementById("only-risky").click(), `+shownObjects, all)
}

// followLinks goes to a stack, and to an object that the filter has hidden.
func followLinks(b *tab) {
	b.do(click(`.overview a[href="#s3"]`))
	wants(b, isSettled, true)
	wants(b, `(() => { const top = document.getElementById("s3").getBoundingClientRect().top; return top >= 0 && top < innerHeight; })()`, true)
	wants(b, focused, "s3-title")
	all := eval[int](b, shownObjects)
	b.search("staging")
	wants(b, shownStacks, "staging")
	b.do(click(`.attention a[href^="#s1-o"]`))
	wants(b, isSettled, true)
	wants(b, `document.activeElement.closest("section.stack").id`, "s1")
	wants(b, shownObjects, all)
	wants(b, `location.hash = "#%", `+isSettled, true)
}

func TestPageOfOneStack(t *testing.T) {
	b := openTab(t, 1500, 1100)
	b.open(changed(t).newPage("--stack", "prod"))
	b.keep("page-one-stack")
	wants(b, shownStacks, "prod")
	wants(b, `document.querySelector(".picture svg").checkVisibility()`, true)
	b.search("ui-static")
	wants(b, shownObjects, 1)
}

// TestPageOfFailedStack keeps a stack that cannot be rendered in sight.
func TestPageOfFailedStack(t *testing.T) {
	r := changed(t)
	r.replace("terraform/stacks/staging/stack.hcl", "replicas = 1", "replicas = -1")
	file := filepath.Join(t.TempDir(), "review.html")
	if _, status := r.generator("--diff", "HEAD", "--output", file); status != 1 {
		t.Fatalf("status %d, want 1", status)
	}
	b := openTab(t, 1500, 1100)
	b.open(file)
	b.keep("page-failed")
	wants(b, `document.getElementById("only-risky").click(), `+shownStacks, "prod research staging")
	wants(b, `document.getElementById("show-renamed").click(), `+shownStacks, "prod research staging")
	b.search("cannot be rendered")
	wants(b, shownStacks, "staging")
	wants(b, `document.querySelectorAll("section.stack.state-failed .object, section.stack.state-failed svg").length`, 0)
}

func driveByKeys(b *tab) {
	wants(b, `document.getElementById("main").focus(), document.getElementById("filter").blur(), true`, true)
	first := eval[string](b, `document.querySelector("details.object").id`)
	b.keys("j")
	wants(b, focused, first)
	b.keys("jk")
	wants(b, focused, first)
	isOpen := fmt.Sprintf(`document.getElementById(%q).open`, first)
	b.keys("c")
	wants(b, `document.querySelectorAll("details.object[open]").length`, 0)
	b.keys("o")
	wants(b, isOpen, true)
	b.keys("o")
	wants(b, isOpen, false)
	b.keys("n")
	wants(b, `document.activeElement.closest(".object").classList.contains("is-risky")`, true)
	b.keys("]")
	wants(b, `document.activeElement.tagName`, "H2")
	b.keys("?")
	wants(b, `document.getElementById("help").open`, true)
	b.keep("page-keys")
	b.keys("\x1b")
	wants(b, `document.getElementById("help").open`, false)
	wants(b, `document.querySelector(".tree a").focus(), true`, true)
	b.keys(kb.ArrowDown)
	wants(b, `[...document.querySelectorAll(".tree a")].indexOf(document.activeElement)`, 1)
	b.keys(kb.ArrowLeft)
	wants(b, `document.querySelector(".tree details").open`, false)
	b.keys(kb.ArrowRight)
	wants(b, `document.querySelector(".tree details").open`, true)
	b.keys("e")
	wants(b, `document.querySelectorAll("details.object:not([open])").length`, 0)
}

func switchViews(b *tab) {
	const columns = `getComputedStyle([...document.querySelectorAll(".row")].find((r) => r.checkVisibility() && r.querySelector("del") && r.querySelector("ins"))).display`
	wants(b, columns, "block")
	b.keys("s")
	wants(b, columns, "grid")
	b.media("", "light")
	light := eval[string](b, paper)
	b.media("", "dark")
	dark := eval[string](b, paper)
	if light == dark {
		b.t.Errorf("light and dark are both %s", light)
	}
	b.keep("page-dark-side-by-side")
	b.keys("d")
	wants(b, paper, light)
	b.keys("d")
	wants(b, paper, dark)
	b.keys("ds")
}

func printPage(b *tab) {
	b.keys("c")
	b.media("print", "dark")
	wants(b, `getComputedStyle(document.querySelector("nav")).display`, "none")
	wants(b, `dispatchEvent(new Event("beforeprint")), document.querySelectorAll("main details:not([open])").length`, 0)
	b.keep("page-print")
	wants(b, `dispatchEvent(new Event("afterprint")), document.querySelectorAll("details.object[open]").length`, 0)
	b.media("", "light")
	b.keys("e")
}

// shrinkPage reads on a telephone: nothing may be wider than the screen.
func shrinkPage(b *tab) {
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 390, Height: 844, DeviceScaleFactor: 1})
	wants(b, `document.documentElement.scrollWidth <= 390`, true)
	b.keep("page-small")
}

// TestPageWithoutScript reads the page where scripts do not run.
func TestPageWithoutScript(t *testing.T) {
	file := changed(t).newPage()
	b := openTab(t, 1500, 1100)
	b.open(file)
	text := eval[string](b, `document.querySelector("main").textContent`)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.open(file)
	if got := eval[string](b, `document.querySelector("main").textContent`); got != text || len(text) < 2000 {
		t.Errorf("without its script the page has %d characters of text, with it %d", len(got), len(text))
	}
	wants(b, `document.getElementById("filter").checkVisibility()`, false)
	b.do(click(`label:has(#view-side)`), click(`label:has(#show-changed)`))
	wants(b, `[...document.querySelectorAll(".object.is-changed")].some((o) => o.checkVisibility())`, false)
	b.do(click(`label:has(#show-changed)`))
	wants(b, `getComputedStyle([...document.querySelectorAll(".row")].find((r) => r.checkVisibility() && r.querySelector("ins"))).display`, "grid")
	b.keep("page-without-script")
}

// TestPageIsAccessible lets axe-core look, in both colours and views.
func TestPageIsAccessible(t *testing.T) {
	axe := os.Getenv("AXE")
	if axe == "" {
		t.Skip("AXE names no axe.min.js; run `make review-test`")
	}
	library, err := os.ReadFile(axe)
	if err != nil {
		t.Fatal(err)
	}
	b := openTab(t, 1500, 1100)
	for _, scheme := range []string{"light", "dark"} {
		b.open(changed(t).newPage())
		b.media("", scheme)
		b.keys("es")
		eval[bool](b, string(library)+"; true")
		for _, v := range eval[[]string](b, `axe.run(document).then((r) => r.violations.map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + " " + n.failureSummary).join(" | ")))`) {
			t.Errorf("%s: %s", scheme, v)
		}
	}
}
