package stack

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
)

// Stack is one stack as the rest of the program sees it: its facts and its
// decisions, all parsed, and where each came from.
type Stack struct {
	Name     string
	Contract Contract
	Config   Config

	outputs  *tfoutput.Document
	ranges   map[string]hcl.Range // of stack.hcl arguments, by path
	bindings map[string]hcl.Range // of contract outputs bound in stack.hcl
}

// Source is what has been read from disk for one stack.
type Source struct {
	// Name is the stack's directory under terraform/stacks.
	Name string
	// Filename and HCL are stack.hcl, by its path from the root.
	Filename string
	HCL      []byte
	// Outputs are the parsed outputs.
	Outputs *tfoutput.Document
}

// Parse makes a Stack of its sources. When there are errors the result is nil;
// a mistake in one source does not hide those in the other.
func Parse(src Source) (*Stack, hcl.Diagnostics) {
	s := &Stack{Name: src.Name, outputs: src.Outputs, ranges: map[string]hcl.Range{}, bindings: map[string]hcl.Range{}}
	body, diags := parseBody(src)
	decisions := bodyReader{outputs: src.Outputs.Names(), secrets: src.Outputs.SensitiveNames(), context: evalContext(src.Name, src.Outputs), meter: new(meter), ranges: s.ranges}
	if !diags.HasErrors() {
		decisions.read(body, reflect.ValueOf(&s.Config).Elem(), nil)
		diags = append(diags, decisions.diags...)
	}
	facts := decisions
	facts.diags = nil
	s.readContract(&facts, body == nil)
	goodDecisions, goodFacts := !diags.HasErrors(), !facts.diags.HasErrors()
	diags = append(append(diags, facts.diags...), s.crossCheck(goodFacts, goodDecisions)...)
	if diags.HasErrors() {
		return nil, diags
	}
	return s, diags
}

// readContract decodes the outputs, replaced by the bindings of stack.hcl
// where there are any. While the bindings are unknown, no output is missing.
func (s *Stack) readContract(r *bodyReader, unknownBindings bool) {
	values := s.outputs.Values()
	known, failed := namesOf(reflect.TypeFor[Contract]()), []string(nil)
	for _, name := range slices.Sorted(maps.Keys(s.Config.Contract)) {
		attr := s.Config.Contract[name]
		if !slices.Contains(known, name) {
			r.fault(attr.NameRange, "Unknown output of the contract", fmt.Sprintf("The contract has no output %q%s", name, fact.SuggestOr(name, known, ".")))
			continue
		}
		if value, ok := r.evaluate(attr.Expr); ok {
			values[name], s.bindings[name] = value, attr.Expr.Range()
		} else {
			delete(values, name)
			failed = append(failed, name)
		}
	}
	for _, name := range known {
		if _, given := values[name]; !given && unknownBindings {
			failed = append(failed, name)
		}
	}
	d := decoder{kind: "Output", where: s.contractRange}
	d.decodeRoot(values, failed, reflect.ValueOf(&s.Contract).Elem())
	r.diags = append(r.diags, d.diags...)
}

func namesOf(t reflect.Type) []string {
	var names []string
	for _, f := range fieldsOf(t) {
		names = append(names, f.name)
	}
	return names
}

// contractRange is the place of a fact: its binding or its output.
func (s *Stack) contractRange(path []string) hcl.Range {
	if len(path) == 0 {
		return s.outputs.Range("")
	}
	if at, bound := s.bindings[path[0]]; bound {
		return at
	}
	return s.outputs.Range(path[0], path[1:]...)
}

// Fact tells where a fact of the contract comes from; path is as in
// "database.host".
func (s *Stack) Fact(path string) manifest.Origin {
	steps := strings.Split(path, ".")
	if at, bound := s.bindings[steps[0]]; bound {
		return manifest.Origin{Kind: manifest.FromStackFile, Name: "contract." + steps[0], Range: at}
	}
	return manifest.Origin{Kind: manifest.FromOutput, Name: path, Range: s.contractRange(steps)}
}

// Decision tells where a decision comes from; path is as in "sync.interval".
// What stack.hcl does not say is a default.
func (s *Stack) Decision(path string) manifest.Origin {
	if at, given := s.ranges[path]; given {
		return manifest.Origin{Kind: manifest.FromStackFile, Name: path, Range: at}
	}
	return manifest.Origin{Kind: manifest.FromDefault, Name: path}
}

// Decided reports whether stack.hcl says something of its own.
func (s *Stack) Decided(path string) bool {
	_, given := s.ranges[path]
	return given
}
