# Everything a newcomer needs: `make demo` and `make test`. Only python3 (3.11+) and make are assumed.
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= python3
# Some machines set it, and each process that a test or the demo starts would compile Django and Wagtail again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check coverage bench mutants messages lock clean help
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: $(VENV)/.runtime ## Prepare and serve the demo on http://127.0.0.1:$(PORT)
	@$(PY) manage.py demo --port $(PORT)

test: $(VENV)/.development ## Run all tests (SQLite, or PostgreSQL by DATABASE_URL); T="tests/pages -k map" for some
	@$(PY) tools/run_tests.py $(T)

check: $(VENV)/.development ## Lint, imports, templates, translations, migrations, deployment settings
	@$(PY) tools/check.py

coverage: $(VENV)/.development ## Run all tests as `make test` does, and fail where they ran too few of our lines
	@$(PY) -m coverage erase
	@MEASURE_COVERAGE=1 $(PY) tools/run_tests.py

bench: $(VENV)/.development ## Measure bookings and availability against bare Django; JSON lines (SQLite, and PostgreSQL where it is)
	@$(PY) tools/bench.py

mutants: $(VENV)/.development ## Change the rules a little and list what no test notices; hours, monthly. ROOMS="waiting seats/party"
	@$(PY) tools/mutants.py $(ROOMS)

messages: $(VENV)/.development ## Extract interface strings into locale/ (needs the gettext tools)
	@$(PY) tools/messages.py --write

lock: ## Resolve requirements*.in afresh
	@rm -f requirements.txt requirements-dev.txt
	@for name in requirements requirements-dev; do \
		$(VENV)/bin/uv pip compile -q $$name.in -o $$name.txt -p 3.11 --universal --generate-hashes --no-annotate --no-header; \
	done
	@rm -f requirements-next.txt
	@$(VENV)/bin/uv pip compile -q requirements-next.in --override requirements-next-overrides.txt -o requirements-next.txt \
		-p 3.12 --universal --generate-hashes --no-annotate --no-header

clean: ## Remove the environment and the demo's data
	rm -rf $(VENV) var

$(VENV)/.runtime: requirements.txt tools/install.py locale/vi/LC_MESSAGES/django.po $(wildcard locale/vendor/*/vi/LC_MESSAGES/*.po)
	@$(PYTHON) tools/install.py $(VENV) requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt tools/install.py locale/vi/LC_MESSAGES/django.po $(wildcard locale/vendor/*/vi/LC_MESSAGES/*.po)
	@$(PYTHON) tools/install.py $(VENV) requirements-dev.txt
	@touch $@ $(VENV)/.runtime
