package arm

import (
	"fmt"
	"net/http"
)

// operation is a long-running one: it is in progress when asked for the first
// time, and done when asked again.
type operation struct {
	asked  bool
	failed *refusal
}

// skipDelay tells the provider's SDK not to wait ten seconds before it asks
// again; it honours the header for its own recorded tests
// (go-azure-sdk sdk/client/client.go, SkipPollingDelayHeader).
const skipDelay = "X-Go-Azure-Sdk-Skip-Polling-Delay"

// begin makes a long-running operation of an answer.
func (c *Cloud) begin(w http.ResponseWriter, i id, failed *refusal) {
	c.Count++
	name := uuid(fmt.Sprint("operation ", c.Count))
	c.operations[name] = &operation{failed: failed}
	w.Header().Set("Azure-AsyncOperation", fmt.Sprintf("https://%s/subscriptions/%s/providers/%s/locations/any/operations/%s?api-version=any", managementHost, i.subscription, i.namespace(), name))
	w.Header().Set("Retry-After", "1")
}

func (c *Cloud) serveOperation(w http.ResponseWriter, name string) {
	o := c.operations[name]
	switch {
	case o == nil:
		answer(w, http.StatusNotFound, refuse(0, "NotFound", "no such operation").body())
	case !o.asked:
		o.asked = true
		answer(w, http.StatusOK, object{"name": name, "status": "InProgress"})
	case o.failed != nil:
		answer(w, http.StatusOK, object{"name": name, "status": "Failed", "error": o.failed.body()["error"]})
	default:
		answer(w, http.StatusOK, object{"name": name, "status": "Succeeded"})
	}
}
