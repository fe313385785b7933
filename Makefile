# The everyday commands. `make test` is the test command; CI runs the same.

GO ?= go

.PHONY: build test generate check bench fuzz lint

build:    ## build the command as bin/generator
	$(GO) build -o bin/generator ./generator

test:     ## run every test
	$(GO) vet ./...
	$(GO) test ./...

generate: build  ## write the overlays of all stacks
	bin/generator

check: build     ## prove that what is committed is what is generated
	bin/generator --check

bench:    ## time and memory of a run, beside the real Kustomize
	GENERATOR_BENCH=1 $(GO) test ./generator -run TestBench -v

fuzz:     ## one minute for each parser
	$(GO) test ./generator/plan -run '^$$' -fuzz FuzzScalar -fuzztime 1m
	$(GO) test ./generator/tfoutput -run '^$$' -fuzz FuzzParse -fuzztime 1m
	$(GO) test ./generator/stack -run '^$$' -fuzz FuzzParse -fuzztime 1m

lint:     ## formatting, and golangci-lint where it is installed
	test -z "$$(gofmt -l generator)" || { gofmt -l generator; exit 1; }
	if command -v golangci-lint >/dev/null; then golangci-lint run ./...; fi
