package review

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/stack"
)

// hostile are texts that somebody could put anywhere to break out of a form.
var hostile = []string{
	"<script>alert(1)</script>", "</code></summary></details><img src=x onerror=alert(1)>", `"><svg onload=alert(1)>`, "&lt;b&gt;<b>",
	"```\n</details>\n# Heading", "````\n~~~\n- item", "`", "`` ` ``", " `x` ", "@everyone #1 [x](javascript:alert(1)) ![i](http://x.example.com)",
	"\x1b[2J\x1b]0;owned\x07", "\x1b]8;;http://x.example.com\x1b\\link\x1b]8;;\x1b\\", "a\rb\bc\x00d\u202ee\u200bf\ufefft", "\xff\xfe", "\u2028\u2029\u0085",
	"::set-output name=x::y", "##vso[task.setvariable variable=x]y", "--> <!-- -->", "]]>", "{{ .Evil }}", "| a | b |\n|---|---|", "a\n\n\nb", "",
	strings.Repeat("x", 1<<20), strings.Repeat("`", 1<<12), strings.Repeat("é\n", 1<<15), strings.Repeat("<", 1<<16),
}

// hostileReport has a text in every place that a report has.
func hostileReport(text string) *Report {
	fields := map[string]any{"kind": "Deployment", text: text, "list": []any{text, map[string]any{"name": text}}}
	id := ID{Group: text, Kind: text, Namespace: text, Name: text, Cluster: text}
	cause := Cause{Kind: stack.FromOutput, Name: text, File: text, Line: 3, Before: &Provenance{text, 1}, After: &Provenance{text + "2", 2}}
	base := Cause{Kind: stack.FromBase, Name: text, File: text}
	before, after := &Object{id, text, fields}, &Object{id, text, map[string]any{text: text + "2"}}
	change := func(a Action, b, n any) Change {
		return Change{Action: a, Path: Path{{Key: text}, {Key: text, Item: true}}, Before: b, After: n, Causes: []Cause{cause, base}}
	}
	return &Report{Format: Format, Before: SideName{Name: text, Commit: text}, After: SideName{Name: text}, Stacks: []StackReport{
		{Name: text, State: StackChanged, Notes: []string{text}, Findings: []string{text},
			Risks: []Risk{{Topic: "Image", Says: "An older version than before.", Object: id, Paths: []Path{{{Key: text}}}}},
			Objects: []ObjectChange{
				{Action: Changed, Object: id, before: before, after: after, Changes: []Change{
					change(Changed, text, text+"2"), change(Added, nil, fields), change(Removed, text+"\n"+text+"\n", nil),
					change(Reordered, []any{text, "a"}, []any{"a", text}), change(Changed, text, "a\nb\n")}},
				{Action: Renamed, Object: id, From: &id, before: before, after: after, Causes: []Cause{base}},
				{Action: Added, Object: id, after: after, Causes: []Cause{cause}}, {Action: Removed, Object: id, before: before}}},
		{Name: text + "f", State: StackFailed, Failures: []Failure{{"after", text}, {"before", text}}},
	}}
}

func TestHostileText(t *testing.T) {
	for _, text := range hostile {
		for _, colour := range []bool{false, true} {
			got := hostileReport(text).Text(colour)
			if colour {
				for _, code := range []string{bold, red, green, yellow, dim, "0"} {
					got = strings.ReplaceAll(got, "\x1b["+code+"m", "")
				}
			}
			checkVisible(t, text, got)
			for l := range strings.Lines(got) {
				if strings.HasPrefix(strings.TrimSpace(l), "::") || strings.Contains(l, "##[") || strings.Contains(l, "##vso[") {
					t.Errorf("%.40q is a command for a pipeline: %.80q", text, l)
				}
			}
		}
	}
}

func checkVisible(t *testing.T, text, got string) {
	t.Helper()
	if !utf8.ValidString(got) {
		t.Errorf("%.40q: no UTF-8", text)
	}
	if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && r != ' ' && !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("%.40q: a terminal would act on %.40q", text, got[i:])
	}
	if len(got) > 1<<20 {
		t.Errorf("%.40q: %d bytes are too much to read", text, len(got))
	}
}

// TestHostileMarkdown looks at the fences: each block must end where it is
// meant to. What a renderer makes of it all is tested in e2e/review.
func TestHostileMarkdown(t *testing.T) {
	for _, text := range hostile {
		for _, limit := range []int{2000, GitHubLimit, AzureDevOpsLimit} {
			got := hostileReport(text).Markdown(limit, "")
			if len(got) > limit {
				t.Errorf("%.40q: %d bytes, and %d are the limit", text, len(got), limit)
			}
			checkVisible(t, text, got)
			open := ""
			for l := range strings.Lines(got) {
				l = strings.TrimSuffix(l, "\n")
				switch {
				case open == "" && strings.HasPrefix(l, "```") && !strings.Contains(strings.TrimLeft(l, "`"), "`"):
					open = l[:longestRun(l, '`')]
				case l == open:
					open = ""
				case open != "" && !strings.ContainsAny(l[:1], "+- "):
					t.Errorf("%.40q: %.80q is within a block and not quoted", text, l)
				}
			}
			if open != "" {
				t.Errorf("%.40q: a block has no end", text)
			}
		}
	}
}

func TestHostileJSON(t *testing.T) {
	for _, text := range hostile {
		data, err := json.Marshal(hostileReport(text))
		if err != nil || !json.Valid(data) {
			t.Errorf("%.40q: %v", text, err)
		}
		if strings.ContainsAny(string(data), "<>\u2028\u2029\x1b") {
			t.Errorf("%.40q: not escaped", text)
		}
	}
}

// TestMarkdownShrinks makes a change larger and larger, and looks at the steps.
func TestMarkdownShrinks(t *testing.T) {
	steps := map[string]bool{}
	for _, stacks := range []int{1, 10, 100, 400} {
		for _, objects := range []int{1, 20, 100} {
			r := largeReport(stacks, objects)
			for _, limit := range []int{GitHubLimit, AzureDevOpsLimit} {
				got := r.Markdown(limit, "https://ci.example.com/1")
				if len(got) > limit {
					t.Errorf("%d stacks of %d objects: %d bytes, and %d are the limit", stacks, objects, len(got), limit)
				}
				if !strings.HasPrefix(got, Marker+"\n") || !strings.Contains(got, r.Summary()) {
					t.Errorf("%d stacks of %d objects: no marker, or no summary", stacks, objects)
				}
				step, _, isShort := strings.Cut(strings.TrimPrefix(strings.Split(got, "\n> ")[min(1, strings.Count(got, "\n> "))], "**Shortened**"), " not here")
				if isShort && !strings.Contains(got, "(<https://ci.example.com/1>)") {
					t.Errorf("%d stacks of %d objects: shortened, and does not say where the rest is", stacks, objects)
				}
				if !isShort {
					step = "full"
				}
				steps[step] = true
			}
		}
	}
	if len(steps) < 4 {
		t.Errorf("only these steps were seen: %v", steps)
	}
}

func largeReport(stacks, objects int) *Report {
	r := &Report{Format: Format, Before: SideName{Name: "main"}, After: SideName{Name: "this tree"}}
	lines := slices.Repeat([]any{"line"}, 50)
	for i := range stacks {
		s := StackReport{Name: fmt.Sprintf("stack-%d", i), State: StackChanged}
		for j := range objects {
			id := ID{Kind: "Deployment", Namespace: fmt.Sprintf("metaflow-%d", i), Name: fmt.Sprintf("service-%d", j)}
			s.Objects = append(s.Objects, ObjectChange{Action: Changed, Object: id, Changes: []Change{{Action: Changed, Path: Path{{Key: "spec"}, {Key: "replicas"}}, Before: "1", After: "2"}}},
				ObjectChange{Action: Added, Object: id, after: &Object{ID: id, Fields: map[string]any{"kind": "Deployment", "data": lines, "metadata": map[string]any{"name": id.Name}}}})
		}
		s.Risks = []Risk{{Topic: "Image", Says: "An older version than before.", Object: s.Objects[0].Object}}
		r.Stacks = append(r.Stacks, s)
	}
	return r
}
