package auth

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const repository = "../../.."

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	if os.Getenv(insideVariable) != "" {
		if err := setUp(); err != nil {
			fmt.Println(err)
			return noNamespace
		}
		return runTests(m)
	}
	folder, err := os.MkdirTemp("", "auth")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.RemoveAll(folder)
	for _, build := range []func() error{func() error { return buildGenerator(folder) }, buildProxy} {
		if err := build(); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	if os.Getenv("AUTH_TEST_NAMESPACE") != "none" {
		if status, entered := enter(); entered {
			return status
		}
	}
	fmt.Println("No network namespace: everything is on the machine's loopback interface, and more is mapped.")
	return runTests(m)
}

func runTests(m *testing.M) int {
	status := m.Run()
	results.print(os.Stdout)
	return status
}

// bundles are the stacks whose rendered objects are held against the contract:
// Entra ID, Auth0, and any other issuer.
func bundles(t *testing.T) []bundle {
	t.Helper()
	folders := []struct{ stack, path string }{
		{"prod", filepath.Join(repository, "overlays/prod/rendered")},
		{"research", filepath.Join(repository, "overlays/research/rendered")},
		{"generic", generic(t)},
	}
	var all []bundle
	for _, f := range folders {
		b, err := readBundle(f.stack, f.path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

// TestContract holds every subject that there is against every stack.
func TestContract(t *testing.T) {
	for _, b := range bundles(t) {
		for _, s := range []subject{newOAuth2Proxy(), apache{}} {
			t.Run(b.stack+"/"+s.name(), func(t *testing.T) { hold(t, b, s) })
		}
	}
}

func hold(t *testing.T, b bundle, s subject) {
	cases := contract(b, s)
	if why := cmp.Or(s.missing(), b.missing()); why != "" {
		for _, c := range cases {
			results.skip(b.stack, s.name(), c.name, why)
		}
		return
	}
	w := startWorld(t, b, s)
	results.mapped(w)
	for _, c := range cases {
		why := c.missing
		if c.needs != none && why == "" {
			why = s.lacks(c.needs)
		}
		if why != "" {
			results.skip(b.stack, s.name(), c.name, why)
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			err := c.run(w)
			results.done(b.stack, s.name(), err)
			if err != nil {
				t.Error(err)
			}
		})
	}
}
