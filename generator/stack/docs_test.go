package stack

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/fact"
)

const docsPath = "../../docs/stack-hcl.md"

// TestDocs holds docs/stack-hcl.md and the schema together. UPDATE_DOCS=1
// writes the page anew.
func TestDocs(t *testing.T) {
	want := docsHead + describe(t, reflect.TypeFor[Config](), "Top level", "") + docsTail()
	if os.Getenv("UPDATE_DOCS") != "" {
		if err := os.WriteFile(docsPath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(docsPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the schema says; run UPDATE_DOCS=1 go test ./generator/stack", docsPath)
	}
}

const docsHead = `# stack.hcl

Each stack has one ` + "`terraform/stacks/STACK/stack.hcl`" + `. It holds what people decide;
what Terraform knows comes from the outputs and is never said twice. An empty
file is a complete, private stack; only with several task roles it must say
which one is the default.

Values may be expressions over ` + "`output.NAME`" + `, any output of the stack's Terraform
configuration, and ` + "`stack.name`" + `. Outputs that are sensitive cannot be used. What is
left out has its default, and null is refused.

`

// describe writes one body: its arguments as a table, then its blocks.
func describe(t *testing.T, body reflect.Type, title, intro string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", title)
	if intro != "" {
		fmt.Fprintf(&b, "%s\n\n", intro)
	}
	fmt.Fprintf(&b, "| argument | type | default | meaning |\n|---|---|---|---|\n")
	for _, a := range argumentsOf(body) {
		if a.Tag.Get("doc") == "" {
			t.Errorf("%s.%s has no description", body, a.Name)
		}
		if !a.block {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", a.name, kindOf(a.Type), defaultOf(a), code(a.Tag.Get("doc")))
		}
	}
	b.WriteString("\n")
	for _, a := range argumentsOf(body) {
		if a.block {
			b.WriteString(describeBlock(t, a))
		}
	}
	return b.String()
}

func describeBlock(t *testing.T, a argument) string {
	header, intro, inner := "`"+a.name+"`", code(a.Tag.Get("doc")), a.Type
	if label := a.Tag.Get("label"); label != "" {
		header = "`" + a.name + " \"NAME\"`"
		intro = "One block each, where NAME is " + code(strings.ReplaceAll(label, ",", " or ")) + ". " + intro
	}
	if inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Map && inner.Elem().Kind() == reflect.Struct {
		inner = inner.Elem()
	}
	if inner.Kind() != reflect.Struct {
		return fmt.Sprintf("## %s\n\n%s The outputs are %s.\n\n", header, intro, "`"+strings.Join(namesOf(reflect.TypeFor[Contract]()), "`, `")+"`")
	}
	return describe(t, inner, header, intro)
}

// code sets quoted words as code.
func code(text string) string { return strings.ReplaceAll(text, `"`, "`") }

func kindOf(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Pointer:
		return kindOf(t.Elem())
	case t.Kind() == reflect.Slice:
		return "list of " + kindOf(t.Elem())
	case t == reflect.TypeFor[fact.Replicas](), t == reflect.TypeFor[fact.Count](), t == reflect.TypeFor[BusReplicas]():
		return "number"
	case t == reflect.TypeFor[fact.Switch]():
		return "bool"
	}
	return "string"
}

func defaultOf(a argument) string {
	switch d := a.Tag.Get("default"); {
	case d != "":
		return "`" + d + "`"
	case a.required:
		return "needed"
	}
	return ""
}

func docsTail() string {
	return `## Functions

` + "`" + strings.Join(slices.Sorted(maps.Keys(Functions())), "`, `") + "`" + `, by the
names that Terraform has for them. They are those of HCL's own library: ` + "`lookup`" + `
always takes a default, ` + "`coalesce`" + ` takes an empty string for a value, ` + "`replace`" + `
knows no patterns, and ` + "`length`" + ` is of lists and maps.

## Example

` + "```hcl" + `
engine            = "flux"
default_task_role = "task-default"

service "metadata-service" {
  replicas = 2
}

expose {
  provider       = "entra-id"
  allowed_groups = output.access.launch
}
` + "```" + `
`
}
