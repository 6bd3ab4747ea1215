# Everything a newcomer needs is one word away: `make help`.
# Stamps live inside .venv and var, so that deleting those folders rebuilds all that depends on them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench eval faults setup messages lock node-modules

PORT ?= 8000
EVAL ?= ../shared/eval/moderation
export PORT
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv pip
TRANSLATIONS := $(wildcard frontend/locale/*/LC_MESSAGES/*.po)
STATIC := $(shell find */static -type f 2>/dev/null)
JS_TESTS = $(shell find tests/js -name '*.test.js' -o -name '*.test.mjs' 2>/dev/null)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- Use -----------------------------------------------------------------------------------------------------

run: export DEMO = 1
run: $(VENV)/.base $(VENV)/.messages var/.static ## Try it here with the demo families (PORT, DATABASE_URL, REDIS_URL)
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo
	@echo; echo "  Open http://localhost:$(PORT) (Ctrl-C stops it)"; echo
	@PATH="$(abspath $(VENV))/bin:$$PATH" exec $(VENV)/bin/honcho --env /dev/null --no-prefix --no-colour start web worker

# ---- Check ---------------------------------------------------------------------------------------------------

test: setup ## Everything that must be green: checks, Python and browser tests, both database engines
	@tests/install.sh
	@$(MAKE) --no-print-directory check
	@if [ -n "$(JS_TESTS)" ]; then node --test $(JS_TESTS); fi
	@tests/both.sh $(PY)

check: setup node-modules ## Style, types, import directions, migrations, browser-code types, known holes
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	node_modules/.bin/tsc --project tsconfig.json
	$(PY) -m tests.audit requirements/base.txt

bench: setup ## Measure: what a page costs a phone, then the server beside a plain tutorial chat (ARGS=--quick)
	@tests/install.sh
	@$(PY) -m benchmarks.room_page
	@$(PY) -m benchmarks.run $(ARGS)

eval: setup ## Score screening and summaries on labelled cases (EVAL=folder with their score_*.py)
	@$(PY) -m benchmarks.evaluate $(EVAL)

faults: setup ## Break things on purpose and compare what was acknowledged with what was read
	@tests/install.sh
	@$(PY) -m tests.faults.run $(ARGS)

# ---- Set up --------------------------------------------------------------------------------------------------

setup: $(VENV)/.dev $(VENV)/.messages ## Install what developers need into .venv

messages: setup ## Collect the strings to translate into frontend/locale, then compile them
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemessages --locale es --no-wrap --no-location \
		--ignore .venv --ignore node_modules --ignore var --ignore tests
	@$(MAKE) --no-print-directory $(VENV)/.messages

lock: $(VENV)/.tools ## Pin the dependencies again (UPGRADE=--upgrade takes newer versions)
	@for name in base dev tools; do \
		(cd requirements && ../$(UV) compile --quiet --generate-hashes --no-header --no-annotate --universal \
			--python-version 3.11 $(UPGRADE) $$name.in --output-file $$name.txt) || exit 1; done
	@npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --silent

node-modules: node_modules/.stamp

$(VENV)/.tools: requirements/tools.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed (PYTHON=/path/to/python make …)."; exit 1; }
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
		|| { tests/install.sh python3-venv && $(PYTHON) -m venv --clear $(VENV); }
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

$(VENV)/.base: requirements/base.txt | $(VENV)/.tools
	@echo "Installing what the server needs …"
	@$(UV) install --quiet --python $(PY) --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.tools
	@echo "Installing what developers need …"
	@$(UV) install --quiet --python $(PY) --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.base

$(VENV)/.messages: $(TRANSLATIONS) | $(VENV)/.base
	@if [ -n "$(TRANSLATIONS)" ]; then $(VENV)/bin/pybabel --quiet compile --domain django --directory frontend/locale; fi
	@touch $@

var/.static: $(STATIC) chatserver/settings.py chatserver/storage.py | $(VENV)/.base
	@DEMO=1 $(PY) manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@

node_modules/.stamp: package-lock.json
	@command -v npm >/dev/null || tests/install.sh nodejs npm
	@npm ci --no-audit --no-fund --silent
	@touch $@
