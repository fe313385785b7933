package metaflow

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/limit"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Setting is one that Metaflow reads from a profile.
type Setting struct {
	key  string
	kind settingKind
}

// SettingOf is the setting of a key such as METAFLOW_KUBERNETES_CPU, if there is one.
func SettingOf(key string) (Setting, bool) {
	kind, known := settings()[key]
	return Setting{key, kind}, known
}

// SettingKeys are the keys of all settings, sorted.
func SettingKeys() []string { return slices.Sorted(maps.Keys(settings())) }

// IsSecret reports whether the value of a setting lets somebody in.
func (s Setting) IsSecret() bool { return slices.Contains(secretSettings, s.key) }

// Text is a known value as a profile has it, where all values are texts; or what the
// value must be, to complete "must be".
func (s Setting) Text(v cty.Value) (text, want string) {
	if s.kind == listSetting || s.kind == objectSetting {
		text, want = s.inJSON(v)
	} else {
		text, want = s.scalar(v)
	}
	if choices := settingChoices[s.key]; want == "" && choices != nil {
		i := slices.IndexFunc(choices, func(c string) bool { return strings.EqualFold(c, text) })
		if i >= 0 {
			return choices[i], ""
		}
		return text, "one of " + strings.Join(choices, ", ") + fact.Suggest(text, choices)
	}
	if form, has := settingForms[s.key]; want == "" && has && !form.pattern.MatchString(text) {
		want = form.want
	}
	if want == "" && strings.ContainsFunc(text, isControl) {
		want = "without control characters"
	}
	return text, want
}

func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }

// scalar is the text of a value that is a string, a number or a bool.
func (s Setting) scalar(v cty.Value) (text, want string) {
	const amount = "a number above zero: of CPUs, or of megabytes"
	converted, err := convert.Convert(v, cty.String)
	if err != nil || limit.IsAstronomic(v) || converted.AsString() == "" {
		return "", map[settingKind]string{textSetting: "text", switchSetting: "true or false", wholeSetting: "a whole number", amountSetting: amount}[s.kind]
	}
	text = converted.AsString()
	number, isNumber := new(big.Float).SetString(text)
	switch {
	case s.kind == switchSetting && text != "true" && text != "false":
		want = "true or false"
	case s.kind == wholeSetting && (!isNumber || !number.IsInt() || number.Sign() < 0 || strings.ContainsAny(text, ".eExX_+")):
		want = "a whole number"
	case s.kind == amountSetting && (!isNumber || number.IsInf() || number.Sign() <= 0 || strings.ContainsAny(text, "xX_+")):
		want = amount
	}
	return text, want
}

// inJSON is a list or an object as JSON, which may be given as the text of it.
func (s Setting) inJSON(v cty.Value) (text, want string) {
	want = map[settingKind]string{listSetting: "a list", objectSetting: "an object"}[s.kind]
	if v.Type() == cty.String {
		given := []byte(v.AsString())
		t, err := ctyjson.ImpliedType(given)
		if err == nil {
			v, err = ctyjson.Unmarshal(given, t)
		}
		if err != nil {
			return string(given), want + ", or JSON text of one"
		}
	}
	t := v.Type()
	isList, isObject := t.IsTupleType() || t.IsListType() || t.IsSetType(), t.IsObjectType() || t.IsMapType()
	if s.kind == listSetting && !isList || s.kind == objectSetting && !isObject {
		return "", want
	}
	data, err := ctyjson.Marshal(v, t)
	if err != nil {
		return "", want
	}
	return string(data), ""
}
