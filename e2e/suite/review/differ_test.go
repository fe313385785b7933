package review

// Reasons why only one of the two has a path.
const (
	isDefault  = "the API server fills in just this value, so writing it down changes nothing; dyff knows no defaults"
	isSet      = "Kubernetes tells the items apart by name, or reads the list as a set, so their order means nothing; dyff reports it"
	isSameUnit = "Kubernetes reads both as the same amount or time; dyff compares text"
	isOneItem  = "we recognise the container under its new name; dyff recognises renamed documents alone"
	isOther    = "a namespace is never renamed: the old one is deleted with all that is in it, so we do not pair the two"
)

// differ are the paths that only one of the two has, by case, with the reason.
var differ = map[string]map[string]string{
	"defaults-written-down": {
		"Deployment metaflow/ui-static spec.progressDeadlineSeconds":                                             isDefault,
		"Deployment metaflow/ui-static spec.revisionHistoryLimit":                                                isDefault,
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].ports[http].protocol":            isDefault,
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].livenessProbe.periodSeconds":     isDefault,
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].livenessProbe.successThreshold":  isDefault,
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].readinessProbe.periodSeconds":    isDefault,
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].readinessProbe.successThreshold": isDefault,
		"Service metaflow/ui-static spec.type":                                                                   isDefault,
		"Service metaflow/ui-static spec.sessionAffinity":                                                        isDefault,
	},
	"list-reorder": {
		"Deployment metaflow/metadata-service spec.template.spec.containers[metadata-service].env":          isSet,
		"Deployment metaflow/metadata-service spec.template.spec.containers[metadata-service].volumeMounts": isSet,
		"Deployment metaflow/metadata-service spec.template.spec.topologySpreadConstraints":                 isSet,
		"Deployment metaflow/metadata-service spec.template.spec.volumes":                                   isSet,
		"NetworkPolicy metaflow/auth-proxy-people spec.egress":                                              isSet,
		"NetworkPolicy metaflow/metadata-service spec.ingress":                                              isSet,
	},
	"namespace-move": {
		"Namespace ml-services metadata.name": isOther,
		"Namespace ml-services added":         isOther,
		"Namespace metaflow removed":          isOther,
	},
	"renamed-service": {
		"Deployment metaflow/web spec.template.spec.containers[web].name":  isOneItem,
		"Deployment metaflow/web spec.template.spec.containers[web]":       isOneItem,
		"Deployment metaflow/web spec.template.spec.containers[ui-static]": isOneItem,
	},
	"units": {
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].resources.requests.cpu":    isSameUnit,
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].resources.requests.memory": isSameUnit,
		"Kustomization flux-system/prod-foundation spec.timeout":                                           isSameUnit,
		"Kustomization flux-system/prod-services spec.timeout":                                             isSameUnit,
		"Kustomization flux-system/prod-exposure spec.timeout":                                             isSameUnit,
	},
}
