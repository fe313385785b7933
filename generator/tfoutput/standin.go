package tfoutput

import (
	"fmt"
	"strings"
)

// invent makes something of the shape that a member of this name has in the
// contract, so that the stack can be read at all. It is shown nowhere.
func (p planReader) invent(name string) string {
	n := len(p.StandIns) + 1
	text := fmt.Sprintf("known-after-apply-%d", n)
	switch {
	case strings.HasSuffix(name, "client_id"), strings.HasSuffix(name, "tenant_id"), strings.HasSuffix(name, "subscription_id"):
		text = fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	case strings.HasSuffix(name, "_uri"), strings.HasSuffix(name, "_url"), strings.HasSuffix(name, "_endpoint"), name == "issuer":
		text = fmt.Sprintf("https://known-after-apply-%d.example.com/", n)
	case name == "host":
		text = fmt.Sprintf("known-after-apply-%d.example.com", n)
	case strings.HasSuffix(name, "cidr"):
		text = fmt.Sprintf("198.51.100.%d/32", n%256)
	case name == "port":
		text = "5432"
	}
	p.StandIns = append(p.StandIns, text)
	return text
}
