# Every target sets up what it needs and does nothing twice; `make` alone lists them.
# ARGS goes on to the command: make test ARGS="-k audience", make up ARGS="--help".
.DEFAULT_GOAL := help
.PHONY: help setup up test nightly lint format bench bench-large sample wheel messages lock clean
PYTHON := .venv/bin/python

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

setup: ## make .venv, so that .venv/bin/inglenook is there
	@tools/setup runtime

up: ## serve http://127.0.0.1:8000 and print the setup link
	@tools/setup runtime
	@exec .venv/bin/inglenook up $(ARGS)

test: ## all tests: SQLite, browser journeys, then PostgreSQL and Valkey when there
	@tools/setup dev
	@$(PYTHON) -m tools.packages chromium gettext
	@exec $(PYTHON) -m tools.run_tests $(ARGS)

nightly: ## tests that take hours: kills by the hundred, on both pairs of engines
	@tools/setup dev
	@$(PYTHON) -m tools.packages chromium gettext postgresql valkey
	@exec $(PYTHON) -m tools.services $(PYTHON) -m tools.run_tests nightly -s $(ARGS)

lint: ## ruff, mypy, floors, templates, CSS
	@tools/setup dev
	@exec $(PYTHON) -m tools.lint $(ARGS)

format: ## let ruff arrange the code
	@tools/setup dev
	@$(PYTHON) -m ruff check --fix --quiet; $(PYTHON) -m ruff format

bench: ## medians and ratios of the hot pages on this machine
	@tools/setup dev
	@exec $(PYTHON) -m inglenook.site.bench $(ARGS)

bench-large: ## the same among 1,000,000 posts
	@tools/setup dev
	@exec $(PYTHON) -m inglenook.site.bench --large $(ARGS)

sample: ## fill ./var-sample with a lively community and serve it
	@tools/setup runtime
	@exec env INGLENOOK_HOME=$${INGLENOOK_HOME:-var-sample} $(PYTHON) -m inglenook.site.sample $(ARGS)

wheel: ## build dist/: the wheel for a machine without a checkout, and its locks
	@tools/setup dev
	@$(PYTHON) -m tools.wheel

messages: ## collect the strings of pages and code into the translations
	@tools/setup dev
	@$(PYTHON) -m tools.packages gettext
	@$(PYTHON) -m tools.catalogues collect

lock: ## write requirements/*.txt anew from pyproject.toml
	@tools/setup dev
	@tools/lock $(ARGS)

clean: ## remove .venv and what the tools keep; never the data in ./var
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
