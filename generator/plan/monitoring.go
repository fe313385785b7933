package plan

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// Where metrics are: the auth proxies', those of Argo's controllers and of the event
// bus, and of any other pod the port that it calls so.
const (
	ProxyMetrics     = 44180
	WorkflowsMetrics = 9090
	EventsMetrics    = 7777
	MetricsPort      = "metrics"
)

// isMonitored reports whether somebody may scrape metrics.
func (p planner) isMonitored() bool { return len(p.Config.Network.Monitoring) > 0 }

// watching is where somebody is named who may.
func (p planner) watching() manifest.Origin {
	return p.Decision("network.monitoring." + sortedNames(p.Config.Network.Monitoring)[0])
}

// scrape lets each of those who watch the stack reach the metrics of some pods.
func (p policyPlanner) scrape(selector manifest.Map, ports func(path string, m stack.Monitoring) manifest.List) []manifest.Map {
	var policies []manifest.Map
	for _, name := range sortedNames(p.Config.Network.Monitoring) {
		m, path := p.Config.Network.Monitoring[name], "network.monitoring."+name
		from := namespacePeer(p.decision(path+".namespace", m.Namespace))
		if len(m.PodLabels) > 0 {
			from = from.With("podSelector", manifest.Map{{"matchLabels", p.podLabels(path, m)}})
		}
		policies = append(policies, ingress("monitoring-"+name, selector, manifest.Map{{"from", manifest.List{from}}, {"ports", ports(path, m)}}))
	}
	return policies
}

func (p policyPlanner) podLabels(path string, m stack.Monitoring) manifest.Map {
	var labels manifest.Map
	for _, l := range m.PodLabels {
		key, value, _ := strings.Cut(l.String(), "=")
		labels = labels.With(key, manifest.From(value, p.Decision(path+".pod_labels")))
	}
	return labels
}

// podMonitors tell Prometheus to scrape the port that pods call so, for those who watch
// the stack by such objects.
func (p policyPlanner) podMonitors(selector manifest.Map) []manifest.Map {
	var monitors []manifest.Map
	for _, name := range sortedNames(p.Config.Network.Monitoring) {
		m, path := p.Config.Network.Monitoring[name], "network.monitoring."+name
		if m.Monitors == nil {
			continue
		}
		object := meta{APIVersion: "azmonitoring.coreos.com/v1", Kind: "PodMonitor", Name: "metaflow-" + name, Labels: manifest.Map{{partOfLabel, partOf}},
			Annotations: manifest.Map{{WaveAnnotation, eventsWave}}}.object(manifest.Entry{"spec", manifest.Map{
			{"selector", selector},
			{"podMetricsEndpoints", manifest.List{manifest.Map{{"port", MetricsPort}}}},
		}})
		object[0].Value = manifest.From(m.Monitors.String()+"/v1", p.Decision(path+".pod_monitors"))
		monitors = append(monitors, object)
	}
	return monitors
}

// servicePorts are the ports of metrics in the services namespace.
func (p policyPlanner) servicePorts() func(string, stack.Monitoring) manifest.List {
	return func(string, stack.Monitoring) manifest.List {
		ports := manifest.List{port(MetricsPort)}
		if p.Config.Expose != nil {
			ports = append(ports, port(ProxyMetrics))
		}
		return ports
	}
}

// taskPorts are those of task pods, and of the event bus.
func (p policyPlanner) taskPorts(path string, m stack.Monitoring) manifest.List {
	ports := manifest.List{port(MetricsPort)}
	if p.Config.ArgoEvents != nil {
		ports = append(ports, port(EventsMetrics))
	}
	for _, number := range m.TaskPorts {
		ports = append(ports, port(manifest.From(number.Int(), p.Decision(path+".task_ports"))))
	}
	return ports
}

// argoPolicies open the metrics of Argo's controllers, whose pods alone are in their
// namespace.
func (p policyPlanner) argoPolicies() []manifest.Map {
	if p.Config.ArgoWorkflows == nil {
		return nil
	}
	return p.scrape(manifest.Map{}, func(string, stack.Monitoring) manifest.List {
		ports := manifest.List{port(WorkflowsMetrics)}
		if p.Config.ArgoEvents != nil {
			ports = append(ports, port(EventsMetrics))
		}
		return ports
	})
}

// argoMonitors are for Argo's controllers.
func (p policyPlanner) argoMonitors() []manifest.Map {
	if p.Config.ArgoWorkflows == nil {
		return nil
	}
	return p.podMonitors(manifest.Map{})
}

// ownPods selects the stack's own pods, also where a namespace has others.
func ownPods() manifest.Map {
	return manifest.Map{{"matchLabels", manifest.Map{{partOfLabel, partOf}}}}
}

// metricsEnv opens the metrics of an auth proxy.
func (p loginPlanner) metricsEnv() manifest.List {
	if !p.isMonitored() {
		return nil
	}
	return manifest.List{env("OAUTH2_PROXY_METRICS_ADDRESS", manifest.From(fmt.Sprintf("0.0.0.0:%d", ProxyMetrics), p.Decision("network.monitoring")))}
}

// metricsPort names the port that is scraped.
func (p loginPlanner) metricsPort() []manifest.Entry {
	if !p.isMonitored() {
		return nil
	}
	return []manifest.Entry{{"ports", manifest.List{manifest.Map{{"containerPort", ProxyMetrics}, {"name", MetricsPort}}}}}
}
