package stacks

import (
	"path"
	"strings"
)

// dashboard is an application of a stack's own, behind its login.
const dashboard = "dashboard"

func (s stack) hasUpstream() bool { return s.exposure != nil && s.is(4, "upstream") }

// upstreamFolder is where the component that brings it is.
func (s stack) upstreamFolder() string { return path.Join("base/components", dashboard+"-"+s.name) }

// upstreamFiles are the component that brings the application.
func (s stack) upstreamFiles() map[string][]byte {
	if !s.hasUpstream() {
		return nil
	}
	object := strings.ReplaceAll(application, "NAMESPACE", s.namespaces.Services)
	return map[string][]byte{
		path.Join(s.upstreamFolder(), "kustomization.yaml"): []byte("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources:\n  - dashboard.yaml\n"),
		path.Join(s.upstreamFolder(), "dashboard.yaml"):     []byte(object),
	}
}

const application = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: dashboard
  namespace: NAMESPACE
  annotations:
    argocd.argoproj.io/sync-wave: "1"
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: dashboard
  template:
    metadata:
      labels:
        app.kubernetes.io/name: dashboard
        app.kubernetes.io/part-of: metaflow
    spec:
      automountServiceAccountToken: false
      containers:
        - name: dashboard
          image: registry.example.com/dashboard:1.0.0
          ports:
            - name: http
              containerPort: 8501
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop:
                - ALL
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
---
apiVersion: v1
kind: Service
metadata:
  name: dashboard
  namespace: NAMESPACE
  annotations:
    argocd.argoproj.io/sync-wave: "1"
spec:
  selector:
    app.kubernetes.io/name: dashboard
  ports:
    - name: http
      port: 8501
      targetPort: http
`
