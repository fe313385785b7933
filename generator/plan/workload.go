package plan

import (
	"strconv"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/metaflow"
	"example.com/metaflow-gitops/generator/stack"
)

// metadataService gives the metadata service and its migrations their facts.
func (p podPlanner) metadataService() []manifest.Map {
	facts := manifest.Entry{"env", p.pooled(p.databaseEnv(), func(p metaflow.Pools) int { return p.Metadata })}
	migrations := manifest.Map{{"name", "migrations"}, facts}
	if image := p.image(stack.MetadataService); image != nil {
		migrations = migrations.With("image", image)
	}
	return []manifest.Map{
		p.deployment(stack.MetadataService, facts).initContainer(migrations).patch(),
		p.secrets(stack.MetadataService, p.databasePassword()),
	}
}

// uiBackend gives the UI backend its facts; it reads artifacts from storage.
func (p podPlanner) uiBackend() []manifest.Map {
	facts := append(p.pooled(p.databaseEnv(), func(p metaflow.Pools) int { return p.UI }),
		env("METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT", p.fact("storage.blob_endpoint", p.Contract.Storage.BlobEndpoint)),
		env("METAFLOW_DATASTORE_SYSROOT_AZURE", p.fact("storage.sysroot", p.Contract.Storage.Sysroot)),
		env("MF_DATASTORE_ROOT", p.fact("storage.sysroot", p.Contract.Storage.Sysroot)),
	)
	return []manifest.Map{
		p.deployment(stack.UIBackend, manifest.Entry{"env", facts}).patch(),
		p.secrets(stack.UIBackend, p.databasePassword()),
	}
}

// uiStatic has no facts, only decisions.
func (p podPlanner) uiStatic() []manifest.Map {
	d := p.deployment(stack.UIStatic)
	if !d.changed() {
		return nil
	}
	return []manifest.Map{d.patch()}
}

func (p podPlanner) databaseEnv() manifest.List {
	db := p.Contract.Database
	return manifest.List{
		env("MF_METADATA_DB_HOST", p.fact("database.host", db.Host)),
		env("MF_METADATA_DB_PORT", p.databasePort()),
		env("MF_METADATA_DB_NAME", p.fact("database.name", db.Name)),
		env("MF_METADATA_DB_USER", p.fact("database.user", db.User)),
	}
}

// pooled adds to variables how many connections a pool has at most, where it is known
// how many the database takes.
func (p podPlanner) pooled(variables manifest.List, of func(metaflow.Pools) int) manifest.List {
	pools, known := p.Pools()
	if !known {
		return variables
	}
	return append(variables, env("MF_METADATA_DB_POOL_MAX", p.derived("database.max_connections", strconv.Itoa(of(pools)))))
}

// deployment is a strategic-merge patch of one Deployment in the making.
type deployment struct {
	name      string
	spec      manifest.Map // of the Deployment, beside the template
	labels    manifest.Map // of the pod template
	container manifest.Map
	inits     manifest.List
	nodes     manifest.Map // of the pod: where it runs
}

// deployment starts the patch of a service with what stack.hcl decides for it.
// Its main container in base/ has the service's own name.
func (p podPlanner) deployment(service string, facts ...manifest.Entry) deployment {
	d := deployment{name: service, container: manifest.Map{{"name", service}}, nodes: p.servicesNodes()}
	s := p.Config.Services[service]
	path := "service." + service
	if s.Replicas != nil {
		d.spec = d.spec.With("replicas", manifest.From(s.Replicas.Int(), p.Decision(path+".replicas")))
	}
	d.container = append(d.container, facts...)
	if image := p.image(service); image != nil {
		d.container = d.container.With("image", image)
	}
	if r := p.resources(path, s); len(r) > 0 {
		d.container = d.container.With("resources", r)
	}
	return d
}

// poolLabel is what the nodes of a pool have, by terraform/, and what keeps others off
// those of the services.
const poolLabel = "metaflow.example.com/pool"

// servicesNodes put pods onto the nodes that are for the services alone, where there
// are some.
func (p planner) servicesNodes() manifest.Map {
	pool := p.Contract.Cluster.ServicesPool
	if pool == nil {
		return nil
	}
	name := p.fact("cluster.services_pool", pool)
	return manifest.Map{
		{"nodeSelector", manifest.Map{{poolLabel, name}}},
		{"tolerations", manifest.List{manifest.Map{{"effect", "NoSchedule"}, {"key", poolLabel}, {"operator", "Equal"}, {"value", name}}}},
	}
}

// onServicesNodes are those for a chart's values or a custom resource, beside Linux.
func (p planner) onServicesNodes() manifest.Map {
	nodes := manifest.Map{{"nodeSelector", linux("")}}
	if own := p.servicesNodes(); own != nil {
		nodes = manifest.Map{{"nodeSelector", append(linux(""), own.Get("nodeSelector").(manifest.Map)...)}, {"tolerations", own.Get("tolerations")}}
	}
	return nodes
}

// image is the image of a service where stack.hcl has another tag or a digest
// than base/, and nil otherwise.
func (p podPlanner) image(service string) any {
	s, base := p.Config.Services[service], p.images.Of[service]
	if s.ImageTag == nil && s.ImageDigest == nil {
		return nil
	}
	image, from := fact.ParseImage(base), p.Decision("service."+service+".image_tag")
	if s.ImageTag != nil {
		image.Tag, image.Digest = s.ImageTag.String(), "" // a digest would win over the tag
	}
	if s.ImageDigest != nil {
		image.Digest, from = s.ImageDigest.String(), p.Decision("service."+service+".image_digest")
	}
	return manifest.From(image.String(), from)
}

func (p podPlanner) resources(path string, s stack.Service) manifest.Map {
	var r manifest.Map
	limits := given(p.planner, manifest.Map{}, "cpu", path+".cpu_limit", s.CPULimit)
	if limits = given(p.planner, limits, "memory", path+".memory_limit", s.MemoryLimit); len(limits) > 0 {
		r = r.With("limits", limits)
	}
	requests := given(p.planner, manifest.Map{}, "cpu", path+".cpu_request", s.CPURequest)
	if requests = given(p.planner, requests, "memory", path+".memory_request", s.MemoryRequest); len(requests) > 0 {
		r = r.With("requests", requests)
	}
	return r
}

func (d deployment) initContainer(c manifest.Map) deployment {
	d.inits = append(d.inits, c)
	return d
}

func (d deployment) label(key, value string) deployment {
	d.labels = d.labels.With(key, value)
	return d
}

func (d deployment) named(name string) deployment {
	d.name = name
	return d
}

// changed reports whether the patch says anything.
func (d deployment) changed() bool {
	return len(d.spec) > 0 || len(d.nodes) > 0 || len(d.labels) > 0 || len(d.container) > 1 || len(d.inits) > 0
}

func (d deployment) patch() manifest.Map {
	var template, pod manifest.Map
	if len(d.labels) > 0 {
		template = template.With("metadata", manifest.Map{{"labels", d.labels}})
	}
	if len(d.container) > 1 {
		pod = pod.With("containers", manifest.List{d.container})
	}
	if len(d.inits) > 0 {
		pod = pod.With("initContainers", d.inits)
	}
	pod = append(pod, d.nodes...)
	if len(pod) > 0 {
		template = template.With("spec", pod)
	}
	spec := d.spec
	if len(template) > 0 {
		spec = spec.With("template", template)
	}
	return meta{APIVersion: "apps/v1", Kind: "Deployment", Name: d.name}.object(manifest.Entry{"spec", spec})
}
