package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/secret"
	"github.com/hashicorp/hcl/v2"
)

// explainObject tells where the fields of an object come from, in each stack.
func explainObject(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	in, err := load.Read(ctx, o.request(root, stdin))
	if err != nil {
		return result{err: err}
	}
	r := result{stacks: in.Asked, sources: in.Sources, notes: in.Notes, outputs: in.Outputs, redactor: secret.NewRedactor(in.Secrets), explained: []cause.Explanation{}}
	v := &reviewer{in: in}
	var known []string
	for _, name := range r.stacks {
		_, built, _ := v.build(name)
		if built == nil {
			continue
		}
		objects, err := diff.Objects(built.Files)
		if err != nil {
			panic("explaining what was just rendered: " + err.Error())
		}
		known = append(known, cause.Queries(objects)...)
		r.explained = append(r.explained, cause.Explain(built, in.Base, objects, o.explain)...)
	}
	r.diags = append(in.Diags, v.diags...)
	if len(r.explained) == 0 && !r.diags.HasErrors() {
		r.diags = append(r.diags, unknownObject(o.explain, known))
	}
	for i := range r.explained {
		report.RedactExplanation(&r.explained[i], r.redactor)
	}
	return r
}

func unknownObject(query string, known []string) *hcl.Diagnostic {
	cure := fact.SuggestOr(query, known, ". Name one as KIND/NAME or KIND/NAMESPACE/NAME, with the path of a field behind it if you like, such as deployment/ui-static.spec.replicas.")
	return diag.Error(hcl.Range{}, "Unknown object", fmt.Sprintf("No stack has an object or field %q%s", query, cure))
}
