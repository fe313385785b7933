package plan

import "example.com/metaflow-gitops/generator/manifest"

// meta is the head of every object and patch.
type meta struct {
	APIVersion, Kind string
	Namespace, Name  any
	Annotations      manifest.Map
	Labels           manifest.Map
}

// object builds an object in the field's order: apiVersion, kind, metadata,
// then the rest.
func (m meta) object(rest ...manifest.Entry) manifest.Map {
	md := manifest.Map{{"name", m.Name}}
	if m.Namespace != nil {
		md = append(md, manifest.Entry{"namespace", m.Namespace})
	}
	if len(m.Annotations) > 0 {
		md = append(md, manifest.Entry{"annotations", m.Annotations})
	}
	if len(m.Labels) > 0 {
		md = append(md, manifest.Entry{"labels", m.Labels})
	}
	return append(manifest.Map{{"apiVersion", m.APIVersion}, {"kind", m.Kind}, {"metadata", md}}, rest...)
}

// Labels that every object of a stack carries.
const (
	nameLabel   = "app.kubernetes.io/name"
	partOfLabel = "app.kubernetes.io/part-of"
	partOf      = "metaflow"
)

func labelled(name string) manifest.Map {
	return manifest.Map{{nameLabel, name}, {partOfLabel, partOf}}
}

// WaveAnnotation orders the objects of a stack for both engines: Argo CD reads
// it as its sync wave, and the Flux Kustomizations select by it. What has none
// is in wave 0.
const WaveAnnotation = "argocd.argoproj.io/sync-wave"

// platformWave is the wave of the charts, and eventsWave that of the objects
// whose kinds they define.
const (
	platformWave = "3"
	eventsWave   = "4"
)

// A Wave is one step of a sync. The next one starts when everything in it is
// ready.
type Wave struct {
	// Number is the value of the annotation.
	Number string
	// Part is what the step is called in the names of Flux Kustomizations.
	Part string
}

// Waves are the steps of a sync, in order: namespaces, service accounts,
// network policies and Services before any pod starts; then the workloads and
// the configuration that they mount; then the routes, once what they lead to
// is ready; then the charts of Argo, which no service needs, and after them the
// objects of their kinds.
func Waves() []Wave {
	return []Wave{{"0", "foundation"}, {"1", "services"}, {"2", "exposure"}, {platformWave, "platform"}, {eventsWave, "events"}}
}

// WaveOf is the step of the sync that the object belongs to.
func WaveOf(o manifest.Object) string {
	if wave, ok := o.Get("metadata", "annotations", WaveAnnotation).(string); ok {
		return wave
	}
	return Waves()[0].Number
}
