package arm

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Table is the day of which the table of versions below is.
const Table = "2026-11-29"

// release is a minor version of Kubernetes on AKS.
type release struct {
	minor, patch int
	// end and longEnd are the last days of standard and of long-term support.
	end, longEnd string
}

// releases are those that AKS has, of the day Table, with the ends of its
// calendar: MicrosoftDocs/azure-aks-docs of 2026-08-21,
// articles/aks/supported-kubernetes-versions.md. Where that names a month, it is
// its last day. The patches are examples.
var releases = []release{
	{31, 14, "2025-11-01", "2026-11-30"},
	{32, 13, "2026-03-31", "2027-03-31"},
	{33, 11, "2026-07-31", "2027-07-31"},
	{34, 8, "2026-11-30", "2027-11-30"},
	{35, 5, "2027-03-31", "2028-03-31"},
	{36, 2, "2027-06-30", "2028-06-30"},
	{37, 0, "2027-10-31", "2028-10-31"},
}

func (r release) full() string { return fmt.Sprintf("1.%d.%d", r.minor, r.patch) }

// minorOf is the minor version of 1.34 or 1.34.8, or -1.
func minorOf(version string) int {
	parts := strings.Split(version, ".")
	if len(parts) < 2 || parts[0] != "1" {
		return -1
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return -1
	}
	return n
}

func releaseOf(version string) (release, bool) {
	at := slices.IndexFunc(releases, func(r release) bool { return r.minor == minorOf(version) })
	if at < 0 {
		return release{}, false
	}
	return releases[at], true
}

// patched is the whole version that AKS makes of an alias such as 1.34.
func patched(version string) string {
	r, known := releaseOf(version)
	if !known || strings.Count(version, ".") == 2 {
		return version
	}
	return r.full()
}

// judgeVersion refuses a version that AKS does not have, and one that has ended
// unless it is under long-term support, which needs tier Premium. The words are
// those of kubernetes-sigs/cluster-api-provider-azure issue 5953 and of
// cloudnative-pg pull request 5638.
func (c *Cloud) judgeVersion(cluster, version, plan string) *refusal {
	r, known := releaseOf(version)
	switch {
	case !known || c.Today > r.longEnd:
		return refuse(http.StatusBadRequest, "K8sVersionNotSupported", "Managed cluster %s is on version %s which is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region.", cluster, patched(version))
	case c.Today > r.end && plan != "AKSLongTermSupport":
		return refuse(http.StatusBadRequest, "K8sVersionNotSupported", "Managed cluster %s is on version %s, which is only available for Long-Term Support (LTS). If you intend to onboard to LTS, please ensure the cluster is in Premium tier and LTS support plan (see https://aka.ms/aks/enable-lts).", cluster, patched(version))
	}
	return nil
}
