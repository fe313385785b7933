package outputs

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"
)

// TestBench measures reading one azurerm state beside what people do without
// the generator: `terraform init` and `terraform output -json` in a fresh
// checkout. It does so for the root module of these tests, which has no provider
// to install, the best case for Terraform; and where MIRROR names a Terraform
// configuration with a mirror of providers, also with the provider that this
// repository's own module requires. It asserts nothing about time; `make bench`
// shows the ratios.
func TestBench(t *testing.T) {
	if os.Getenv("GENERATOR_BENCH") == "" {
		t.Skip("a benchmark; run `make bench`")
	}
	r, cloud := inAzure(t)
	env := append(cloud.Env(), "ARM_ACCESS_KEY="+cloud.Key)
	run := []string{"--check", "--stack", "prod"}
	refresh := append(run, "--refresh")
	// The first time makes outputs.json and everything; later nothing changes.
	if got := r.generate(env, "--refresh", "--stack", "prod"); got.status != 0 {
		t.Fatal(got.talk)
	}
	var whole []time.Duration
	for range 5 {
		whole = append(whole, timed(func() { r.generate(env, refresh...) }))
	}
	// Without stack.hcl and base a run ends right after reading, so that the
	// time of rendering does not drown that of reading.
	must(t, os.Remove(r.path("terraform/stacks/prod/stack.hcl")))
	must(t, os.RemoveAll(r.path("base")))
	must(t, os.Mkdir(r.path("base"), 0o755))
	must(t, os.RemoveAll(r.path("terraform/stacks/research")))
	must(t, os.RemoveAll(r.path("terraform/stacks/staging")))
	r.env = append(r.env, "TF_WORKSPACE=prod")
	var with, without, terraform []time.Duration
	for range 21 {
		without = append(without, timed(func() { r.generate(env, run...) }))
		before := cloud.Requests.Load()
		with = append(with, timed(func() { r.generate(env, refresh...) }))
		if cloud.Requests.Load() == before {
			t.Fatal("nothing was read")
		}
		terraform = append(terraform, r.initAndOutput())
	}
	reading := median(with) - median(without)
	show := func(what string, d time.Duration) { fmt.Printf("%-52s %5d ms\n", what, d.Milliseconds()) }
	show("generator --refresh, to the end", median(whole))
	show("generator --refresh, ending after it has read", median(with))
	show("the same without --refresh", median(without))
	show("so reading one state takes", reading)
	show("terraform init && terraform output -json", median(terraform))
	fmt.Printf("ratio of reading to terraform %.3f\n", float64(reading)/float64(median(terraform)))
	if mirror := os.Getenv("MIRROR"); mirror != "" {
		r.write("terraform/versions.tf", read(t, "../../../terraform/versions.tf"))
		r.env = append(r.env, "TF_CLI_CONFIG_FILE="+mirror)
		terraform = nil
		for range 7 {
			terraform = append(terraform, r.initAndOutput())
		}
		show("terraform init && output, with the module's provider", median(terraform))
		fmt.Printf("ratio of reading to terraform %.3f\n", float64(reading)/float64(median(terraform)))
	}
}

// initAndOutput is what people do in a fresh checkout.
func (r *repository) initAndOutput() time.Duration {
	r.t.Helper()
	must(r.t, os.RemoveAll(r.path("terraform/.terraform")))
	must(r.t, os.RemoveAll(r.path("terraform/.terraform.lock.hcl")))
	return timed(func() {
		r.init()
		r.tf("output", "-json")
	})
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
