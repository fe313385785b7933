package pipelines

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"
)

// step is one step of a job, of either platform.
type step struct {
	name string
	// uses is the action or task, such as GoTool@0, and "" for a script.
	uses      string
	with      map[string]string
	script    string
	env       map[string]string
	condition string
}

// values are what YAML has as text, number or boolean.
type values map[string]any

func (v values) strings() map[string]string {
	all := map[string]string{}
	for name, value := range v {
		all[name] = fmt.Sprint(value)
	}
	return all
}

// workflow is what is used of a workflow of GitHub Actions.
type workflow struct {
	Name        string `json:"name"`
	On          any    `json:"true"` // which YAML 1.1 takes for a boolean
	Permissions values `json:"permissions"`
	Concurrency struct {
		Group  string `json:"group"`
		Cancel bool   `json:"cancel-in-progress"`
	} `json:"concurrency"`
	Jobs map[string]struct {
		If          string `json:"if"`
		Environment string `json:"environment"`
		RunsOn      string `json:"runs-on"`
		Timeout     int    `json:"timeout-minutes"`
		Permissions values `json:"permissions"`
		Steps       []struct {
			Name string `json:"name"`
			Uses string `json:"uses"`
			With values `json:"with"`
			Run  string `json:"run"`
			Env  values `json:"env"`
			If   string `json:"if"`
		} `json:"steps"`
	} `json:"jobs"`
}

// azurePipeline is what is used of a pipeline of Azure DevOps.
type azurePipeline struct {
	Trigger   string `json:"trigger"`
	PR        string `json:"pr"`
	Schedules []struct {
		Cron        string              `json:"cron"`
		DisplayName string              `json:"displayName"`
		Branches    map[string][]string `json:"branches"`
		Always      bool                `json:"always"`
	} `json:"schedules"`
	Pool map[string]string `json:"pool"`
	Jobs []struct {
		Job       string      `json:"job"`
		Condition string      `json:"condition"`
		Timeout   int         `json:"timeoutInMinutes"`
		Steps     []azureStep `json:"steps"`
	} `json:"jobs"`
}

type azureStep struct {
	Checkout           string `json:"checkout"`
	FetchDepth         int    `json:"fetchDepth"`
	FetchTags          bool   `json:"fetchTags"`
	PersistCredentials bool   `json:"persistCredentials"`
	Task               string `json:"task"`
	Inputs             values `json:"inputs"`
	Script             string `json:"script"`
	DisplayName        string `json:"displayName"`
	Env                values `json:"env"`
	Condition          string `json:"condition"`
}

// load reads a YAML file of this repository. What it has and the type does not is an error: it would not be tested.
func load(t *testing.T, p string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../..", p))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalStrict(data, into); err != nil {
		t.Fatalf("%s: %v", p, err)
	}
}

// githubSteps are the steps of the one job of a workflow.
func githubSteps(t *testing.T, p string) []step {
	t.Helper()
	var w workflow
	load(t, p, &w)
	if len(w.Jobs) != 1 {
		t.Fatalf("%s has %d jobs, and the test runs one", p, len(w.Jobs))
	}
	var all []step
	for _, job := range w.Jobs {
		for _, s := range job.Steps {
			all = append(all, step{s.Name, s.Uses, s.With.strings(), s.Run, s.Env.strings(), s.If})
		}
	}
	return all
}

// azureSteps are the steps of the one job of a pipeline.
func azureSteps(t *testing.T, p string) []step {
	t.Helper()
	var a azurePipeline
	load(t, p, &a)
	if len(a.Jobs) != 1 {
		t.Fatalf("%s has %d jobs, and the test runs one", p, len(a.Jobs))
	}
	var all []step
	for _, s := range a.Jobs[0].Steps {
		one := step{s.DisplayName, s.Task, s.Inputs.strings(), s.Script, s.Env.strings(), s.Condition}
		if s.Checkout != "" {
			one.uses = "checkout: " + s.Checkout
			one.with = map[string]string{"fetch-depth": fmt.Sprint(s.FetchDepth), "persist-credentials": fmt.Sprint(s.PersistCredentials)}
		}
		all = append(all, one)
	}
	return all
}
