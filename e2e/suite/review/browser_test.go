package review

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browsers are the names under which systems have Chromium.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// tab is a page in a headless Chromium that resolves no host name. It records
// whatever a reader must not meet.
type tab struct {
	t   *testing.T
	ctx context.Context

	lock     sync.Mutex
	requests []string
	troubles []string
}

// openTab starts a Chromium of its own; the test is skipped where there is
// none, but not in continuous integration.
func openTab(t *testing.T, width, height int) *tab {
	t.Helper()
	program := ""
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil && program == "" {
			program = path
		}
	}
	if program == "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("none of %v is on the PATH", browsers)
		}
		t.Skipf("none of %v is on the PATH", browsers)
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(width, height),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"))...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &tab{t: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // starts the browser
		t.Fatalf("starting Chromium: %v", err)
	}
	if err := chromedp.Listen(ctx, b.record); err != nil {
		t.Fatal(err)
	}
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	t.Cleanup(b.harmless)
	return b
}

func (b *tab) record(event any) {
	b.lock.Lock()
	defer b.lock.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		b.troubles = append(b.troubles, fmt.Sprintf("console.%s", e.Type))
	case *runtime.EventExceptionThrown:
		b.troubles = append(b.troubles, fmt.Sprintf("exception: %s", e.ExceptionDetails.Text))
	case *log.EventEntryAdded:
		b.troubles = append(b.troubles, fmt.Sprintf("log: %s: %s", e.Entry.Level, e.Entry.Text))
	case *page.EventJavascriptDialogOpening:
		b.troubles = append(b.troubles, "dialog: "+e.Message)
	}
}

// harmless wants that nothing was loaded but the page, and that the browser had nothing to complain of.
func (b *tab) harmless() {
	b.lock.Lock()
	defer b.lock.Unlock()
	for _, url := range b.requests {
		if !strings.HasPrefix(url, "file://") || filepath.Ext(strings.Split(url, "#")[0]) != ".html" {
			b.t.Errorf("the page loads %.200s", url)
		}
	}
	for _, trouble := range b.troubles {
		b.t.Errorf("the browser says: %.400s", trouble)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("driving Chromium: %v", err)
	}
}

// open shows a file, and tells how long it took.
func (b *tab) open(file string) time.Duration {
	b.t.Helper()
	start := time.Now()
	b.do(chromedp.Navigate("file://" + file))
	return time.Since(start)
}

// eval is the value of an expression in the page.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, time.Minute)
	defer stop()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// wants holds an expression to a value.
func wants[T comparable](b *tab, expression string, want T) {
	b.t.Helper()
	if got := eval[T](b, expression); got != want {
		b.t.Errorf("%s is %v, want %v", expression, got, want)
	}
}

// keys presses keys, one after the other.
func (b *tab) keys(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(text))
}

// keep takes a screenshot, which people look at: the folder is ARTIFACTS, or
// artefacts/ beside the test.
func (b *tab) keep(name string) {
	b.t.Helper()
	folder := os.Getenv("ARTIFACTS")
	if folder == "" {
		folder = "artefacts"
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Error(err)
	}
}

// media shows the page as in print, or with the colours that a system prefers.
func (b *tab) media(medium, scheme string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

// call runs a command of the browser's own protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
}

func click(selector string) chromedp.Action[chromedp.Void] { return chromedp.Click(selector) }

// as is the same tab for a subtest.
func (b *tab) as(t *testing.T) *tab { return &tab{t: t, ctx: b.ctx} }
