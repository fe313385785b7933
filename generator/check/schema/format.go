package schema

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// A form is what a text must look like: a function that tells, and words for it.
type form struct {
	takes func(string) bool
	is    string // what it is, after "must be"
}

var uuidForm = regexp.MustCompile(`^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$`)

// forms are the formats that are held, by the name that schemas give them. Others
// hold nothing, as in an API server.
var forms = map[string]form{
	"dns-label":            {isLabel, "at most 63 lower-case letters, digits and -, with a letter or digit at both ends"},
	"dns-subdomain":        {isSubdomain, "at most 253 lower-case letters, digits, - and ., with a letter or digit at both ends"},
	"name-1035":            {isName1035, "at most 63 lower-case letters, digits and -, with a letter at the beginning, and a letter or digit at the end"},
	"cronjob-name":         {func(s string) bool { return isSubdomain(s) && len(s) <= 52 }, "at most 52 lower-case letters, digits, - and ., with a letter or digit at both ends"},
	"job-name":             {func(s string) bool { return isSubdomain(s) && len(s) <= 63 }, "at most 63 lower-case letters, digits, - and ., with a letter or digit at both ends"},
	"finalizer":            {isFinalizer, "a name with a domain and / before it"},
	"host":                 {isHost, "a host name of lower-case letters, digits, - and ., with *. before it at most"},
	"path-segment":         {isPathSegment, "anything but / and %, and not . or .."},
	"port-name":            {isPortName, "the name of a port: at most 15 lower-case letters, digits and single -, with at least one letter"},
	"label-key":            {isQualified, "a name of at most 63 letters, digits, -, _ and ., with a domain and / before it at most"},
	"annotation-key":       {func(s string) bool { return isQualified(strings.ToLower(s)) }, "a name of at most 63 letters, digits, -, _ and ., with a domain and / before it at most"},
	"label-value":          {isLabelValue, "at most 63 letters, digits, -, _ and ., with a letter or digit at both ends"},
	"data-key":             {isDataKey, "at most 253 letters, digits, -, _ and ."},
	"env-name":             {isVariable, "printable ASCII without ="},
	"resource-name":        {isResourceName, "cpu, memory, ephemeral-storage, hugepages-SIZE, or a name with a domain before it"},
	"percent":              {isPercent, "a whole number, or a percentage such as 25%"},
	"share":                {isShare, "a whole number, or a percentage of at most 100%"},
	"time-zone":            {isTimeZone, "a time zone such as Europe/Berlin or Etc/UTC"},
	"csi-driver":           {func(s string) bool { return isSubdomain(strings.ToLower(s)) }, "the name of a driver, such as disk.csi.azure.com"},
	"path-without-parents": {hasNoParent, "a path that has no .. in it"},
	"relative-path":        {isRelativePath, "a path that does not begin with / and has no .. in it"},
	"cron":                 {isSchedule, "a schedule of five fields, such as \"0 3 * * *\", or one of @hourly, @daily, @weekly, @monthly, @yearly"},
	"ip":                   {isAddress, "an IP address"},
	"ipv4":                 {func(s string) bool { a, err := netip.ParseAddr(s); return err == nil && a.Is4() }, "an IPv4 address"},
	"ipv6":                 {func(s string) bool { a, err := netip.ParseAddr(s); return err == nil && a.Is6() }, "an IPv6 address"},
	"cidr":                 {func(s string) bool { _, err := netip.ParsePrefix(s); return err == nil }, "a range of addresses, such as 10.0.0.0/8"},
	"loose-cidr":           {isLooseRange, "a range of addresses, such as 10.0.0.0/8"},
	"strict-cidr":          {isStrictRange, "a range of addresses without bits after its length, such as 10.0.0.0/8"},
	"date-time":            {isTime, "a time, such as 2026-01-31T12:00:00Z"},
	"duration":             {isDuration, "a duration, such as 10m or 1h30m"},
	"byte":                 {isBase64, "base64"},
	"uuid":                 {uuidForm.MatchString, "a UUID"},
	"uri":                  {func(s string) bool { _, err := url.ParseRequestURI(s); return err == nil }, "a URI"},
}

// later are formats that newer versions of Kubernetes hold, and which those were held
// before, by the first minor version.
var later = map[string]struct {
	minor         int
	before, since string
}{
	"network":      {36, "loose-cidr", "strict-cidr"}, // StrictIPCIDRValidation
	"service-name": {36, "name-1035", "dns-label"},    // RelaxedServiceNameValidation
}

// format holds a text to a format.
func (w *trail) format(name, text string) {
	if l, changed := later[name]; changed {
		name = l.before
		if w.set.minor >= l.minor {
			name = l.since
		}
	}
	if f, known := forms[name]; known && !f.takes(text) {
		w.report(Malformed, markOf(text), fmt.Sprintf("is %s, but must be %s", w.quoted(text), f.is), "Correct it.")
	}
}

// keyFormat holds a key of a map to a format.
func (w *trail) keyFormat(name, key string) {
	if f, known := forms[name]; known && !f.takes(key) {
		w.report(Malformed, markOf(key), "is not a key that can be here: one must be "+f.is, "Correct it.", key)
	}
}

func isPathSegment(s string) bool { return s != "." && s != ".." && !strings.ContainsAny(s, "/%") }

// isResourceName reports whether a container can ask for something.
func isResourceName(s string) bool {
	switch s {
	case "cpu", "memory", "ephemeral-storage":
		return true
	}
	return strings.HasPrefix(s, "hugepages-") || strings.Contains(s, "/") && isQualified(s)
}

func isRelativePath(s string) bool { return hasNoParent(s) && !strings.HasPrefix(s, "/") }

func hasNoParent(s string) bool {
	for part := range strings.SplitSeq(s, "/") {
		if part == ".." {
			return false
		}
	}
	return true
}

// isTimeZone tells only the form: which there are, the server's own list says.
func isTimeZone(s string) bool {
	isPart := func(b byte) bool { return isLower(b) || isUpper(b) || isDigit(b) || strings.IndexByte("/_+-", b) >= 0 }
	return !strings.EqualFold(s, "Local") && consists(s, isPart)
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

// isLooseRange takes what Kubernetes took before it was strict: numbers that begin
// with 0, and bits after the length of the range.
func isLooseRange(s string) bool {
	parts := strings.Split(s, ".")
	for i, p := range parts {
		if len(parts) == 4 && i < 3 && len(p) > 1 {
			parts[i] = strings.TrimLeft(p[:len(p)-1], "0") + p[len(p)-1:]
		}
	}
	_, err := netip.ParsePrefix(strings.Join(parts, "."))
	return err == nil
}

func isStrictRange(s string) bool {
	p, err := netip.ParsePrefix(s)
	return err == nil && p == p.Masked()
}

func isTime(s string) bool {
	_, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	return err == nil
}

// isDuration takes what either of the two parsers in use takes: 90s, or 1 day.
func isDuration(s string) bool {
	if _, err := time.ParseDuration(s); err == nil {
		return true
	}
	digits := strings.TrimLeft(s, "0123456789")
	return digits != s && strings.Trim(digits, " abcdefghijklmnopqrstuvwxyz") == "" && strings.TrimSpace(digits) != ""
}

func isBase64(s string) bool {
	_, err := base64.StdEncoding.DecodeString(s)
	return err == nil
}
