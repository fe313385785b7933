variable "kubernetes_version" {
  description = "Version of Kubernetes as MAJOR.MINOR or MAJOR.MINOR.PATCH."
  type        = string
}

variable "support_plan" {
  description = "Support plan of the cluster: KubernetesOfficial or AKSLongTermSupport."
  type        = string
}
