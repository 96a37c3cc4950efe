# make run    sets everything up and starts the platform with simulated cameras
# make test   sets up and runs every check and test
# The other targets are listed in CONTRIBUTING.md.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CONSOLE_SOURCES := $(shell find console -path console/node_modules -prune -o -path console/dist -prune -o -type f -print)

.PHONY: run setup setup-dev setup-city test soak bench lint format build lock screenshots clean

run: setup
	@$(BIN)/toancanh simulate --demo --prepare # draws the simulated cameras' minutes once; later starts find them
	@exec $(BIN)/toancanh up --demo --data "$(DATA)" $(if $(PORT),--port $(PORT))

setup: $(VENV)/.runs console/dist/index.html

setup-dev: $(VENV)/.tests console/dist/index.html

$(VENV)/bin/python:
	@deploy/debian-packages.sh run
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name it: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: $(VENV)/bin/python requirements.txt requirements-build.txt pyproject.toml hatch_build.py src/toancanh/media/native/native.c
	@deploy/debian-packages.sh run
	$(PIP) install --no-deps --require-hashes -r requirements.txt -r requirements-build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-dev.txt
	@deploy/debian-packages.sh test
	$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

setup-city: $(VENV)/.city # SUMO, 750 MB: only to make plays of the district

$(VENV)/.city: $(VENV)/.runs requirements-city.txt
	$(PIP) install --no-deps --require-hashes -r requirements-city.txt
	@touch $@

console/node_modules/.package-lock.json: console/package.json console/package-lock.json
	@node -e '[a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)' \
	  && command -v npm >/dev/null || { echo "Node 20.19+ or 22.12+ with npm is needed: https://nodejs.org" >&2; exit 1; }
	cd console && npm ci --no-audit --no-fund
	@touch $@

console/dist/index.html: $(CONSOLE_SOURCES) console/node_modules/.package-lock.json
	cd console && npm run --silent build
	@touch $@

test:
	@$(MAKE) --no-print-directory --jobs=2 setup-dev # Python's packages and the console's at the same time
	@deploy/debian-packages.sh test
	@exec timeout --foreground --kill-after=15 1200 .ci/checks

soak: setup-dev setup-city
	@deploy/debian-packages.sh soak
	$(BIN)/pytest -m soak -p no:cacheprovider --ignore tests/integration/test_api_fuzz.py
	$(BIN)/pytest -m soak -p no:cacheprovider -n 4 tests/integration/test_api_fuzz.py
	TOANCANH_EVERY_EXAMPLE=1 $(BIN)/pytest -m 'not soak' -p no:cacheprovider tests/property

bench: setup-dev
	$(BIN)/toancanh bench all $(if $(NAMES),--only $(NAMES))

lint: setup-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd console && npm run --silent lint

format: setup-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	cd console && npm run --silent lint -- --fix

build: setup-dev
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation

lock:
	@command -v uv >/dev/null || { echo "uv is needed: pip install uv" >&2; exit 1; }
	for name in requirements requirements-build requirements-dev requirements-city; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	    --python-version 3.11 $$name.in --output-file $$name.txt; \
	done

screenshots: setup-dev
	$(BIN)/python -m tests.e2e.screenshots

clean:
	rm -rf $(VENV) dist console/dist console/node_modules
