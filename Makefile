# `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
COMPILED := .venv-compiled
COMPILED_READY := $(COMPILED)/.ready
SOURCES := $(shell find geodata incidents dashboard -type f -not -path '*/__pycache__/*')
DB ?= $(CURDIR)/.sarhad/incidents.db
HOST ?= 127.0.0.1
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help install compile samples run test lint format fuzz test-kill test-filters load bench pack quality clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1|/' | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sarhad needs Python 3.11 or newer; $$($(PYTHON) --version) found. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python could not make $(VENV). On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing Sarhad into $(VENV) (a few minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $(READY)

install: $(READY) ## create .venv and install Sarhad and its tests' tools into it

$(COMPILED_READY): pyproject.toml constraints.txt setup.py $(SOURCES) | $(READY)
	@test -x $(COMPILED)/bin/python || $(BIN)/python -m venv $(COMPILED)
	@echo "Compiling the reader and installing Sarhad into $(COMPILED) (two minutes) …"
	@rm -rf build
	@SARHAD_COMPILED=1 PIP_CONSTRAINT=constraints.txt $(COMPILED)/bin/python -m pip install --quiet --disable-pip-version-check '.[test]'
	@touch $(COMPILED_READY)

compile: $(COMPILED_READY) ## build the wheel with the reader compiled and install it into .venv-compiled

$(DB):
	@mkdir -p $(dir $(DB))
	@$(BIN)/sarhad ingest incidents/samples/articles.jsonl --db $(DB)

samples: $(READY) ## load the sample articles into a fresh database when there is none yet
	@test -e $(DB) || $(MAKE) --no-print-directory $(DB)

run: samples ## serve the dashboard on http://127.0.0.1:8501
	@$(BIN)/sarhad serve --db $(DB) --host $(HOST) --port $(PORT)

test: $(READY) ## run every test (below ten minutes on two cores)
	@$(BIN)/python -m pytest

lint: $(READY) ## ruff, import-linter and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy

format: $(READY) ## let ruff tidy the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

clean: ## remove the environment, the sample database and caches
	rm -rf $(VENV) $(COMPILED) build .sarhad .pytest_cache .ruff_cache .hypothesis .import_linter_cache .mypy_cache *.egg-info

quality: $(READY) ## measure reading on our own labelled articles
	@PYTHONPATH=.:tests $(BIN)/python -m quality.test_quality

bench: $(READY) $(COMPILED_READY) ## measure speed: every tests/benchmarks/bench_*.py, reading compiled too, on a quiet machine
	@for file in tests/benchmarks/bench_*.py; do echo "$$file"; PYTHONPATH=.:tests $(BIN)/python $$file || exit 1; done
	@echo "tests/benchmarks/bench_reading.py, installed in $(COMPILED)"; $(COMPILED)/bin/python tests/benchmarks/bench_reading.py

fuzz: $(READY) ## 100,000 hostile inputs a reader, then the largest each may get (about an hour)
	@PYTHONPATH=.:tests $(BIN)/python -m fuzz.run --count $(or $(COUNT),100000)
	@$(BIN)/python -m pytest -m slow -s tests/fuzz/test_bounds.py

test-kill: $(READY) ## end an ingest by SIGKILL at 200 random moments and go on: 0 lost, 0 doubled
	@SARHAD_KILLS=$(or $(COUNT),200) $(BIN)/python -m pytest -s tests/incidents/test_kill_and_resume.py

test-filters: $(READY) ## compare SQL with the frame on 10,000 random filters on SQLite and on PostgreSQL
	@SARHAD_FILTERS=$(or $(COUNT),10000) $(BIN)/python -m pytest -s -k agree tests/incidents/test_filters.py

load: $(READY) ## 50 sessions filter 10,000 incidents while 10,000 articles are ingested
	@PYTHONPATH=.:tests $(BIN)/python -m load.run

pack: $(READY) ## build the region pack anew from its packages and compare it with the bundled one (some minutes)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[build]'
	@$(BIN)/python -m pytest -m slow tests/geodata/test_build_region.py
