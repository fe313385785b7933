package tfoutput

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Planned are the outputs that a stack would have once a plan of Terraform is
// applied.
type Planned struct {
	*Document
	// Unknown are the paths, such as "database.host", that Terraform does not
	// know yet. In the document they have a stand-in: what is recorded, or else
	// something of the right shape.
	Unknown []string
	// StandIns are the stand-ins that were invented.
	StandIns []string
	// Destroyed are the resources that the plan deletes, those that hold data first.
	Destroyed []Destroyed
}

// planFile is what `terraform show -json PLANFILE` prints, as far as it is of
// interest.
type planFile struct {
	FormatVersion string `json:"format_version"`
	Errored       bool   `json:"errored"`
	PlannedValues *struct {
		Outputs rawOutputs `json:"outputs"`
	} `json:"planned_values"`
	OutputChanges   map[string]outputChange `json:"output_changes"`
	ResourceChanges []resourceChange        `json:"resource_changes"`
}

type outputChange struct {
	Actions        []string        `json:"actions"`
	After          json.RawMessage `json:"after"`
	AfterUnknown   json.RawMessage `json:"after_unknown"`
	AfterSensitive json.RawMessage `json:"after_sensitive"`
}

// ParsePlan reads what `terraform show -json PLANFILE` prints. The recorded
// outputs give what the plan says nothing of. The result is nil when there are
// errors.
func ParsePlan(path string, data []byte, recorded *Document) (*Planned, hcl.Diagnostics) {
	if bytes.HasPrefix(data, []byte("PK")) {
		return nil, notAPlan(path, "This is the plan file itself. Give what `terraform show -json` prints of it.")
	}
	if len(data) > MaxSize {
		return nil, TooLarge(path)
	}
	if diags := checkSyntax(path, data); diags.HasErrors() {
		return nil, diags
	}
	var file planFile
	err := json.Unmarshal(data, &file)
	switch {
	case err != nil || file.FormatVersion == "" || file.PlannedValues == nil:
		return nil, notAPlan(path, "It must be what `terraform show -json PLANFILE` prints of a plan.")
	case file.Errored:
		return nil, notAPlan(path, "This plan failed, so nobody can apply it. Plan again.")
	}
	p := planReader{Planned: &Planned{Destroyed: destroyedBy(file.ResourceChanges), Document: &Document{Path: path, TerraformVersion: recorded.TerraformVersion, base: []string{"planned_values", "outputs"}, lines: index(data).positions}}, recorded: recorded}
	return p.read(file)
}

func notAPlan(path, detail string) hcl.Diagnostics {
	return fault(hcl.Range{Filename: path, Start: hcl.InitialPos, End: hcl.InitialPos}, "Not a plan", detail)
}

type planReader struct {
	*Planned
	recorded *Document
}

func (p planReader) read(file planFile) (*Planned, hcl.Diagnostics) {
	known := rawOutputs{}
	var diags hcl.Diagnostics
	p.Outputs = map[string]Output{}
	maps.Copy(p.Outputs, p.recorded.Outputs)
	for _, name := range slices.Sorted(maps.Keys(file.OutputChanges)) {
		change := file.OutputChanges[name]
		if slices.Equal(change.Actions, []string{"delete"}) {
			delete(p.Outputs, name)
		} else if isUnknown(change.AfterUnknown) {
			diags = append(diags, p.standIn(name, change)...)
		}
	}
	for name, raw := range file.PlannedValues.Outputs {
		if raw.Type != nil {
			known[name] = raw
		}
	}
	decoded := &Document{Path: p.Path, base: p.base, lines: p.lines}
	diags = append(diags, decoded.readOutputs(known)...)
	if diags.HasErrors() {
		return nil, diags
	}
	maps.Copy(p.Outputs, decoded.Outputs)
	slices.Sort(p.Unknown)
	return p.Planned, nil
}

// isUnknown reports whether a plan's after_unknown has a true anywhere.
func isUnknown(raw json.RawMessage) bool { return bytes.Contains(raw, []byte("true")) }

// standIn puts together an output of which something is not known yet.
func (p planReader) standIn(name string, change outputChange) hcl.Diagnostics {
	var after, unknown, before any
	if was, there := p.recorded.Outputs[name]; there && !was.Sensitive {
		before = plainValue(was.Value)
	}
	if read(change.After, &after) != nil || read(change.AfterUnknown, &unknown) != nil {
		return notAPlan(p.Path, fmt.Sprintf("Its change of output %q cannot be read. Plan again.", name))
	}
	sensitive := isUnknown(change.AfterSensitive)
	filled, err := json.Marshal(p.fill([]string{name}, after, unknown, before))
	if err != nil {
		panic("tfoutput: what came from JSON has none: " + err.Error())
	}
	ty, err := ctyjson.ImpliedType(filled)
	if err != nil {
		return notAPlan(p.Path, fmt.Sprintf("Its change of output %q cannot be read. Plan again.", name))
	}
	value, err := ctyjson.Unmarshal(filled, ty)
	if err != nil {
		return notAPlan(p.Path, fmt.Sprintf("Its change of output %q cannot be read. Plan again.", name))
	}
	if sensitive {
		value = cty.UnknownVal(ty).Mark(Sensitive)
	}
	p.Outputs[name] = Output{Value: value, Sensitive: sensitive}
	return nil
}

func read(raw json.RawMessage, into *any) error {
	if raw == nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(into)
}

func plainValue(v cty.Value) any {
	plain, _ := v.UnmarkDeep()
	if !plain.IsWhollyKnown() {
		return nil
	}
	text, err := ctyjson.Marshal(plain, plain.Type())
	if err != nil {
		panic("tfoutput: a recorded value has no JSON: " + err.Error())
	}
	var value any
	if err := read(text, &value); err != nil {
		panic("tfoutput: a recorded value has no JSON: " + err.Error())
	}
	return value
}

// fill gives every unknown part of a value a stand-in. Terraform leaves unknown
// members out of objects, and puts null into lists.
func (p planReader) fill(path []string, after, unknown, before any) any {
	switch unknown := unknown.(type) {
	case bool:
		if !unknown {
			return after
		}
		p.Planned.Unknown = append(p.Planned.Unknown, strings.Join(path, "."))
		if before != nil {
			return before
		}
		return p.invent(path[len(path)-1])
	case map[string]any:
		filled := map[string]any{}
		now, _ := after.(map[string]any)
		was, _ := before.(map[string]any)
		maps.Copy(filled, now)
		for _, k := range slices.Sorted(maps.Keys(unknown)) {
			if isTrue := hasTrue(unknown[k]); isTrue {
				filled[k] = p.fill(append(slices.Clip(path), k), now[k], unknown[k], was[k])
			}
		}
		return filled
	case []any:
		now, _ := after.([]any)
		was, _ := before.([]any)
		filled := slices.Clone(now)
		for i, u := range unknown {
			if i < len(filled) && hasTrue(u) {
				filled[i] = p.fill(append(slices.Clip(path), fmt.Sprint(i)), now[i], u, nth(was, i))
			}
		}
		return filled
	}
	return after
}

func nth(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func hasTrue(v any) bool {
	text, _ := json.Marshal(v) // came from JSON
	return isUnknown(text)
}
