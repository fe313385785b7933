package review

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"
)

const marker = "<!-- metaflow-gitops review -->"

// link is where the comments of these tests point to.
const link = "https://ci.example.com/1"

// own are the elements that a comment consists of, with their attributes.
var own = map[string][]string{"html": nil, "head": nil, "body": nil, "h3": nil, "h4": nil, "p": nil, "ul": nil, "li": nil, "strong": nil, "blockquote": nil,
	"code": {"class"}, "pre": nil, "details": {"open"}, "summary": nil, "a": {"href"}}

// TestMarkdownRendered lets a renderer of GitHub's Markdown, which passes on
// raw HTML, make HTML of every comment, and looks for anything that is not ours.
func TestMarkdownRendered(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(cases, "*", "expected.md"))
	if err != nil || len(files) < 25 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(filepath.Dir(f)), func(t *testing.T) { checkComment(t, string(text)) })
	}
	r := newHostile(t)
	for _, limit := range []string{"2000", "65536", "150000"} {
		t.Run("hostile of "+limit, func(t *testing.T) {
			text, _ := r.generator("--diff", "HEAD", "--format", "markdown", "--limit", limit, "--link", link)
			checkComment(t, text)
		})
	}
}

// TestRendererObeys makes sure that the check can fail.
func TestRendererObeys(t *testing.T) {
	for _, text := range []string{"<script>x</script>", "[x](https://x.example.com)", "![x](x.png)", "# x", "<details onclick=x>", "https://x.example.com", "<!-- x -->"} {
		if foreign(t, text) == "" {
			t.Errorf("%s passes", text)
		}
	}
}

func checkComment(t *testing.T, text string) {
	t.Helper()
	if found := foreign(t, text); found != "" {
		t.Errorf("the comment has %s", found)
	}
}

// foreign names what a renderer finds in a text that is not ours.
func foreign(t *testing.T, text string) string {
	t.Helper()
	var page bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	root, err := nethtml.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if found := foreignNode(n); found != "" {
			return found
		}
	}
	return ""
}

func foreignNode(n *nethtml.Node) string {
	switch n.Type {
	case nethtml.CommentNode:
		if "<!--"+n.Data+"-->" != marker {
			return fmt.Sprintf("a comment %.80q", n.Data)
		}
	case nethtml.ElementNode:
		allowed, is := own[n.Data]
		if !is {
			return fmt.Sprintf("an element %s", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(allowed, a.Key) || a.Key == "href" && a.Val != link || a.Key == "class" && !strings.HasPrefix(a.Val, "language-diff") {
				return fmt.Sprintf("%s with %s=%.80q", n.Data, a.Key, a.Val)
			}
		}
	}
	return ""
}
