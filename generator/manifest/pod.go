package manifest

// PodTemplate returns the pod template of a workload, or the pod itself: a map
// with metadata and spec. It is nil for what runs no pods.
func PodTemplate(fields map[string]any) map[string]any {
	path := []string{"spec", "template"}
	switch fields["kind"] {
	case "Pod":
		return fields
	case "CronJob":
		path = []string{"spec", "jobTemplate", "spec", "template"}
	}
	template := fields
	for _, step := range path {
		template, _ = template[step].(map[string]any)
	}
	return template
}

// Containers returns all containers of a workload, init containers included.
func Containers(fields map[string]any) []map[string]any {
	pod, _ := PodTemplate(fields)["spec"].(map[string]any)
	var found []map[string]any
	for _, list := range []string{"initContainers", "containers"} {
		items, _ := pod[list].([]any)
		for _, item := range items {
			if c, ok := item.(map[string]any); ok {
				found = append(found, c)
			}
		}
	}
	return found
}
