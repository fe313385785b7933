package config

import "testing"

func TestAdvertised(t *testing.T) {
	for _, c := range []struct {
		listens, given, want string
	}{
		{"127.0.0.1:9090", "", "127.0.0.1:9090"},
		{"[::1]:9090", "", "[::1]:9090"},
		{":9090", "source-controller.flux-system.svc", "source-controller.flux-system.svc"},
		{":9090", "", ""},
		{"0.0.0.0:9090", "", ""},
		{"[::]:9090", "", ""},
		{"localhost", "", ""},
	} {
		o := Options{StorageAddress: c.listens, StorageAdvAddress: c.given}
		got, err := o.Advertised()
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("listening on %q with %q: %q, %v, not %q", c.listens, c.given, got, err, c.want)
		}
	}
}
