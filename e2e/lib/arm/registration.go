package arm

import (
	"net/http"
	"strings"
)

// namespaces are the resource providers that the module can need, with those
// that every subscription has (learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types).
var namespaces = []string{
	"Microsoft.Authorization", "Microsoft.Resources", "Microsoft.Features", "Microsoft.Compute", "Microsoft.ContainerRegistry", "Microsoft.ContainerService",
	"Microsoft.DBforPostgreSQL", "Microsoft.Insights", "Microsoft.KeyVault", "Microsoft.KubernetesConfiguration", "Microsoft.ManagedIdentity",
	"Microsoft.Network", "Microsoft.OperationalInsights", "Microsoft.OperationsManagement", "Microsoft.Storage", "Microsoft.Monitor", "Microsoft.Dashboard", "Microsoft.AlertsManagement",
}

// everywhere are registered in each subscription.
var everywhere = map[string]bool{"microsoft.authorization": true, "microsoft.resources": true, "microsoft.features": true, subscriptions: true}

// needs are the providers whose resources another makes on behalf of its own.
// AKS makes virtual machine scale sets, load balancers and identities in its
// node resource group (aks-docs, "Troubleshoot MissingSubscriptionRegistration").
var needs = map[string][]string{
	"microsoft.containerservice": {"microsoft.compute", "microsoft.network"},
}

func (c *Cloud) registered(subscription, namespace string) bool {
	return everywhere[namespace] || c.Registered[subscription][namespace]
}

// Register registers resource providers, as somebody did who used the
// subscription before; without names all of them.
func (c *Cloud) Register(subscription string, names ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(names) == 0 {
		names = namespaces
	}
	for _, name := range names {
		c.register(subscription, name)
	}
}

func (c *Cloud) register(subscription, name string) {
	if c.Registered[subscription] == nil {
		c.Registered[subscription] = map[string]bool{}
	}
	c.Registered[subscription][strings.ToLower(name)] = true
}

// judgeRegistration refuses a change by a provider that is not registered: 409
// MissingSubscriptionRegistration (learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider).
// azurerm 5 registers none by itself (its guide 5.0-upgrade-guide, "Resource
// Provider Registration Changes").
func (c *Cloud) judgeRegistration(i id) *refusal {
	for _, ns := range append([]string{i.namespace()}, needs[i.namespace()]...) {
		if c.registered(i.subscription, ns) {
			continue
		}
		for _, name := range namespaces {
			if same(name, ns) {
				ns = name
			}
		}
		return refuse(http.StatusConflict, "MissingSubscriptionRegistration", "The subscription is not registered to use namespace '%s'. See https://aka.ms/rps-not-found for how to register subscriptions.", ns)
	}
	return nil
}

// serveProviders answers /subscriptions/X/providers[/NS[/register]].
func (c *Cloud) serveProviders(w http.ResponseWriter, i id, segments []string, method string) {
	show := func(name string) object {
		state := "NotRegistered"
		if c.registered(i.subscription, strings.ToLower(name)) {
			state = "Registered"
		}
		return object{"id": "/subscriptions/" + i.subscription + "/providers/" + name, "namespace": name, "registrationState": state, "resourceTypes": []any{}}
	}
	if len(segments) == 3 {
		var list []any
		for _, name := range namespaces {
			list = append(list, show(name))
		}
		answer(w, http.StatusOK, object{"value": list})
		return
	}
	name := segments[3]
	if len(segments) == 5 && method == http.MethodPost && same(segments[4], "register") {
		c.register(i.subscription, name)
	}
	answer(w, http.StatusOK, show(name))
}
