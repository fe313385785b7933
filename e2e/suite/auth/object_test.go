package auth

import (
	"errors"
	"fmt"
	"strings"
)

// object has the fields that the suite reads of a rendered object.
type object struct {
	Kind     string
	Metadata struct {
		Name        string
		Annotations map[string]string
	}
	Spec struct {
		Hostnames []string // of an HTTPRoute
		Rules     []rule   // of an HTTPRoute, or an Ingress
		Template  struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				ServiceAccountName string
				Containers         []container
			}
		}
	}
}

type rule struct {
	Matches []struct {
		Path struct{ Type, Value string }
	}
	BackendRefs []struct{ Name string }

	Host string
	HTTP struct {
		Paths []struct {
			Path, PathType string
			Backend        struct{ Service struct{ Name string } }
		}
	}
}

type container struct {
	Name string
	Args []string
	Env  []struct {
		Name, Value string
		ValueFrom   *struct {
			SecretKeyRef *struct{ Name, Key string }
		}
	}
	EnvFrom        []any
	VolumeMounts   []struct{ MountPath string }
	ReadinessProbe struct{ HTTPGet struct{ Path string } }
}

func (o object) routes() (host string, routes []route) {
	if len(o.Spec.Hostnames) > 0 {
		host = o.Spec.Hostnames[0]
	}
	for _, r := range o.Spec.Rules {
		for _, m := range r.Matches {
			routes = append(routes, route{m.Path.Value, r.BackendRefs[0].Name})
		}
		for _, p := range r.HTTP.Paths {
			host = r.Host
			routes = append(routes, route{p.Path, p.Backend.Service.Name})
		}
	}
	return host, routes
}

func (o object) deployment() (deployment, error) {
	d := deployment{name: o.Metadata.Name}
	pod := o.Spec.Template
	d.federated = pod.Metadata.Labels["azure.workload.identity/use"] == "true"
	if len(pod.Spec.Containers) != 1 {
		return d, errors.New("the pod has not exactly one container")
	}
	c := pod.Spec.Containers[0]
	if len(c.EnvFrom) > 0 {
		return d, errors.New("envFrom is not understood by this suite")
	}
	d.args, d.readyPath = c.Args, c.ReadinessProbe.HTTPGet.Path
	for _, v := range c.Env {
		added := variable{Name: v.Name, Value: v.Value}
		if v.ValueFrom != nil && v.ValueFrom.SecretKeyRef != nil {
			added.secret = v.ValueFrom.SecretKeyRef.Name + "/" + v.ValueFrom.SecretKeyRef.Key
		} else if v.ValueFrom != nil || strings.Contains(v.Value, "$(") {
			return d, fmt.Errorf("the value of %s comes from elsewhere, which this suite does not understand", v.Name)
		}
		d.env = append(d.env, added)
	}
	for _, m := range c.VolumeMounts {
		d.mounts = append(d.mounts, m.MountPath)
	}
	return d, nil
}
