package cluster

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
)

// Client talks to the API server as its administrator, about objects of any
// kind.
type Client struct {
	Dynamic   dynamic.Interface
	Discovery discovery.DiscoveryInterface
	mapper    *restmapper.DeferredDiscoveryRESTMapper
	config    *rest.Config
}

// NewClient makes a client of a kubeconfig. It sets no limit to itself, as the
// tests measure the servers and not the client.
func NewClient(kubeconfig string) (Client, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return Client{}, fmt.Errorf("reading the kubeconfig: %w", err)
	}
	config.QPS = -1
	config.WarningHandler = rest.NoWarnings{}
	return clientOf(config)
}

// As is the same client as somebody else, whom the administrator impersonates.
func (c Client) As(user string, groups ...string) (Client, error) {
	config := rest.CopyConfig(c.config)
	config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: groups}
	return clientOf(config)
}

func clientOf(config *rest.Config) (Client, error) {
	d, err := dynamic.NewForConfig(config)
	if err != nil {
		return Client{}, fmt.Errorf("making a client: %w", err)
	}
	k, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return Client{}, fmt.Errorf("making a client: %w", err)
	}
	return Client{Dynamic: d, Discovery: k, mapper: restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(k)), config: config}, nil
}

// Objects are those of one kind, in one namespace or in all.
type Objects = dynamic.ResourceInterface

// mapping finds the resource of a kind, asking again for one that was not there
// before.
func (c Client) mapping(kind schema.GroupVersionKind) (*meta.RESTMapping, error) {
	m, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if meta.IsNoMatchError(err) {
		c.mapper.Reset()
		m, err = c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	}
	return m, err
}

// Of is the resource of an object, in its namespace.
func (c Client) Of(o *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	m, err := c.mapping(o.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	if m.Scope.Name() == meta.RESTScopeNameNamespace {
		return c.Dynamic.Resource(m.Resource).Namespace(o.GetNamespace()), nil
	}
	return c.Dynamic.Resource(m.Resource), nil
}

// Resource is the resource of a kind; "" is all namespaces, or none. A kind that
// the API server does not serve has a resource nonetheless, whose calls fail.
func (c Client) Resource(apiVersion, kind, namespace string) Objects {
	gv, err := schema.ParseGroupVersion(apiVersion)
	if err != nil {
		panic("cluster: a bad version: " + apiVersion)
	}
	plural, _ := meta.UnsafeGuessKindToResource(gv.WithKind(kind)) // wrong for Gateway, among others
	if m, err := c.mapping(gv.WithKind(kind)); err == nil {
		plural = m.Resource
	}
	if namespace == "" {
		return c.Dynamic.Resource(plural)
	}
	return c.Dynamic.Resource(plural).Namespace(namespace)
}

// Get reads an object as it is in the cluster.
func (c Client) Get(ctx context.Context, o *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	r, err := c.Of(o)
	if err != nil {
		return nil, err
	}
	return r.Get(ctx, o.GetName(), v1.GetOptions{})
}

// Apply applies objects server-side, with strict validation of their fields.
func (c Client) Apply(ctx context.Context, manager string, objects ...*unstructured.Unstructured) error {
	for _, o := range objects {
		if _, err := c.ApplyOne(ctx, o, v1.PatchOptions{FieldManager: manager}); err != nil {
			return fmt.Errorf("applying %s %s: %w", o.GetKind(), o.GetName(), err)
		}
	}
	return nil
}

// ApplyOne applies an object with options of the caller's, and gives the
// object that came of it.
func (c Client) ApplyOne(ctx context.Context, o *unstructured.Unstructured, options v1.PatchOptions) (*unstructured.Unstructured, error) {
	r, err := c.Of(o)
	if err != nil {
		return nil, err
	}
	data, err := o.MarshalJSON()
	if err != nil {
		return nil, err
	}
	force := true
	options.Force, options.FieldValidation = &force, v1.FieldValidationStrict
	return r.Patch(ctx, o.GetName(), types.ApplyPatchType, data, options)
}

// Condition is the status of a condition of an object, or "".
func Condition(o *unstructured.Unstructured, kind string) string {
	status, _ := conditionField(o, kind, "status")
	return status
}

// ConditionMessage is the message of a condition of an object, or "".
func ConditionMessage(o *unstructured.Unstructured, kind string) string {
	message, _ := conditionField(o, kind, "message")
	return message
}

func conditionField(o *unstructured.Unstructured, kind, field string) (string, bool) {
	list, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	for _, item := range list {
		if c, ok := item.(map[string]any); ok && c["type"] == kind {
			text, ok := c[field].(string)
			return text, ok
		}
	}
	return "", false
}
