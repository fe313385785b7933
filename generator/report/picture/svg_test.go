package picture

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// allowed are the elements that a picture consists of, and their attributes.
var allowed = map[string]string{
	"svg":    "class xmlns viewBox width role aria-labelledby font-family font-size",
	"title":  "id",
	"desc":   "id",
	"g":      "class",
	"a":      "href tabindex",
	"rect":   "class x y width height rx fill stroke stroke-dasharray",
	"path":   "class transform d fill stroke stroke-dasharray",
	"circle": "class cx cy r fill",
	"text":   "class x y text-anchor font-size font-weight letter-spacing fill",
}

// checkSVG holds a picture to what a page can take: well-formed XML of plain
// elements and attributes, with one root, and nothing that acts or leads out.
func checkSVG(t testing.TB, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v near %.200q", err, svg[max(0, int(d.InputOffset())-100):])
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
			checkElement(t, token)
		case xml.EndElement:
			depth--
		case xml.Comment, xml.ProcInst, xml.Directive:
			t.Fatalf("%T in the picture", token)
		}
	}
	if roots != 1 {
		t.Fatalf("%d roots", roots)
	}
}

func checkElement(t testing.TB, e xml.StartElement) {
	t.Helper()
	attributes, known := allowed[e.Name.Local]
	if !known {
		t.Fatalf("an element %s", e.Name.Local)
	}
	for _, a := range e.Attr {
		if !strings.Contains(" "+attributes+" ", " "+a.Name.Local+" ") {
			t.Fatalf("an attribute %s of %s", a.Name.Local, e.Name.Local)
		}
		if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
			t.Fatalf("a link to %q", a.Value)
		}
	}
}
