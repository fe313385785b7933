package review

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/visible"
)

// line is one line of a shown change; its sign is '-', '+' or ' '.
type line struct {
	sign byte
	text string
}

// Bounds of what is shown of one change; the JSON form has all of it.
const (
	maxLines = 60
	maxWidth = 240
	context  = 2
)

// lines shows a change: one plain value as one line on each side, text of
// several lines as the lines that differ, anything else as YAML.
func (ch Change) lines() []line {
	before, after := textOf(ch.Before), textOf(ch.After)
	if ch.Action == Reordered {
		before, after = inOneLine(ch.Before), inOneLine(ch.After)
	}
	all := compareText(before, after)
	if len(all) > maxLines {
		more := len(all) - maxLines
		all = append(all[:maxLines:maxLines], line{' ', fmt.Sprintf("… %d more lines", more)})
	}
	for i := range all {
		all[i].text = visible.Text(shorten(all[i].text, maxWidth))
	}
	return all
}

// textOf is a value as lines of text; nil has none.
func textOf(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		if strings.Contains(strings.TrimSuffix(v, "\n"), "\n") {
			return strings.Split(strings.TrimSuffix(v, "\n"), "\n")
		}
		return []string{quoted(v)}
	case map[string]any, []any:
		return yamlLines(v)
	}
	return []string{scalarText(v)}
}

// inOneLine lists items one after the other, where only their order counts.
func inOneLine(list any) []string {
	items, _ := list.([]any)
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = scalarText(item)
		if !isScalar(item) {
			texts[i] = canonical([]any{item})[0]
		}
	}
	return []string{strings.Join(texts, ", ")}
}

// quoted puts text into quotes where it could be taken for something else.
func quoted(s string) string {
	if s == "" || strings.TrimSpace(s) != s || looksLikeValue(s) {
		return strconv.Quote(shorten(s, maxWidth))
	}
	return s
}

func looksLikeValue(s string) bool {
	switch s {
	case "true", "false", "null":
		return true
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// compareText shows what differs between two texts, with a little of what is around.
func compareText(before, after []string) []line {
	if before == nil || after == nil || len(before) == 1 && len(after) == 1 {
		return append(signed('-', before), signed('+', after)...)
	}
	gone, come := align(before, after)
	isGone, isCome := asSet(gone), asSet(come)
	var all []line
	for i, j := 0, 0; i < len(before) || j < len(after); {
		switch {
		case i < len(before) && isGone[i]:
			all, i = append(all, line{'-', before[i]}), i+1
		case j < len(after) && isCome[j]:
			all, j = append(all, line{'+', after[j]}), j+1
		default:
			all, i, j = append(all, line{' ', after[j]}), i+1, j+1
		}
	}
	return nearChanges(all)
}

func signed(sign byte, text []string) []line {
	all := make([]line, len(text))
	for i, t := range text {
		all[i] = line{sign, t}
	}
	return all
}

func asSet(indexes []int) map[int]bool {
	set := map[int]bool{}
	for _, i := range indexes {
		set[i] = true
	}
	return set
}

// nearChanges drops the lines that are far from any change.
func nearChanges(all []line) []line {
	keep := make([]bool, len(all))
	for i, l := range all {
		if l.sign != ' ' {
			for j := max(0, i-context); j <= min(len(all)-1, i+context); j++ {
				keep[j] = true
			}
		}
	}
	var near []line
	for i, l := range all {
		switch {
		case keep[i]:
			near = append(near, l)
		case i > 0 && keep[i-1]:
			near = append(near, line{' ', "…"})
		}
	}
	return near
}

// shorten cuts text to a number of bytes, between two characters, and says how
// much is missing.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… (%d more bytes)", s[:cut], len(s)-cut)
}

// brief is a name or a sentence within the bounds of what can be read.
func brief(s string) string { return visible.Text(shorten(s, 2*maxWidth)) }
