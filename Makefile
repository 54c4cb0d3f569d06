# Everything one can run. `make` alone lists it.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= data
AT ?= released
BIN = .venv/bin
export PYTHONPATH = src

.DEFAULT_GOAL = help
.PHONY: help run setup test check quick bench bench-solver demo messages format lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | awk -F'\t' '{printf "make %-12s %s\n", $$1, $$2}'

# What runs Plenary: locked packages, then the checkout itself.
.venv/run: requirements.lock pyproject.toml
	@echo "Setting up .venv (a minute the first time, with a cold package cache) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Plenary needs Python 3.11 or newer: make PYTHON=python3.11 $@"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null || { echo "Cannot install packages: is the package index reachable?"; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@$(BIN)/python -m plenary.lib.catalogues
	@nohup $(BIN)/python -m plenary_solver.warm >/dev/null 2>&1 & # the solver's moves, compiled meanwhile
	@touch $@

.venv/dev: requirements-dev.lock .venv/run
	@echo "Adding what tests and checks need …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

setup: .venv/run ## install what Plenary needs into .venv

run: .venv/run ## serve the demo summit (PORT=8000 HOST=127.0.0.1 AT=invited|released|day1|after ADDRESS=https://…)
	@test -e $(DATA)/plenary.sqlite3 || $(BIN)/plenary demo --data $(DATA) --at $(AT)
	@exec $(BIN)/plenary serve --data $(DATA) --host $(HOST) --port $(PORT) $(if $(ADDRESS),--address $(ADDRESS))

test: .venv/dev ## everything: lint, contracts, translations, all tests
	@CI=$(CI) $(BIN)/python -m tests

check: .venv/dev ## under a minute, before every commit
	@$(BIN)/python -m tests --quick

bench: .venv/dev ## the figures we keep, measured anew
	@$(BIN)/python -m benchmarks

bench-solver: .venv/dev ## the solver's table, an hour or so (PARTS="cosplib published" SEEDS=5)
	@$(BIN)/python -m benchmarks.solver $(PARTS) --seeds $(or $(SEEDS),5)

messages: .venv/run ## compile the Chinese and list what lacks it
	@$(BIN)/python -m plenary.lib.catalogues check

format: .venv/dev ## format and sort imports
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

lock: .venv/dev ## renew the lock files
	@$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -U -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev --extra postgres --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -U -o requirements-dev.lock

clean: ## remove .venv and caches; never the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
