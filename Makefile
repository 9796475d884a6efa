# The front door: thin over CMakePresets.json and scripts/. `make` alone tells what there is.
.DEFAULT_GOAL := help
.PHONY: help setup test demo run release bench scale torture reference planted-bugs fuzz tidy format format-check
.PHONY: clean tck feelin files thread mutants test-clocks
SINCE ?=
COUNT ?=

help: ## this list
	@echo "lienthong: linked administrative procedures on BPMN and DMN"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

setup: ## install the Debian packages and npm modules that are missing
	@scripts/setup build test

test: ## build and run every test (debug, with sanitizers)
	@scripts/test

test-clocks: ## due instants and stories of clocks against a minute oracle in Python, and five laws (SEED=n, COUNT=n)
	@scripts/setup build
	@scripts/build release app/all
	@scripts/test_clocks build/release/app/lienthong $(if $(SEED),--seed $(SEED)) --count $(or $(COUNT),100000)

demo: ## one birth dossier through three agencies, from nothing to its printed timeline
	@scripts/setup build
	@scripts/build release app/all
	@scripts/demo

run: ## server, simulator and catalogue on a development clock; prints its addresses
	@scripts/setup build
	@scripts/build release app/all
	@build/release/app/lienthong dev

release: ## the two programs, optimised: build/release/app/
	@scripts/setup build
	@scripts/build release app/all

bench: ## measure (release build): JSON lines and a table
	@scripts/setup build
	@scripts/build release app/all bench_engine bench_decisions bench_calendar rest_load
	@scripts/bench

scale: ## measure what one request costs beside 1,000, 100,000 and 1,000,000 rows (FORM=short: beside fewer)
	@scripts/setup build
	@scripts/build release bench_engine
	@scripts/scale $(or $(FORM),long)

torture: ## kill the server at random moments and compare what it promised with what it kept
	@scripts/setup build
	@scripts/build release app/all tests/torture/all
	@scripts/torture

thread: ## ThreadSanitizer over what has threads: storage, server, workers, stopping
	@scripts/setup build
	@scripts/thread

reference: ## compare the engine with the reference interpreter on 20,000 random models (COUNT=n changes it)
	@scripts/setup build
	@scripts/build release reference_run
	@scripts/reference $(COUNT)

mutants: ## one edit at a time on every file, 10,000 of them: nothing may crash, hang or answer 5xx (SEED=n, COUNT=n)
	@scripts/setup build
	@scripts/build release app/all
	@scripts/mutants $(if $(SEED),--seed $(SEED)) --count $(or $(COUNT),10000)

tck: ## score on the DMN conformance kit, when it is beside this repository
	@scripts/setup build
	@scripts/build release app/all
	@scripts/tck

feelin: ## compare FEEL with npm's feelin on generated expressions (COUNT=n changes it)
	@scripts/setup build test
	@scripts/build release app/all
	@scripts/feelin $(COUNT)

planted-bugs: ## put each bug of tests/reference/bugs into a copy of the engine, and see it found
	@scripts/setup build
	@scripts/planted_bugs

files: ## compile each file by itself: an include that only a neighbour in its batch has is an error here
	@scripts/setup build
	@scripts/build files

fuzz: ## run each fuzz target for 60 seconds (SECONDS_EACH=n changes it)
	@scripts/setup build fuzz
	@scripts/build fuzz fuzz/all
	@scripts/fuzz $(or $(SECONDS_EACH),60)

tidy: ## clang-tidy on all files (SINCE=commit: on those changed since)
	@scripts/setup build tidy
	@scripts/tidy $(SINCE)

format: ## clang-format everything
	@scripts/setup tidy
	@git ls-files '*.cpp' '*.h' | xargs clang-format-14 -i

format-check: ## fail when clang-format would change something
	@scripts/setup tidy
	@git ls-files '*.cpp' '*.h' | xargs clang-format-14 --dry-run -Werror

clean: ## remove build/
	@rm -rf build
