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
// checkout. `make bench` runs it and shows the ratio.
func TestBench(t *testing.T) {
	if os.Getenv("GENERATOR_BENCH") == "" {
		t.Skip("a benchmark; run `make bench`")
	}
	r, cloud := inAzure(t)
	env := append(cloud.Env(), "ARM_ACCESS_KEY="+cloud.Key)
	args := []string{"--check", "--stack", "prod"}
	// The first time makes outputs.json and everything; later nothing changes.
	if got := r.generate(env, "--refresh", "--stack", "prod"); got.status != 0 {
		t.Fatal(got.talk)
	}
	var refreshed, reading, terraform []time.Duration
	r.env = append(r.env, "TF_WORKSPACE=prod")
	for range 21 {
		without := timed(func() { r.generate(env, args...) })
		with := timed(func() { r.generate(env, append(args, "--refresh")...) })
		refreshed, reading = append(refreshed, with), append(reading, with-without)
		must(t, os.RemoveAll(r.path("terraform/.terraform")))
		must(t, os.RemoveAll(r.path("terraform/.terraform.lock.hcl")))
		terraform = append(terraform, timed(func() {
			r.init()
			r.tf("output", "-json")
		}))
	}
	fmt.Printf("%-44s %6d ms\n", "generator --refresh, more than without", median(reading).Milliseconds())
	fmt.Printf("%-44s %6d ms\n", "generator --refresh, the whole run", median(refreshed).Milliseconds())
	fmt.Printf("%-44s %6d ms\n", "terraform init && terraform output -json", median(terraform).Milliseconds())
	fmt.Printf("ratio of reading to terraform %.3f\n", float64(median(reading))/float64(median(terraform)))
	if median(reading)*10 > median(terraform) {
		t.Errorf("reading a state takes more than a tenth of Terraform's time")
	}
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
