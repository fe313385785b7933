package adopt

import (
	"fmt"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
)

// Decided says of edited files what in them stack.hcl decides, by path: a
// component would win over it, and nobody would see why.
func Decided(b *build.Built, generated, edited []diff.Object) map[string]string {
	reasons := map[string]string{}
	for _, o := range diff.Compare(generated, edited) {
		for _, ch := range o.Changes {
			for _, from := range cause.Sources(b, o.Subject, ch.Path) {
				if reason := decision(from); reason != "" {
					reasons[o.File()] = fmt.Sprintf("%s is decided by %s; set it there", ch.Path, reason)
				}
			}
		}
	}
	return reasons
}

// decision names the argument of stack.hcl that an origin is, or would be.
func decision(from manifest.Origin) string {
	switch from.Kind {
	case manifest.FromStackFile:
		return fmt.Sprintf("%s in %s line %d", from.Name, from.Range.Filename, from.Range.Start.Line)
	case manifest.FromDefault:
		return from.Name + ", which the stack's stack.hcl leaves at its default"
	}
	return ""
}
