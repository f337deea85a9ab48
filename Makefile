# `make` alone lists what there is. Every target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types walls bench bench-crawl kill-test docs lock clean bench-revisit train

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(READY) ## install Guidepost and its tools into .venv, from the hashed locks

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Guidepost needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (about a minute, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## serve two demo sites on loopback, crawl, export, re-parse, compare
	@$(BIN)/guidepost demo --out demo-out

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest

check: lint types walls test ## all that must hold: lint, types, import walls, tests

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)
	@$(BIN)/mypy

walls: $(READY)
	@$(BIN)/lint-imports

bench: $(READY) ## measure speed against a floor taken in the same run
	@$(BIN)/python -m benchmarks

bench-crawl: $(READY) ## measure what a crawl costs, against bare Scrapy on the same pages
	@$(BIN)/python -m benchmarks.crawl --memory

bench-revisit: $(READY) ## measure a second run over an unchanged site against the first
	@$(BIN)/python -m benchmarks.revisit

kill-test: $(READY) ## kill crawls 100 times in each of three ways, on SQLite and PostgreSQL, and 200 by signals
	@$(BIN)/python -m tests.kill --kills 100
	@$(BIN)/python -m tests.kill --kills 100 --postgresql
	@$(BIN)/python -m tests.kill.signals

docs: $(READY) ## make the documents that come from the code
	@$(BIN)/python -m guidepost.record_docs
	@$(BIN)/python -m storage.export.docs

lock: $(READY) ## resolve the dependencies anew into requirements/*.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements/base.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras pyproject.toml requirements/dev.in -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements/dev.txt requirements/train.in -o requirements/train.txt

train: $(READY) ## train the weights anew from the bank (CORPORA="FOLDER …" adds labelled pages)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/train.txt
	@$(BIN)/python -m training lists --corpora $(CORPORA)
	@$(BIN)/python -m training pages --corpora $(CORPORA)

clean: ## remove what the targets made
	rm -rf $(VENV) demo-out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
