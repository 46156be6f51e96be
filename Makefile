# Two commands on a fresh machine: `make site` builds the example bureau's site, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_LOCK := requirements.lock
DEV_LOCK := requirements-dev.lock

.PHONY: site serve test lint format docs lock clean

site: $(VENV)/.run
	$(BIN)/zwgk build --output public

serve: $(VENV)/.run
	$(BIN)/zwgk serve

test: lint
	$(BIN)/python tests/browser/setup_browser.py
	$(BIN)/pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check generator tests
	$(BIN)/ruff check generator tests
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format generator tests
	$(BIN)/ruff check --fix generator tests

docs: $(VENV)/.run  # the handbook's pages that derive from the model and the rules
	$(BIN)/python -m generator.reference docs/handbook

lock: $(VENV)/.dev  # after changing dependencies in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --group build --output-file $(RUN_LOCK)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --extra cluster --extra pdf --group build --group dev --output-file $(DEV_LOCK)

clean:
	rm -rf $(VENV) public build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(RUN_LOCK) pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(RUN_LOCK)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(DEV_LOCK) $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes -r $(DEV_LOCK)
	touch $@
