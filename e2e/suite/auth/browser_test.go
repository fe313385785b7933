package auth

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBrowser logs a person in by a real Chromium, for every stack: with
// oauth2-proxy where there is one, with Apache otherwise.
func TestBrowser(t *testing.T) {
	var s subject = newOAuth2Proxy()
	const name = "browser/logs in, sees a page, calls the API, hears a websocket"
	for _, b := range bundles(t) {
		if why := s.missing(); why != "" {
			results.skip(b.stack, s.name(), name, why)
		}
	}
	if s.missing() != "" {
		s = apache{}
	}
	for _, b := range bundles(t) {
		why := cmp.Or(s.missing(), b.missing())
		if _, err := exec.LookPath("chromium"); err != nil {
			why = "no chromium on the PATH"
		}
		if why != "" {
			results.skip(b.stack, s.name(), name, why)
			continue
		}
		t.Run(b.stack+"/"+s.name(), func(t *testing.T) {
			err := startWorld(t, b, s).browse(t)
			results.done(b.stack, s.name(), err)
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// artefacts is where screenshots are kept.
func artefacts() (string, error) {
	folder := os.Getenv("ARTIFACTS")
	if folder == "" {
		folder = "artefacts"
	}
	return folder, os.MkdirAll(folder, 0o755)
}

func (w *world) browse(t *testing.T) error {
	folder, err := artefacts()
	if err != nil {
		return err
	}
	options, err := w.chromium(t.TempDir())
	if err != nil {
		return err
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, stop = chromedp.NewContext(ctx)
	defer stop()
	if err := chromedp.Do(ctx); err != nil { // starts the browser, which would end with a shorter context
		return fmt.Errorf("starting Chromium: %w", err)
	}
	ctx, stop = context.WithTimeout(ctx, 40*time.Second)
	defer stop()
	file := filepath.Join(folder, w.stack+"-"+w.subject.name())
	err = chromedp.Do(ctx,
		chromedp.Navigate("https://"+w.host+"/"), chromedp.WaitVisible("#username"), picture(file+"-login.png"),
		chromedp.SendKeys("#username", member), chromedp.SendKeys("#password", password), chromedp.Click("button[type=submit]"),
		chromedp.WaitVisible("#api"), chromedp.WaitVisible("#socket"), picture(file+"-page.png")) // visible once they have text
	if err != nil {
		return fmt.Errorf("driving Chromium: %w", err)
	}
	return w.shows(ctx, map[string]string{"document.location.href": "https://" + w.host + "/", `document.getElementById("api").textContent`: "HelloFlow", `document.getElementById("socket").textContent`: "run 1 is done"})
}

// shows wants values of expressions in the page.
func (w *world) shows(ctx context.Context, want map[string]string) error {
	var wrong error
	for expression, value := range want {
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
		if got != value {
			err = errors.Join(err, fmt.Errorf("the browser has %s = %q, want %q", expression, got, value))
		}
		wrong = errors.Join(wrong, err)
	}
	return wrong
}

// picture keeps what the browser shows.
func picture(file string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		png, err := chromedp.CaptureScreenshot()(ctx, t)
		if err != nil {
			return err
		}
		return os.WriteFile(file, png, 0o644)
	})
}

// chromium is how to start it: it finds the public host and the issuers here,
// no other host at all, and takes the one certificate of the test.
func (w *world) chromium(profile string) ([]chromedp.ExecAllocatorOption, error) {
	leaf, err := x509.ParseCertificate(w.authority.Pair.Certificate[0])
	if err != nil {
		return nil, err
	}
	pin := sha256.Sum256(leaf.RawSubjectPublicKeyInfo)
	rules := "MAP " + w.host + " " + w.gateway.address
	for _, i := range w.issuers {
		rules += ", MAP " + i.url.Hostname() + " " + w.issuersAt
	}
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.UserDataDir(profile), chromedp.WindowSize(1000, 600),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", rules+", MAP * ~NOTFOUND"),
		chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(pin[:])),
	), nil
}
