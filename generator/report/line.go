package report

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/sanitize"
)

// Line is one line of a shown change; its sign is '-', '+' or ' '.
type Line struct {
	Sign byte
	Text string
}

// Bounds limit what is shown of one change; the JSON form has all of it.
type Bounds struct {
	Lines int
	Width int // of a line, in bytes
	// Context is how many lines around each one that differs are shown.
	Context int
}

// InComment is what terminals and comments have room for.
var InComment = Bounds{Lines: 60, Width: MaxWidth, Context: 2}

// MaxWidth is how much of a name or a sentence is shown.
const MaxWidth = 240

// Lines shows a change: one plain value as one line on each side, text of
// several lines as the lines that differ, anything else as YAML. What a
// terminal or a browser would act on is written as an escape.
func Lines(ch diff.Change, within Bounds) []Line {
	before, after := Texts(ch.Before), Texts(ch.After)
	if ch.Action == diff.Reordered {
		before, after = inOneLine(ch.Before), inOneLine(ch.After)
	}
	all := compareText(before, after, within.Context)
	if len(all) > within.Lines {
		more := len(all) - within.Lines
		all = append(all[:within.Lines:within.Lines], Line{' ', fmt.Sprintf("… %d more lines", more)})
	}
	for i := range all {
		all[i].Text = sanitize.Text(Shorten(all[i].Text, within.Width))
	}
	return all
}

// Manifest is the whole of an added or removed object.
func Manifest(o diff.Subject, within Bounds) []Line {
	ch := diff.Change{Action: o.Action}
	if o.Before != nil {
		ch.Before = o.Before.Fields
	}
	if o.After != nil {
		ch.After = o.After.Fields
	}
	return Lines(ch, within)
}

// Texts is a value as lines of text; nil has none.
func Texts(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		if strings.Contains(strings.TrimSuffix(v, "\n"), "\n") {
			return strings.Split(strings.TrimSuffix(v, "\n"), "\n")
		}
		return []string{quoted(v)}
	case map[string]any, []any:
		return YAML(v)
	}
	return []string{manifest.Text(v)}
}

// inOneLine lists items one after the other, where only their order counts.
func inOneLine(list any) []string {
	items, _ := list.([]any)
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = manifest.Text(item)
		if !manifest.IsScalar(item) {
			texts[i] = inJSON(item)
		}
	}
	return []string{strings.Join(texts, ", ")}
}

func inJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("report: a value that is no JSON: " + err.Error())
	}
	return string(text)
}

// quoted puts text into quotes where it could be taken for something else.
func quoted(s string) string {
	if s == "" || strings.TrimSpace(s) != s || looksLikeValue(s) {
		return strconv.Quote(s)
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
func compareText(before, after []string, context int) []Line {
	if before == nil || after == nil || len(before) == 1 && len(after) == 1 {
		return append(signed('-', before), signed('+', after)...)
	}
	gone, come := diff.Align(before, after)
	isGone, isCome := asSet(gone), asSet(come)
	var all []Line
	for i, j := 0, 0; i < len(before) || j < len(after); {
		switch {
		case i < len(before) && isGone[i]:
			all, i = append(all, Line{'-', before[i]}), i+1
		case j < len(after) && isCome[j]:
			all, j = append(all, Line{'+', after[j]}), j+1
		default:
			all, i, j = append(all, Line{' ', after[j]}), i+1, j+1
		}
	}
	return nearChanges(all, context)
}

func signed(sign byte, text []string) []Line {
	all := make([]Line, len(text))
	for i, t := range text {
		all[i] = Line{sign, t}
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
func nearChanges(all []Line, context int) []Line {
	keep := make([]bool, len(all))
	for i, l := range all {
		if l.Sign != ' ' {
			for j := max(0, i-context); j <= min(len(all)-1, i+context); j++ {
				keep[j] = true
			}
		}
	}
	var near []Line
	for i, l := range all {
		switch {
		case keep[i]:
			near = append(near, l)
		case i > 0 && keep[i-1]:
			near = append(near, Line{' ', "…"})
		}
	}
	return near
}

// Shorten cuts text to a number of bytes, between two characters, and says how
// much is missing.
func Shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… (%d more bytes)", s[:cut], len(s)-cut)
}

// Brief is a name or a sentence within the bounds of what can be read, with
// whatever a terminal or a browser would act on as an escape.
func Brief(s string) string { return sanitize.Text(Shorten(s, 2*MaxWidth)) }
