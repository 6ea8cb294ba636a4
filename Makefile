# Every command sets up what it needs. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup check fast slow engine test toolchain demo bench fuzz values road matrix examples session option clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(READY): .ci/requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r .ci/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

setup: $(READY) ## the virtual environment, from pinned packages

check: $(READY) ## types, style, contracts, the catalogue's rules: seconds, no network
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/scaffold check

fast: $(READY) ## the tests without an engine: under two minutes, no network
	$(BIN)/python -m pytest -q -n 2 -m "not engine and not slow and not road"

slow: $(READY) ## every option for every other of its row, the packages, kills at every operation: minutes
	$(BIN)/python -m pytest -q -n 2 -m slow

toolchain: $(READY) ## the programs of the engine: about 17 minutes the first time
	$(BIN)/scaffold toolchain

engine: toolchain ## the tests on a real Pulumi engine and a real control plane
	SCAFFOLD_ENGINE=required $(BIN)/python -m pytest -q -m engine

test: check fast slow engine ## everything

demo: toolchain ## the main job: generate, show the plan, rehearse
	bash .ci/demo

bench: $(READY) ## ratios against bare Python, the floor, cookiecutter and copier
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r .ci/bench.txt
	$(BIN)/python -m tests.bench

fuzz: $(READY) ## regenerating, 20,000 random histories
	SCAFFOLD_FUZZ=20000 $(BIN)/python -m pytest -q -n 2 tests/test_regenerate_property.py -k "edited_byte or gives_a"

values: $(READY) ## every values key against the charts' own values
	$(BIN)/python -m pytest -q tests/test_values.py

road: toolchain ## every option installed, switched and destroyed on the engine: three quarters of an hour
	SCAFFOLD_ENGINE=required $(BIN)/python -m pytest -q -m road

matrix: toolchain ## docs/MATRIX.md: how far every option was carried, found out by running it
	$(BIN)/python -m tests.matrix

session: $(READY) ## the recorded session in the README
	$(BIN)/python -m tests.record

examples: $(READY) ## render examples/ again from their answers
	$(BIN)/python -m tests.examples

option: $(READY) ## a new option: make option ROW=log-aggregation NAME=vector
	$(BIN)/python -m tests.option "$(ROW)" "$(NAME)"

clean: ## the virtual environment and the caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
