# `make demo` and `make test` are all a newcomer needs; each sets up what it needs first.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: demo test check lint types contracts format bench run clean schemas model pictures local-slack
.DELETE_ON_ERROR:

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "digestbot needs Python 3.11 or newer; say which one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 2; }
	@echo "Setting up $(VENV) (once, a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)

# Two stamps: the demo installs what a user needs, the tests also what a developer needs.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) --editable '.[dev,cluster,browse]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed  ## the whole job on the bundled sample newsroom
	@$(BIN)/digestbot demo

test: check  ## everything that must hold before a change is merged
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: lint types contracts

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.installed-dev  ## put the code into the house's format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

$(VENV)/.installed-bench: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) --editable '.[dev,cluster,browse,bench]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-dev

bench: $(VENV)/.installed-bench  ## speed, memory and quality beside named peers
	@$(BIN)/python -m benchmarks

run: $(VENV)/.installed  ## the service
	@$(BIN)/digestbot run

model: $(VENV)/.installed-dev  ## fit the shipped topic model anew from the shipped examples
	@$(BIN)/python -m digestbot.topics.shipped

schemas: $(VENV)/.installed-dev  ## write config/schema anew from the models
	@$(BIN)/python -c 'from pathlib import Path; from digestbot.config import write_schemas; write_schemas(Path("config"))'

# A Slack that others wrote, for tests/slack/test_local_slack.py, which checks the binary's checksum. Linux x86-64 only.
local-slack: .tools/node_modules/local-slack-linux-x64/bin/local-slack

.tools/node_modules/local-slack-linux-x64/bin/local-slack:
	@npm install --silent --no-audit --no-fund --ignore-scripts --no-save --prefix .tools local-slack-linux-x64@0.1.8

pictures: $(VENV)/.installed  ## the pictures of the documentation anew; needs npm, Chromium and fonts, see docs/pictures/README.md
	@$(BIN)/python docs/pictures/make.py

clean:
	rm -rf $(VENV) .tools build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
