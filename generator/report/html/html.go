package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/report/picture"
)

var (
	//go:embed page.html
	layout string
	//go:embed page.css
	style string
	//go:embed page.js
	script string
)

// Render is the report as a page. The same report gives the same bytes.
func Render(r *report.Report) (string, error) {
	t, err := template.New("page").Parse(layout)
	if err != nil {
		panic(err) // our own template
	}
	var b strings.Builder
	if err := t.Execute(&b, viewOf(r)); err != nil {
		return "", fmt.Errorf("writing HTML: %w", err)
	}
	return b.String(), nil
}

// styles are those of the page and of the pictures in it.
func styles() template.CSS { return template.CSS(style + picture.Style) }

// policy lets the page run its own style and script, known by their hashes,
// and nothing else.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", hashOf(string(styles())), hashOf(script))
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
