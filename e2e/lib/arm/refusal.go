package arm

import (
	"fmt"
	"net/http"
)

// refusal is an answer that says no.
type refusal struct {
	status int
	code   string
	detail string
}

func (r *refusal) Error() string { return r.code + ": " + r.detail }

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, code: code, detail: fmt.Sprintf(format, args...)}
}

// body is the refusal as Azure writes it.
func (r *refusal) body() object {
	return object{"error": object{"code": r.code, "message": r.detail}}
}

func notFound(i id) *refusal {
	return refuse(http.StatusNotFound, "ResourceNotFound", "The Resource '%s' under resource group '%s' was not found.", i.kind+"/"+i.name, i.group)
}
