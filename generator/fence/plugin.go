package fence

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// configuration is that of a built-in plugin of Kustomize: all fields that name
// files, whichever plugin has them.
type configuration struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Annotations map[string]string `json:"annotations"`
	} `json:"metadata"`
	Path         string                      `json:"path"`
	Paths        []types.PatchStrategicMerge `json:"paths"`
	Replacements []types.ReplacementField    `json:"replacements"`
	types.KvPairSources
}

// plugins are the kinds of built-in plugins that name no files but in the fields
// of configuration. A chart is inflated by a program, so that one is not here.
var plugins = []string{
	"AnnotationsTransformer", "ConfigMapGenerator", "HashTransformer", "IAMPolicyGenerator", "ImageTagTransformer", "LabelTransformer",
	"NamespaceTransformer", "PatchJson6902Transformer", "PatchStrategicMergeTransformer", "PatchTransformer",
	"PrefixTransformer", "ReplacementTransformer", "ReplicaCountTransformer", "SecretGenerator", "SuffixTransformer", "ValueAddTransformer",
}

// plugin holds the configurations of plugins to the rule, in a file or in the
// kustomization file itself. Kustomize would take a folder, too; what it builds
// to cannot be seen before.
func (w *walk) plugin(in document, at, s string) {
	if isInline(s) {
		first := in.first
		if n := in.scalars()[s]; n != nil {
			first += n.Line - 1
			if n.Style == yaml.LiteralStyle {
				first++ // the text begins below its mark
			}
		}
		w.configurations(in.path, in.folder, at, []byte(s), first)
		return
	}
	known := len(w.diags)
	if w.file(in, at, s); len(w.diags) > known || known == mostMistakes {
		return
	}
	p := path.Join(in.folder, s)
	w.configurations(p, in.folder, at, w.files[p], 1)
}

// configurations are read from a text, which begins on a line of a file, with
// Kustomize's own reader.
func (w *walk) configurations(p, folder, at string, text []byte, first int) {
	whole := newDocument(p, text, folder, first)
	nodes, err := kio.FromBytes(text)
	if err != nil {
		w.refuseField(whole, "kind", "Invalid plugin", fmt.Sprintf("This cannot be read as the configuration of a plugin: %s.", oneLine(err)))
	}
	parts := manifest.Documents(text)
	for i, node := range nodes {
		in := whole
		if len(parts) == len(nodes) {
			in = newDocument(p, parts[i].Text, folder, first+parts[i].Line-1)
		}
		w.node(in, at, node)
	}
}

func (w *walk) node(in document, at string, node *yaml.RNode) {
	var c configuration
	data, err := node.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	switch {
	case err != nil:
		w.refuseField(in, "kind", "Invalid plugin", fmt.Sprintf("This cannot be read as the configuration of a plugin: %s.", oneLine(err)))
	case c.function() != "":
		w.refuseText(in, "metadata", c.function(), "Plugin", fmt.Sprintf("By its annotation, this %s would run a container or a program. Take the annotation away.", c.Kind))
	case c.APIVersion != konfig.BuiltinPluginApiVersion || !slices.Contains(plugins, c.Kind):
		w.refuseField(in, "kind", "Plugin", fmt.Sprintf("%q of %q in %s would run a program, or is not known. Use what is built in, with apiVersion %s: one of %s.",
			c.Kind, c.APIVersion, strings.TrimSuffix(at, "[]"), konfig.BuiltinPluginApiVersion, strings.Join(plugins, ", ")))
	default:
		w.configuration(in, c)
	}
}

// function is the annotation by which a configuration asks for a function, which
// is a container or a program; "" is none.
func (c configuration) function() string {
	for _, key := range slices.Sorted(maps.Keys(c.Metadata.Annotations)) {
		if strings.HasPrefix(key, "config.kubernetes.io/function") || strings.HasPrefix(key, "config.k8s.io/function") {
			return key
		}
	}
	return ""
}

// configuration holds the fields of one configuration to what they mean in a
// kustomization file, too.
func (w *walk) configuration(in document, c configuration) {
	w.fields(in, &types.Kustomization{
		Patches:               []types.Patch{{Path: c.Path}},
		PatchesStrategicMerge: c.Paths, //lint:ignore SA1019 what is read must have a place, for as long as Kustomize reads it
		Replacements:          c.Replacements,
		ConfigMapGenerator:    []types.ConfigMapArgs{{GeneratorArgs: types.GeneratorArgs{KvPairSources: c.KvPairSources}}},
	}, "")
}
