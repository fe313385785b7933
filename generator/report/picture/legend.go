package picture

// signs stand for marks where there is no colour.
var signs = map[Mark]string{Added: "+", Removed: "−", Changed: "~"}

// legend explains the signs that are there, and no others.
func (c *canvas) legend(g Graph, y int) {
	x := c.start
	for _, k := range g.keys() {
		c.printf("<g class=\"pic-key %s\">", k.class)
		c.sign(x+8, y-4, k.sign)
		c.printf("<text class=\"pic-detail\" x=\"%d\" y=\"%d\" fill=\"currentColor\">%s</text></g>\n", x+20, y, k.text)
		x += 20 + regular.measure(k.text, 110) + 24
	}
}

type legendKey struct{ class, sign, text string }

func (g Graph) keys() []legendKey {
	there := map[string]bool{}
	for _, n := range g.nodes {
		there[string(n.mark)] = true
		there["open"] = there["open"] || n.open
	}
	for _, e := range g.edges {
		there[string(e.mark)] = true
		there["open"] = there["open"] || e.open
		there["blocked"] = there["blocked"] || e.blocked != ""
	}
	var found []legendKey
	for _, k := range []legendKey{{"open", "!", "reached without a login"}, {"blocked", "×", "leads nowhere"}, {"added", signs[Added], "added"},
		{"changed", signs[Changed], "changed"}, {"removed", signs[Removed], "removed"}} {
		if there[k.class] {
			found = append(found, k)
		}
	}
	return found
}

// sign draws a small round badge.
func (c *canvas) sign(x, y int, sign string) {
	c.printf("<circle class=\"pic-badge\" cx=\"%d\" cy=\"%d\" r=\"8\" fill=\"currentColor\"/><text class=\"pic-sign\" x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"12\" font-weight=\"700\" fill=\"white\">%s</text>",
		x, y, x, y+4, sign)
}
