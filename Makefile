# From Python 3.11 and make alone: `make run` starts the site, `make test` passes the suite.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

PORT ?= 8000
export PORT
# A firewall's own certificate is known to the system.
export UV_SYSTEM_CERTS := 1
export PYRIGHT_PYTHON_GLOBAL_NODE := 0
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

# The first Python that is new enough; set-up itself says so where there is none.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && exit; done; echo python3)
VENV_PYTHON := .venv/bin/python
UV = $(VENV_PYTHON) -m uv pip compile pyproject.toml --quiet --generate-hashes --universal \
	--no-header --no-annotate --python-version 3.11 $(if $(UPGRADE),--upgrade)
BABEL = $(VENV_PYTHON) -m babel.messages.frontend

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## what the site needs, in .venv, static/vendor and node_modules
	@$(PYTHON) -m app.setup site

.PHONY: setup-test
setup-test: ## the same for the tests, Chromium included
	@$(PYTHON) -m app.setup tests

.PHONY: run
run: setup ## the site with its demonstration; PORT=8000 unless told
	@$(VENV_PYTHON) -m app.setup database
	@exec $(VENV_PYTHON) -m app.supervisor

.PHONY: check
check: setup-test ## ruff, pyright, import-linter
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m pyright
	$(VENV_PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

.PHONY: test
test: check ## all that must pass, on SQLite and PostgreSQL, in Chromium
	$(VENV_PYTHON) -m pytest -n 2 -m 'not long'

.PHONY: test-long
test-long: setup-test ## the tests that take minutes
	$(VENV_PYTHON) -m pytest -m long

.PHONY: bench
bench: setup-test ## the figures, into bench/RESULTS.md
	$(VENV_PYTHON) -m bench

.PHONY: lock
lock: setup-test ## the locks after a change of pyproject.toml or package.json; UPGRADE=1 for newer
	$(VENV_PYTHON) -m pip install --quiet uv
	$(UV) -o requirements.lock
	$(UV) --group test -c requirements.lock -o requirements-test.lock
	@$(PYTHON) -m app.setup frontend-lock

.PHONY: catalogue
catalogue: setup-test template ## the texts to translate, into app/translations
	$(BABEL) update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 100 \
		-i build/messages.pot -d app/translations

.PHONY: template
template:
	@mkdir -p build
	$(BABEL) extract -F app/translations/babel.cfg -k N_ -k _ -k gettext -k lazy_gettext \
		-k ngettext:1,2 --ignore-dirs '.* node_modules static instance build tests' \
		--project Peishen --add-location file --sort-by-file -o build/messages.pot .
