package report

import (
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/secret"
)

// Redact takes secrets out of everything that the report quotes: what the
// redactor knows or recognises, the values of Secrets, and the values of
// environment variables whose names say that they are secret.
func (r *Report) Redact(redactor *secret.Redactor) {
	h := hider{redactor.Redact, redactor.RedactFile}
	for i := range r.Stacks {
		s := &r.Stacks[i]
		for j := range s.Objects {
			h.object(&s.Objects[j])
		}
		s.whole = h.all(s.whole)
		for j := range s.Risks {
			if s.Risks[j].IsOfPlan() {
				s.Risks[j].Object.Name = h.text(s.Risks[j].Object.Name)
			}
			for k, p := range s.Risks[j].Paths {
				s.Risks[j].Paths[k] = h.path(p)
			}
		}
		for j := range s.Accepted {
			s.Accepted[j].Subject, s.Accepted[j].Reason = h.text(s.Accepted[j].Subject), h.text(s.Accepted[j].Reason)
		}
		for j := range s.Failures {
			s.Failures[j].Message = h.text(s.Failures[j].Message)
		}
		for j := range s.Findings {
			s.Findings[j] = h.text(s.Findings[j])
		}
	}
}

type hider struct {
	text  func(string) string // of messages and names
	value func(string) string // of fields: a file, say, or an argument
}

func (h hider) object(o *cause.ObjectChange) {
	for i := range o.Changes {
		ch := &o.Changes[i]
		ch.Before, ch.After = h.field(o.Kind(), ch.Path, ch.Before), h.field(o.Kind(), ch.Path, ch.After)
		ch.Path = h.path(ch.Path)
	}
	for i := range o.Findings {
		o.Findings[i] = h.text(o.Findings[i])
	}
	o.Before, o.After = h.whole(o.Before), h.whole(o.After)
}

func (h hider) whole(o *diff.Object) *diff.Object {
	if o == nil {
		return nil
	}
	hidden := *o
	hidden.Fields, _ = h.field(o.Kind, nil, o.Fields).(map[string]any)
	return &hidden
}

// all hides in objects that are not read yet.
func (h hider) all(objects func() []diff.Object) func() []diff.Object {
	if objects == nil {
		return nil
	}
	return func() []diff.Object {
		all := slices.Clone(objects())
		for i := range all {
			all[i] = *h.whole(&all[i])
		}
		return all
	}
}

func (h hider) path(p manifest.Path) manifest.Path {
	p = slices.Clone(p)
	for i := range p {
		p[i].Key = h.text(p[i].Key)
	}
	return p
}

// secretName is what variables with a literal secret are called. One that ends
// in _FILE or _NAME only says where the secret is.
var secretName = regexp.MustCompile(`(?i)(PASSWORD|PASSWD|PSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|ACCOUNT_?KEY|CREDENTIALS?)$`)

func (h hider) field(kind string, p manifest.Path, v any) any {
	if v == nil {
		return nil
	}
	if isSecretField(kind, p) {
		return hideAll(v)
	}
	switch v := v.(type) {
	case map[string]any:
		return h.mapping(kind, p, v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = h.field(kind, p.With(manifest.Step{Item: true, Index: i}), item)
			if i > 0 && isSecretFlag(v[i-1]) {
				list[i] = secret.Redacted
			}
		}
		return list
	case string:
		return h.value(v)
	}
	return v
}

func (h hider) mapping(kind string, p manifest.Path, v map[string]any) any {
	hidden := make(map[string]any, len(v))
	for k, inner := range v {
		hidden[h.text(k)] = h.field(kind, p.Key(k), inner)
	}
	if name, isText := v["name"].(string); isText && secretName.MatchString(name) && v["value"] != nil {
		hidden["value"] = secret.Redacted
	}
	return hidden
}

// isSecretFlag reports whether an argument is one whose value follows, and is secret.
func isSecretFlag(v any) bool {
	text, _ := v.(string)
	return strings.HasPrefix(text, "-") && secretName.MatchString(strings.ReplaceAll(text, "-", "_"))
}

// isSecretField reports whether all that is below a path is secret.
func isSecretField(kind string, p manifest.Path) bool {
	if kind == "Secret" && len(p) > 0 && (p[0].Key == "data" || p[0].Key == "stringData") {
		return true
	}
	for i, s := range p {
		if s.Key == "env" && len(p) == i+3 && secretName.MatchString(p[i+1].Key) && p[i+2].Key == "value" {
			return true
		}
	}
	return false
}

// hideAll keeps what a value is made of, but none of it.
func hideAll(v any) any {
	m, isMap := v.(map[string]any)
	if !isMap {
		return secret.Redacted
	}
	hidden := make(map[string]any, len(m))
	for k, inner := range m {
		hidden[k] = hideAll(inner)
	}
	return hidden
}

// RedactExplanation takes secrets out of the answer to --explain.
func RedactExplanation(e *cause.Explanation, redactor *secret.Redactor) {
	h := hider{redactor.Redact, redactor.RedactFile}
	for i := range e.Fields {
		f := &e.Fields[i]
		f.Value = h.field(e.Object.Kind, f.Path, f.Value)
	}
}
