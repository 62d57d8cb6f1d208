# Everything a person or a server does with this project has one name here: `make help`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Stamps live in the environment that they speak of: remove it and all is made again.
MADE := $(VENV)/made
PIP := $(BIN)/pip install --quiet --quiet --disable-pip-version-check --no-deps

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard franchise_portal/translations/*/LC_MESSAGES/*.po))
# Compiled modules are kept: else each process, and each command that a test starts, compiles all.
TEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal

.DEFAULT_GOAL := help
.PHONY: help install install-run run test accept check bench seed screenshots format messages lock \
        system-run system-test fonts

help:  ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) \
	  | awk -F ':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

install: system-test install-run $(MADE)/dev  ## Set up all that running and testing need

install-run: system-run $(MADE)/project fonts $(CATALOGUES)  ## Set up what running alone needs

run: install-run  ## Start the portal with the demo network, DEMO=0 for an empty one
	@exec $(BIN)/franchise-portal run

test: install  ## Run all tests, on SQLite and then on PostgreSQL
	TEST_DATABASE=sqlite $(TEST)
	TEST_DATABASE=postgresql $(TEST) -m "not journey"

accept: install  ## Write the approved copies of words anew; review the difference
	ACCEPT_GOLDEN=1 $(BIN)/pytest -q $(shell grep -rl --include='test_*.py' 'golden\.check' tests)

check: install  ## Check format, lint, types, import contracts, templates and catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python tools/messages.py --check

bench: install  ## Measure the figures of the README's performance table
	$(BIN)/python -m bench

seed: install-run  ## Write the demo network into an empty database
	$(BIN)/franchise-portal seed demo

screenshots: install  ## Take the README's pictures of the demo network
	$(BIN)/python tools/screenshots.py

format: $(MADE)/dev  ## Bring the code into the form that `make check` asks for
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix --quiet .

messages: $(MADE)/base  ## Bring the Chinese catalogues up to date and say what they lack
	$(BIN)/python tools/messages.py

# A machine's own settings for pip stay out of the lock.
LOCK := env CUSTOM_COMPILE_COMMAND="make lock" PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= \
  ../$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock: $(MADE)/dev  ## Pin requirements/*.in again; UPGRADE=--upgrade takes the newest versions
	cd requirements && $(LOCK) $(UPGRADE) base.in && $(LOCK) $(UPGRADE) dev.in

# --- what the targets above stand on ---------------------------------------------------------

system-run:
	@tools/system.sh run

system-test:
	@tools/system.sh test

$(MADE)/python: | system-run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) -V). Try: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing: install the package python3-venv." >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Making the Python environment in $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@mkdir -p $(MADE) && touch $@

$(MADE)/base: requirements/base.txt $(MADE)/python
	@echo "Installing the Python packages that the portal runs on"
	@$(PIP) --require-hashes --requirement $<
	@touch $@

$(MADE)/dev: requirements/dev.txt | $(MADE)/base
	@echo "Installing the Python packages for tests and checks"
	@$(PIP) --require-hashes --requirement $<
	@touch $@

$(MADE)/project: pyproject.toml | $(MADE)/base
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(MADE)/vendor: package.json package-lock.json tools/vendor.py | $(MADE)/base
	@echo "Fetching the front-end packages"
	@$(BIN)/python tools/vendor.py
	@touch $@

# The script itself sees whether the fonts on disk are those of today's inputs.
fonts: $(MADE)/vendor | system-run
	@$(BIN)/python tools/fonts.py

%.mo: %.po | $(MADE)/base
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
