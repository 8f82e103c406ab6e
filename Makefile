.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PROTOS := $(shell find protos -name '*.proto')
CODE := services sandbox clients/python tests $(wildcard benchmarks)

.PHONY: help
help: ## Say what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/.ready: requirements/dev.lock requirements/bootstrap.lock scripts/setup.sh
	@sh scripts/setup.sh

.PHONY: setup
setup: .venv/.ready ## Make .venv from the lock

.PHONY: run
run: setup ## Start the stack, ask one question twice, serve until Ctrl-C (LATENCY=none|live)
	@$(BIN)/python -m sandbox --latency $(or $(LATENCY),live)

# Measuring what a test covers makes plain Python half as slow again: only what is about the cache is measured.
CACHE_TESTS := tests/unit/cache tests/unit/test_progressive_cache.py $(wildcard tests/integration/test_cache_*.py)

.PHONY: test
test: check ## Check everything, services/cache to be covered by 90 %: what CI runs
	@$(BIN)/pytest tests/unit/understanding > .understanding.log 2>&1 & understanding=$$!; \
	$(BIN)/pytest $(CACHE_TESTS) --cov=services/cache --cov-branch --cov-fail-under=90; cache=$$?; \
	$(BIN)/pytest --ignore=tests/unit/understanding $(CACHE_TESTS:%=--ignore=%); rest=$$?; \
	wait $$understanding; read=$$?; tail -n 60 .understanding.log; exit $$((cache + rest + read))

.PHONY: conformance
conformance: setup ## The GA4 emulator through Google's own client: checks by RPC, answers by catalogue name
	$(BIN)/pytest tests/conformance

.PHONY: check
check: setup ## Format, lint, types, protos
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	@sh scripts/check_protos.sh

.PHONY: bench
bench: setup ## Time to first event, content and result: baseline, fresh, L2, L1, floor
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks --slow-agents --rounds 3

.PHONY: understand
understand: setup ## How well questions are understood, beside ways that only compare words
	@$(BIN)/python -m benchmarks.understanding

.PHONY: load
load: setup ## Many callers at once, with think time (USERS=1000 SECONDS=60 THINK=10)
	@$(BIN)/python -m benchmarks.load --users $(or $(USERS),1000) --seconds $(or $(SECONDS),60) --think $(or $(THINK),10)

.PHONY: format
format: setup ## Put the code into its form
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix-only $(CODE)
	$(BIN)/buf format -w protos

.PHONY: proto
proto: setup ## Generate the stubs from protos/
	@sh scripts/generate_stubs.sh

.PHONY: release-protos
release-protos: setup ## Make the protos the contract to stay compatible with: once a release, from its commit
	$(BIN)/buf breaking protos --against protos/released.binpb
	$(BIN)/buf build protos -o protos/released.binpb

.PHONY: lock
lock: setup ## Write the locks anew from pyproject.toml
	@sh scripts/lock.sh

.PHONY: smoke-images
smoke-images: ## Build and start both images (root, Debian's buildah; minutes)
	@sh deploy/docker/smoke.sh

.PHONY: clean
clean: ## Remove what was made here, .venv too
	rm -rf .venv .run .understanding.log .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
