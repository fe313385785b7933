package picture

import "strings"

// label is a text beside the end of an edge.
type label struct {
	x, y  int
	text  string
	class string
}

// labelRoom is the longest label of an edge.
const labelRoom = 64

// annotate keeps what is written beside the head of an arrow: its paths or
// ports, and its mark.
func (c *canvas) annotate(e *edge, tip [2]int, way int) {
	text := strings.Join(e.labels, " ")
	if e.blocked != "" {
		text = strings.TrimSpace("× " + text)
	}
	if e.mark != "" {
		text = strings.TrimSpace(signs[e.mark] + " " + text)
	}
	if text == "" || e.class == "visit" && e.mark == "" {
		return
	}
	class := strings.TrimSpace("pic-label " + string(e.mark))
	if e.open {
		class += " open"
	}
	c.texts = append(c.texts, label{tip[0] - way*(head+2), tip[1] - 3, regular.fit(shown(text, 200), 100, labelRoom), class})
	if way < 0 {
		c.texts[len(c.texts)-1].class += " after"
	}
}

// labels writes them above everything else.
func (c *canvas) labels() {
	for _, t := range c.texts {
		anchor := "end"
		if strings.HasSuffix(t.class, " after") {
			anchor = "start"
		}
		c.printf("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"10\" fill=\"currentColor\">%s</text>\n", t.class, t.x, t.y, anchor, escaped(t.text, 1000))
	}
}
