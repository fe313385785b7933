# The everyday commands. `make test` is the test command; CI runs the same.

GO ?= go

TF_DIR ?= terraform
PLAN    = $(STACK).tfplan

.PHONY: build test stacks stacks-test outputs-test terraform-test review-test pipelines-test untrusted-test auth-test kill-test e2e e2e-api e2e-up e2e-down demo generate check schemas schemas-test bench fuzz lint plan apply

build:    ## build the command as bin/generator: static, and without the names that only a debugger wants
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o bin/generator ./generator

# Go says nothing of a package before all of its tests have ended, and the scripts
# take minutes: a line every 20 s shows that they go on.
test:     ## run every test
	$(GO) vet ./...
	@trap 'kill $$ticker 2>/dev/null' EXIT; trap 'exit 130' INT TERM; \
	(n=0; while sleep 20 >/dev/null 2>&1 && kill -0 $$$$ 2>/dev/null; do n=$$((n + 20)); echo "testing for $$n s"; done) & ticker=$$!; \
	echo "$(GO) test -timeout 30m ./..."; $(GO) test -timeout 30m ./...

stacks: build  ## invent N stacks and generate them: make stacks N=50 DIR=/tmp/fifty [CLUSTERS=1] [ENGINE=flux] [REPOSITORY=URL]
	@test -n "$(N)" -a -n "$(DIR)" || { echo "how many, and where to? make $@ N=50 DIR=FOLDER" >&2; exit 1; }
	cd e2e && $(GO) run ./lib/stacks/write -n "$(N)" -dir "$(abspath $(DIR))" -clusters "$(or $(CLUSTERS),0)" -engine "$(ENGINE)" -repository "$(REPOSITORY)"
	bin/generator --root "$(DIR)" >/dev/null
	@echo "$(N) stacks are in $(DIR)"

stacks-test:  ## hold invented stacks to the generator and to Terraform's variables
	cd e2e && $(GO) vet ./lib/stacks/... ./suite/stacks && $(GO) test -count=1 ./lib/stacks ./suite/stacks

# Azurite stands in for Azure Storage. It lives outside of the repository.
AZURITE_VERSION = 3.35.0
CACHE          ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/metaflow-gitops
AZURITE_FOLDER  = $(CACHE)/azurite-$(AZURITE_VERSION)
export AZURITE ?= $(AZURITE_FOLDER)/node_modules/azurite/dist/src/blob/main.js

$(AZURITE):
	mkdir -p $(AZURITE_FOLDER)
	npm install --prefix $(AZURITE_FOLDER) --no-audit --no-fund --loglevel=error azurite@$(AZURITE_VERSION)

outputs-test: $(AZURITE)  ## read states with real Terraform, from Azurite and others
	cd e2e && $(GO) vet ./... && $(GO) test -count=1 ./suite/outputs

terraform-test: $(AZURITE)  ## check terraform/ with the real provider, and apply it to a stand-in for Azure
	e2e/run

# axe-core judges whether the page of a review is accessible.
AXE_VERSION = 4.14.1
AXE_FOLDER  = $(CACHE)/axe-core-$(AXE_VERSION)
export AXE ?= $(AXE_FOLDER)/node_modules/axe-core/axe.min.js

$(AXE):
	mkdir -p $(AXE_FOLDER)
	npm install --prefix $(AXE_FOLDER) --no-audit --no-fund --loglevel=error axe-core@$(AXE_VERSION)

review-test: $(AXE)  ## hold reviews against dyff, Chromium and other tools
	cd e2e && $(GO) vet ./suite/review && $(GO) test -count=1 ./suite/review

# The pipelines fetch nothing in this test, so what they build must have been built.
pipelines-test: build  ## run the steps of the pipelines' own files, against stand-ins for the platforms
	shellcheck -x .ci/run .ci/review .ci/comment .ci/refresh
	cd e2e && $(GO) vet ./suite/pipelines && $(GO) test -count=1 -timeout 30m ./suite/pipelines

untrusted-test: ## attack the generator and .ci/review by what a branch may carry, under strace where there is one
	cd e2e/suite/untrusted && $(GO) vet && $(GO) test -count=1 -timeout 30m $(if $(RUN),-run "$(RUN)")

auth-test: ## hold the authenticated endpoints to their contract, on the real proxy; on another one with OAUTH2_PROXY_BIN=FILE
	cd e2e/suite/auth && $(GO) vet && $(GO) test -count=1 -timeout 20m

kill-test: build  ## kill runs at random instants, KILLS of them; fill their disk; run them in pairs
	cd e2e && $(GO) vet ./suite/killed && GENERATOR=$(abspath bin/generator) $(GO) test -v -count=1 -timeout 90m ./suite/killed

# What this and the cluster suite run is built from Go modules, into the same cache.
export METAFLOW_GITOPS_CACHE ?= $(CACHE)

e2e:      ## sync stacks to a real control plane, with the real Flux and Argo CD
	cd e2e && $(GO) vet ./suite/sync ./lib/cluster && $(GO) test -count=1 ./lib/cluster && METAFLOW_E2E=1 $(GO) test -v -count=1 -timeout 80m -parallel 3 ./suite/sync
	cd e2e/lib/programs/kubernetes && CGO_ENABLED=0 $(GO) test -trimpath github.com/fluxcd/pkg/artifact/...

e2e-api:  ## let a real API server judge what is rendered; of another repository with ROOT=DIR
	cd e2e && METAFLOW_E2E=api $(if $(ROOT),ROOT=$(abspath $(ROOT))) $(GO) test -v -count=1 -timeout 20m -run '^TestAPI(Schema)?$$' ./suite/sync

E2E     = $(CACHE)/e2e-up
CLUSTER ?= aks-metaflow-prod

e2e-up:   ## leave a control plane running that syncs an example: make e2e-up [CLUSTER=aks-metaflow-research]
	@test ! -e $(E2E) || { echo "one is running already; end it with make e2e-down" >&2; exit 1; }
	mkdir -p $(E2E)
	cd e2e && $(GO) build -o $(E2E)/up ./up
	cd e2e && { setsid $(E2E)/up -cluster $(CLUSTER) -folder $(E2E)/state >$(E2E)/log 2>&1 </dev/null & echo $$! >$(E2E)/pid; }
	@tail -n +1 --pid=$$(cat $(E2E)/pid) -f $(E2E)/log & \
	until grep -q 'make e2e-down' $(E2E)/log; do \
	  kill -0 $$(cat $(E2E)/pid) 2>/dev/null || { sleep 1; rm -rf $(E2E); exit 1; }; sleep 0.2; \
	done; sleep 0.5; kill $$!

e2e-down: ## end what e2e-up left running
	@test -e $(E2E)/pid || { echo "nothing is running" >&2; exit 1; }
	kill $$(cat $(E2E)/pid) && tail --pid=$$(cat $(E2E)/pid) -f /dev/null
	rm -rf $(E2E)

demo:     ## show in a terminal how a change gets from an output to the cluster: make demo [PAUSE=1]
	cd e2e && $(GO) run ./up -demo -pause=$(if $(PAUSE),true,false) -cluster $(CLUSTER)

generate: build  ## write the overlays of all stacks
	bin/generator

check: build     ## prove that what is committed is what is generated
	bin/generator --check

schemas:  ## make the table of schemas again, from Go modules; needs the module proxy
	$(GO) run ./generator/check/schema/make generator/check/schema

schemas-test:  ## hold that the table of schemas is what its sources make, byte by byte
	folder=$$(mktemp -d) && $(GO) run ./generator/check/schema/make "$$folder" && \
	  cmp "$$folder/schemas.bin" generator/check/schema/schemas.bin && cmp "$$folder/schemas.txt" generator/check/schema/schemas.txt && rm -r "$$folder"

bench: $(AZURITE)  ## time and memory of a run, beside the real Kustomize and Terraform
	GENERATOR_BENCH=1 $(GO) test ./generator -run TestBench -v
	mirror=; if test -x ../shared/terraform/provider-mirror; then mirror=$$(../shared/terraform/provider-mirror $(CACHE)/terraform); fi; \
	cd e2e && MIRROR=$$mirror GENERATOR_BENCH=1 $(GO) test -count=1 ./suite/outputs ./suite/review -run TestBench -v

fuzz:     ## one minute for each parser
	$(GO) test ./generator/manifest -run '^$$' -fuzz FuzzScalar -fuzztime 1m
	$(GO) test ./generator/tfoutput -run '^$$' -fuzz '^FuzzParse$$' -fuzztime 1m
	$(GO) test ./generator/tfoutput -run '^$$' -fuzz FuzzParsePlan -fuzztime 1m
	$(GO) test ./generator/tfoutput -run '^$$' -fuzz FuzzParseState -fuzztime 1m
	$(GO) test ./generator/secret -run '^$$' -fuzz FuzzSearch -fuzztime 1m
	$(GO) test ./generator/stack -run '^$$' -fuzz FuzzParse -fuzztime 1m
	$(GO) test ./generator/report -run '^$$' -fuzz FuzzCompare -fuzztime 1m
	$(GO) test ./generator/reach -run '^$$' -fuzz FuzzReach -fuzztime 1m
	$(GO) test ./generator/report/picture -run '^$$' -fuzz FuzzOf -fuzztime 1m
	$(GO) test ./generator/check/cluster -run '^$$' -fuzz FuzzFolder -fuzztime 1m
	$(GO) test ./generator/check/schema -run '^$$' -fuzz FuzzCheck -fuzztime 1m
	$(GO) test ./generator/fence -run '^$$' -fuzz FuzzLocal -fuzztime 1m
	$(GO) test ./generator/render -run '^$$' -fuzz FuzzComponent -fuzztime 1m
	$(GO) test ./generator/state -run '^$$' -fuzz FuzzBackend -fuzztime 1m

STATICCHECK_VERSION = 0.8.2
STATICCHECK         = $(CACHE)/staticcheck-$(STATICCHECK_VERSION)/staticcheck
# All but the form of comments and names, and "not given and optional", which is how
# people say it.
STATICCHECKS        = all,-QF1001,-ST1000,-ST1003,-ST1016,-ST1020,-ST1021,-ST1022

$(STATICCHECK):
	GOBIN=$(@D) $(GO) install honnef.co/go/tools/cmd/staticcheck@v$(STATICCHECK_VERSION)

lint: $(STATICCHECK) ## formatting, vet and staticcheck; golangci-lint on top where it is installed
	test -z "$$(gofmt -l generator e2e)" || { gofmt -l generator e2e; exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) -checks '$(STATICCHECKS)' ./...
	@if command -v golangci-lint >/dev/null; then golangci-lint run ./...; else echo "golangci-lint is not installed: vet and staticcheck have looked"; fi

plan:     ## plan a stack in its own workspace with its own variables: make plan STACK=prod [DATA=may-go] [DESTROY=yes]
	@STACK="$(STACK)" DATA="$(DATA)" DESTROY="$(DESTROY)" TF_DIR="$(TF_DIR)" terraform/plan

apply:    ## apply what make plan showed, and nothing else
	@test -n "$(STACK)" || { echo "which stack? make $@ STACK=NAME" >&2; exit 1; }
	terraform -chdir=$(TF_DIR) workspace select $(STACK)
	terraform -chdir=$(TF_DIR) apply $(PLAN); status=$$?; terraform/guard set $(TF_DIR); exit $$status
	rm -f $(TF_DIR)/$(PLAN)
	@echo "Now run terraform/post-apply $(STACK)."
