# On a fresh machine: `make site` builds the example bureau's site, `make test` runs all checks and tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_LOCK := requirements.lock
DEV_LOCK := requirements-dev.lock
BENCH_LOCK := bench/requirements.lock
PEERS := .zwgk/peers
SCRIPTS := .zwgk/scripts

.PHONY: site serve wheelhouse test lint scripts format docs coverage mutants audit sbom bench lock clean

site: $(VENV)/.run
	$(BIN)/zwgk build --output public

serve: $(VENV)/.run
	$(BIN)/zwgk serve

test: lint
	$(BIN)/python tests/browser/setup_browser.py
	$(BIN)/pytest
	$(BIN)/python -m tests.pythons

wheelhouse: $(VENV)/.run  # build/wheelhouse: the program and all it needs, for machines without the internet
	rm -rf build/wheelhouse
	$(BIN)/pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: --dest build/wheelhouse -r $(RUN_LOCK)
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir build/wheelhouse .

lint: $(VENV)/.dev
	$(BIN)/ruff format --check generator tests bench
	$(BIN)/ruff check generator tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.lint_theme
	if command -v npm >/dev/null && { [ -n "$$CI" ] || $(MAKE) --no-print-directory $(SCRIPTS)/.node; }; \
		then $(MAKE) --no-print-directory scripts; else echo "没有 npm，或装不下来 TypeScript：这次不查脚本的类型"; fi

scripts: $(SCRIPTS)/.node  # types of the search modules
	$(SCRIPTS)/node_modules/.bin/tsc -p tests/scripts

format: $(VENV)/.dev
	$(BIN)/ruff format generator tests bench
	$(BIN)/ruff check --fix generator tests bench

docs: $(VENV)/.run  # generate the handbook's pages of fields and rules
	$(BIN)/python -m generator.reference docs/handbook

coverage: $(VENV)/.dev  # branch coverage; COVER="tests/calendar" runs fewer tests
	$(BIN)/pytest --cov=generator --cov-branch --cov-report=term-missing:skip-covered $(COVER)

mutants: $(VENV)/.dev  # changes that no test detects; MUTANTS="generator/calendar/limits.py --limit 50" for fewer
	$(BIN)/python -m tests.mutants $(MUTANTS)

audit: $(VENV)/.dev  # version, licence and hash of every locked dependency
	$(BIN)/python -m tests.audit

sbom: $(VENV)/.run  # build/sbom.json: what the run lock installs, as CycloneDX
	$(BIN)/python -m tests.audit --sbom build/sbom.json

bench: $(VENV)/.run $(PEERS)/.python $(PEERS)/.node  # compare with other generators; BENCH="--sizes 3000 --rounds 3" sets sizes and rounds
	$(BIN)/zwgk bench $(BENCH)

lock: $(VENV)/.dev  # after a change of dependencies in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --extra cluster --extra excel --extra pdf --group build --group dev --output-file $(DEV_LOCK)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --group build --constraint $(DEV_LOCK) --output-file $(RUN_LOCK)
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group pyproject.toml:bench --output-file $(BENCH_LOCK)

clean:
	rm -rf $(VENV) $(PEERS) $(SCRIPTS) .zwgk/pythons .zwgk/mutants .coverage* public build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(RUN_LOCK) pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(RUN_LOCK)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(DEV_LOCK) $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes -r $(DEV_LOCK)
	touch $@

$(PEERS)/.python: $(BENCH_LOCK)
	$(PYTHON) -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $(BENCH_LOCK)
	touch $@

$(PEERS)/.node: bench/package.json bench/package-lock.json
	mkdir -p $(PEERS) && cp bench/package.json bench/package-lock.json $(PEERS)
	if command -v npm; then cd $(PEERS) && npm ci --ignore-scripts --no-audit --no-fund; else echo "没有 node 和 npm：这次不比 Eleventy"; fi
	if command -v npm; then touch $@; fi

$(SCRIPTS)/.node: tests/scripts/package.json tests/scripts/package-lock.json
	mkdir -p $(SCRIPTS) && cp tests/scripts/package.json tests/scripts/package-lock.json $(SCRIPTS)
	cd $(SCRIPTS) && npm ci --ignore-scripts --no-audit --no-fund --silent
	touch $@
