package fence

import "strings"

// meaning is what a text in a kustomization file is to Kustomize.
type meaning int

const (
	// unknown is the meaning of a field that this version does not know: it could
	// name a file, so nothing may be in it.
	unknown meaning = iota
	// plain is never looked up.
	plain
	// file is the name of a file.
	file
	// folder is the name of a folder with a kustomization file.
	folder
	// entry is the name of a file of objects, or of such a folder.
	entry
	// source is the name of a file, perhaps behind a key: KEY=FILE.
	source
	// patch is the name of a file, or the patch itself.
	patch
	// plugin is the name of a file with configurations of built-in plugins, or
	// such configurations themselves.
	plugin
	// chart is a part of a Helm chart, which nothing here may inflate.
	chart
)

// meanings are those of the fields of types.Kustomization. A test walks the
// type, so that a field of a new version is missed before it is used.
var meanings = merge(
	all(plain, `kind apiVersion metadata.name metadata.namespace metadata.labels{} metadata.annotations{}
		openapi{version} namePrefix nameSuffix namespace commonLabels{} commonAnnotations{} buildMetadata[]
		labels[].pairs{} labels[].fields[].group labels[].fields[].version labels[].fields[].kind labels[].fields[].path
		images[].name images[].newName images[].tagSuffix images[].newTag images[].digest
		imageTags[].name imageTags[].newName imageTags[].tagSuffix imageTags[].newTag imageTags[].digest
		replicas[].name vars[].name vars[].fieldref.fieldPath
		vars[].objref.apiVersion vars[].objref.group vars[].objref.version vars[].objref.kind vars[].objref.name vars[].objref.namespace
		sortOptions.order sortOptions.legacySortOptions.orderFirst[] sortOptions.legacySortOptions.orderLast[]
		generatorOptions.labels{} generatorOptions.annotations{}`),
	each("patches[] patchesJson6902[]",
		all(file, "path"), all(plain, "patch"), under("target", selector)),
	each("replacements[]",
		all(file, "path"), all(plain, "sourceValue"),
		under("source", merge(identity, all(plain, "fieldPath"), replacementOptions)),
		under("targets[].select", selector), under("targets[].reject[]", selector),
		under("targets[]", merge(all(plain, "fieldPaths[]"), replacementOptions))),
	each("configMapGenerator[] secretGenerator[]",
		all(plain, "name namespace behavior type literals[] options.labels{} options.annotations{}"),
		all(source, "files[]"), all(file, "envs[] env")),
	all(entry, "resources[] bases[]"),
	all(folder, "components[]"),
	all(patch, "patchesStrategicMerge[]"),
	all(file, "openapi{path} crds[] configurations[]"),
	all(plugin, "generators[] transformers[] validators[]"),
	all(chart, "helmGlobals helmCharts helmChartInflationGenerator"),
)

var (
	identity           = all(plain, "group version kind name namespace")
	selector           = merge(identity, all(plain, "annotationSelector labelSelector"))
	replacementOptions = all(plain, "options.delimiter options.encoding")
)

// all gives several fields the same meaning.
func all(m meaning, fields string) map[string]meaning {
	found := map[string]meaning{}
	for _, f := range strings.Fields(fields) {
		found[f] = m
	}
	return found
}

// under puts fields below another one.
func under(parent string, fields map[string]meaning) map[string]meaning {
	found := map[string]meaning{}
	for f, m := range fields {
		found[parent+"."+f] = m
	}
	return found
}

// each puts the same fields below several others.
func each(parents string, fields ...map[string]meaning) map[string]meaning {
	found := map[string]meaning{}
	for _, p := range strings.Fields(parents) {
		for f, m := range under(p, merge(fields...)) {
			found[f] = m
		}
	}
	return found
}

func merge(several ...map[string]meaning) map[string]meaning {
	found := map[string]meaning{}
	for _, fields := range several {
		for f, m := range fields {
			found[f] = m
		}
	}
	return found
}
