package manifest

// PodSpec is the path to the spec of the pods that a kind of workload runs; a kind
// that is not one of Kubernetes' own is no workload.
func PodSpec(kind string) (path []string, isWorkload bool) {
	switch kind {
	case "Pod":
		return []string{"spec"}, true
	case "CronJob":
		return []string{"spec", "jobTemplate", "spec", "template", "spec"}, true
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job":
		return []string{"spec", "template", "spec"}, true
	}
	return nil, false
}

// Pod is the pod template of a workload, or the pod itself, as an object of its
// own. Any kind that has spec.template is taken for a workload; what has none runs
// no pods, and gives no fields.
func (o Object) Pod() Object {
	spec, isWorkload := PodSpec(o.Kind)
	if !isWorkload {
		spec = []string{"spec", "template", "spec"}
	}
	return Object{Fields: Fields(o.Fields, spec[:len(spec)-1]...)}
}

// Containers returns all containers of a workload, init containers first.
func (o Object) Containers() []map[string]any {
	pod := o.Pod().Fields
	return append(Maps(pod, "spec", "initContainers"), Maps(pod, "spec", "containers")...)
}

// ServiceAccount is the name of the account that a workload's pods run as.
func (o Object) ServiceAccount() string {
	if name, isText := o.Pod().Get("spec", "serviceAccountName").(string); isText {
		return name
	}
	return "default"
}

// SecretClasses are the SecretProviderClasses that a workload's pods mount.
func (o Object) SecretClasses() []string {
	var classes []string
	for _, v := range Items(o.Pod().Fields, "spec", "volumes") {
		if name, isText := Get(v, "csi", "volumeAttributes", "secretProviderClass").(string); isText {
			classes = append(classes, name)
		}
	}
	return classes
}
