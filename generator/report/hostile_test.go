package report_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/report/markdown"
	"example.com/metaflow-gitops/generator/report/text"
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
func hostileReport(evil string) *report.Report {
	fields := map[string]any{"kind": "Deployment", evil: evil, "list": []any{evil, map[string]any{"name": evil}}}
	id := diff.ID{Group: evil, Kind: evil, Namespace: evil, Name: evil, Cluster: evil}
	output := cause.Cause{Kind: manifest.FromOutput, Name: evil, File: evil, Line: 3, Before: &cause.Provenance{Lineage: evil, Serial: 1}, After: &cause.Provenance{Lineage: evil + "2", Serial: 2}}
	base := cause.Cause{Kind: manifest.FromBase, Name: evil, File: evil}
	before, after := &diff.Object{ID: id, File: evil, Fields: fields}, &diff.Object{ID: id, File: evil, Fields: map[string]any{evil: evil + "2"}}
	change := func(a diff.Action, b, n any) cause.Change {
		return cause.Change{Change: diff.Change{Action: a, Path: manifest.Path{{Key: evil}, {Key: evil, Item: true}}, Before: b, After: n}, Causes: []cause.Cause{output, base}}
	}
	return &report.Report{Format: report.Format, Before: report.SideName{Name: evil, Commit: evil}, After: report.SideName{Name: evil}, Stacks: []report.StackReport{
		{Name: evil, State: report.StackChanged, Notes: []string{evil}, Findings: []string{evil},
			Risks: []report.Risk{{Topic: "Image", Says: "An older version than before.", Object: id, Paths: []manifest.Path{{{Key: evil}}}}},
			Objects: []cause.ObjectChange{
				{Subject: diff.Subject{Action: diff.Changed, Object: id, Before: before, After: after}, Changes: []cause.Change{
					change(diff.Changed, evil, evil+"2"), change(diff.Added, nil, fields), change(diff.Removed, evil+"\n"+evil+"\n", nil),
					change(diff.Reordered, []any{evil, "a"}, []any{"a", evil}), change(diff.Changed, evil, "a\nb\n")}},
				{Subject: diff.Subject{Action: diff.Renamed, Object: id, From: &id, Before: before, After: after}, Causes: []cause.Cause{base}},
				{Subject: diff.Subject{Action: diff.Added, Object: id, After: after}, Causes: []cause.Cause{output}}, {Subject: diff.Subject{Action: diff.Removed, Object: id, Before: before}}}},
		{Name: evil + "f", State: report.StackFailed, Failures: []report.Failure{{Side: "after", ID: "values/invalid", Message: evil}, {Side: "before", Message: evil}}},
	}}
}

// colours are those that the form for terminals sets itself.
var colours = regexp.MustCompile("\x1b\\[[0-9]+m")

func TestHostileText(t *testing.T) {
	for _, evil := range hostile {
		for _, colour := range []bool{false, true} {
			got := text.Render(hostileReport(evil), colour)
			if colour {
				got = colours.ReplaceAllString(got, "")
			}
			checkVisible(t, evil, got)
			for l := range strings.Lines(got) {
				if strings.HasPrefix(strings.TrimSpace(l), "::") || strings.Contains(l, "##[") || strings.Contains(l, "##vso[") {
					t.Errorf("%.40q is a command for a pipeline: %.80q", evil, l)
				}
			}
		}
	}
}

func checkVisible(t *testing.T, evil, got string) {
	t.Helper()
	if !utf8.ValidString(got) {
		t.Errorf("%.40q: no UTF-8", evil)
	}
	if i := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && r != ' ' && !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("%.40q: a terminal would act on %.40q", evil, got[i:])
	}
	if len(got) > 1<<20 {
		t.Errorf("%.40q: %d bytes are too much to read", evil, len(got))
	}
}

// TestHostileMarkdown looks at the fences: each block must end where it is
// meant to. What a renderer makes of it all is tested in e2e/suite/review.
func TestHostileMarkdown(t *testing.T) {
	for _, evil := range hostile {
		for _, limit := range []int{2000, markdown.GitHubLimit, markdown.AzureDevOpsLimit} {
			got := markdown.Render(hostileReport(evil), limit, "")
			if len(got) > limit {
				t.Errorf("%.40q: %d bytes, and %d are the limit", evil, len(got), limit)
			}
			checkVisible(t, evil, got)
			open := ""
			for l := range strings.Lines(got) {
				l = strings.TrimSuffix(l, "\n")
				switch {
				case open == "" && strings.HasPrefix(l, "```") && !strings.Contains(strings.TrimLeft(l, "`"), "`"):
					open = l[:len(l)-len(strings.TrimLeft(l, "`"))]
				case l == open:
					open = ""
				case open != "" && !strings.ContainsAny(l[:1], "+- "):
					t.Errorf("%.40q: %.80q is within a block and not quoted", evil, l)
				}
			}
			if open != "" {
				t.Errorf("%.40q: a block has no end", evil)
			}
		}
	}
}

func TestHostileJSON(t *testing.T) {
	for _, evil := range hostile {
		data, err := json.Marshal(hostileReport(evil))
		if err != nil || !json.Valid(data) {
			t.Errorf("%.40q: %v", evil, err)
		}
		if strings.ContainsAny(string(data), "<>\u2028\u2029\x1b") {
			t.Errorf("%.40q: not escaped", evil)
		}
	}
}

// TestMarkdownShrinks makes a change larger and larger, and looks at the steps.
func TestMarkdownShrinks(t *testing.T) {
	steps := map[string]bool{}
	for _, stacks := range []int{1, 10, 100, 400} {
		for _, objects := range []int{1, 20, 100} {
			r := largeReport(stacks, objects)
			for _, limit := range []int{markdown.GitHubLimit, markdown.AzureDevOpsLimit} {
				got := markdown.Render(r, limit, "https://ci.example.com/1")
				if len(got) > limit {
					t.Errorf("%d stacks of %d objects: %d bytes, and %d are the limit", stacks, objects, len(got), limit)
				}
				if !strings.HasPrefix(got, markdown.Marker+"\n") || !strings.Contains(got, r.Summary()) {
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

func largeReport(stacks, objects int) *report.Report {
	r := &report.Report{Format: report.Format, Before: report.SideName{Name: "main"}, After: report.SideName{Name: "this tree"}}
	lines := slices.Repeat([]any{"line"}, 50)
	for i := range stacks {
		s := report.StackReport{Name: fmt.Sprintf("stack-%d", i), State: report.StackChanged}
		for j := range objects {
			id := diff.ID{Kind: "Deployment", Namespace: fmt.Sprintf("metaflow-%d", i), Name: fmt.Sprintf("service-%d", j)}
			s.Objects = append(s.Objects, cause.ObjectChange{Subject: diff.Subject{Action: diff.Changed, Object: id}, Changes: []cause.Change{{Change: diff.Change{Action: diff.Changed, Path: manifest.Path{{Key: "spec"}, {Key: "replicas"}}, Before: "1", After: "2"}}}},
				cause.ObjectChange{Subject: diff.Subject{Action: diff.Added, Object: id, After: &diff.Object{ID: id, Fields: map[string]any{"kind": "Deployment", "data": lines, "metadata": map[string]any{"name": id.Name}}}}})
		}
		s.Risks = []report.Risk{{Topic: "Image", Says: "An older version than before.", Object: s.Objects[0].Object}}
		r.Stacks = append(r.Stacks, s)
	}
	return r
}
