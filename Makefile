# `make` lists what it can do. Everything runs in .venv, which make creates and keeps up to date
# from the lock files; a second call costs nothing.
.DEFAULT_GOAL := help
# Without its bytecode kept, each worker and each function started would compile everything again.
unexport PYTHONDONTWRITEBYTECODE
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
LEARNING := .venv-learning
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# The first of these that is Python 3.11 or newer makes the environment.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
# pytest's workers; `make test WORKERS=auto` takes every core.
WORKERS ?= 3
# Debian's PostgreSQL, for test-services.
POSTGRES_BIN ?= /usr/lib/postgresql/15/bin

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: up
up: $(VENV)/installed-local ## start everything here and print the address of the phone page
	@exec $(BIN)/python -m infra.local up

.PHONY: test
test: $(VENV)/installed-dev ## unit, integration, end to end and fault tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not deep and not exhaustive"

.PHONY: deep
deep: $(VENV)/installed-dev ## the tests that take minutes, and generated examples at depth
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "(deep or hypothesis) and not exhaustive"

.PHONY: exhaustive
exhaustive: $(VENV)/installed-dev ## ten thousand schedules of credits and of introductions
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m exhaustive

.PHONY: check
check: format lint types contracts sql audit test deep ## all that CI checks: format, lint, types, contracts, SQL, known vulnerabilities, all tests

.PHONY: format
format: $(VENV)/installed-dev
	$(BIN)/ruff format --check .

.PHONY: lint
lint: $(VENV)/installed-dev
	$(BIN)/ruff check .

.PHONY: types
types: $(VENV)/installed-dev
	$(BIN)/basedpyright

.PHONY: contracts
contracts: $(VENV)/installed-dev
	$(BIN)/lint-imports

.PHONY: sql
sql: $(VENV)/installed-dev
	$(BIN)/squawk sql/migrations/*.sql

.PHONY: audit
audit: $(VENV)/installed-dev ## whether a locked dependency has a known vulnerability (needs the network)
	@$(BIN)/python -m infra.audit

.PHONY: test-services
# The schedules of the races and generated examples are run by `make test` and `make deep`.
test-services: $(VENV)/installed-dev ## tests on Debian's PostgreSQL 15, pg_cron, PgBouncer and Redis, and the pages in Chromium
	TEST_POSTGRES_BIN=$(POSTGRES_BIN) TEST_PGBOUNCER=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup \
	  -m "not deep and not exhaustive and not hypothesis" \
	  --ignore tests/integration/test_release_races.py \
	  tests/integration tests/e2e/test_conversation.py tests/services
	$(BIN)/python -m pytest tests/browser

.PHONY: evals
evals: $(VENV)/installed-dev ## the scenarios with Claude (needs ANTHROPIC_API_KEY; ONLY=part of a name), or recorded turns decided again (REPLAY=file)
	@ONLY=$(ONLY) REPLAY=$(REPLAY) $(BIN)/python -m tests.evals

.PHONY: bench
bench: $(VENV)/installed-dev ## measure, as ratios within one run, into tests/benchmarks/RESULTS.md (ONLY="turns tasks": those parts; ONLY=--help: their names; ANALYTICS=full: its pages at full size)
	$(BIN)/python -m tests.benchmarks $(ONLY)

.PHONY: learn
# Its own environment: scikit-learn is needed here and nowhere else.
learn: $(LEARNING)/installed ## make the models of what texts mean anew, from infra/learning (ONLY=consent or wishes)
	PYTHONPATH=. $(LEARNING)/bin/python -m infra.learning.train $(ONLY)

$(LEARNING)/installed: requirements-learning.lock
	@python3 -m venv $(LEARNING)
	@$(LEARNING)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-learning.lock
	@touch $@

.PHONY: migrate
migrate: $(VENV)/installed-local ## apply what is missing on DATABASE_URL, or on the local database
	@$(BIN)/python -m infra.local migrate

.PHONY: doctor
doctor: $(VENV)/installed-local ## say what is unhealthy on DATABASE_URL, or on the local database (JSON=1: as JSON)
	@$(BIN)/python -m infra.local doctor $(if $(JSON),--json)

.PHONY: cast
cast: $(VENV)/installed-local ## add members, experts and an innovator to the local database
	@$(BIN)/python -m infra.local cast

.PHONY: seed
# USERS COMPANIES DAYS SESSIONS MESSAGES DOCUMENTS QUERIES SEED UNTIL LIFELIKE: see --help, which `make seed HELP=1` prints.
seed: $(VENV)/installed-local ## fill twin analytics with made-up use, on DATABASE_URL or the local database (USERS=12 DAYS=60 SESSIONS=2-5 MESSAGES=3-8 SEED=1)
	@$(BIN)/python -m infra.local seed $(if $(HELP),--help) $(foreach name,USERS COMPANIES TWINS DAYS SESSIONS MESSAGES DOCUMENTS QUERIES SEED UNTIL,$(if $($(name)),--$(shell echo $(name) | tr A-Z a-z)=$($(name)))) $(if $(LIFELIKE),--lifelike)

.PHONY: say
say: $(VENV)/installed-dev ## who claims a TEXT, and what the rules answer (AS=newcomer; several: "one / two")
	@AS=$(AS) $(BIN)/python -m tests.fixtures.saying "$(TEXT)"

.PHONY: psql
psql: $(VENV)/installed-local ## open a shell on the local database
	@$(BIN)/python -m infra.local psql

.PHONY: yachtparty
yachtparty: $(VENV)/installed-local ## an operator's command on the local database: DO='applicants'
	@$(BIN)/python -m infra.local yachtparty $(DO)

.PHONY: reset
reset: $(VENV)/installed-local ## delete the local database, its secrets and logs
	@$(BIN)/python -m infra.local reset

.PHONY: base-image
# The tag's digest as the registry has it now; nothing is written unless it is one.
base-image: ## name the newest build of the image's base by digest (needs docker and the network)
	@tag=$$(sed 's/@.*//' infra/docker/base-image); \
	digest=$$(docker buildx imagetools inspect "$$tag" --format '{{json .Manifest.Digest}}' | tr -d '"'); \
	if ! printf %s "$$digest" | grep -Eqx 'sha256:[0-9a-f]{64}'; then \
	  echo "$$tag: the registry gave no digest: $$digest" >&2; exit 1; \
	fi; \
	echo "$$tag@$$digest" | tee infra/docker/base-image

.PHONY: lock
lock: ## make the lock files anew from pyproject.toml (needs uv)
	$(UV_COMPILE) --all-extras pyproject.toml -o requirements-dev.lock
	$(UV_COMPILE) --extra local -c requirements-dev.lock pyproject.toml -o requirements-local.lock
	$(UV_COMPILE) -c requirements-dev.lock pyproject.toml -o requirements.lock

	echo 'scikit-learn>=1.9,<2' | $(UV_COMPILE) - -o requirements-learning.lock

UV_COMPILE := uv pip compile --quiet --generate-hashes --universal \
	--no-annotate --no-header --python-version 3.11

$(VENV)/made:
	@for python in $(PYTHONS); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    "$$python" -m venv $(VENV) && touch $@ && exit 0; \
	    echo "$$python cannot make a virtual environment; on Debian: apt-get install python3-venv"; \
	    exit 1; \
	  fi; \
	done; echo "Python 3.11 or newer is needed, and none of these is: $(PYTHONS)"; exit 1

$(VENV)/installed-local: $(VENV)/made requirements-local.lock pyproject.toml
	@echo "Installing what make up needs into $(VENV) ..."
	@$(PIP) install --quiet --require-hashes -r requirements-local.lock
	@$(PIP) install --quiet --no-deps --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/made requirements-dev.lock pyproject.toml
	@echo "Installing what the tests and checks need into $(VENV) ..."
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@$(PIP) install --quiet --no-deps --editable .
	@touch $@ $(VENV)/installed-local
