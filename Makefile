.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PROTOS := $(shell find protos -name '*.proto')
CODE := services sandbox clients/python tests $(wildcard benchmarks)

.PHONY: help
help: ## Say what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/.ready: requirements/dev.lock requirements/bootstrap.lock scripts/setup.sh
	@sh scripts/setup.sh

.PHONY: setup
setup: .venv/.ready ## Make .venv from the lock

.PHONY: test
test: check ## Check everything: what CI runs
	$(BIN)/pytest

.PHONY: check
check: setup ## Format, lint, types, protos
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	@sh scripts/check_protos.sh

.PHONY: format
format: setup ## Put the code into its form
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix-only $(CODE)
	$(BIN)/buf format -w protos

.PHONY: proto
proto: setup ## Generate the stubs from protos/
	@sh scripts/generate_stubs.sh

.PHONY: clean
clean: ## Remove what was made here, .venv too
	rm -rf .venv .run .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
