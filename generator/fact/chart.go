package fact

import "regexp"

// ChartVersion is one exact version of a Helm chart, never a range: a range
// would install another chart than was reviewed.
type ChartVersion struct{ text }

var chartVersion = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

// UnmarshalText parses MAJOR.MINOR.PATCH.
func (c *ChartVersion) UnmarshalText(b []byte) error {
	return c.match(b, chartVersion, `one exact version of a chart such as "2.0.1", without "v" and no range`)
}

// ChartRepository is where charts come from: an https URL of a chart
// repository, or oci:// and a registry.
type ChartRepository struct{ text }

var chartRepository = regexp.MustCompile(`^(https|oci)://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$`)

// UnmarshalText refuses a user or password, which would be in git.
func (c *ChartRepository) UnmarshalText(b []byte) error {
	return c.match(b, chartRepository, `the URL of a chart repository over https:// or oci://, without user, query or trailing slash`)
}
