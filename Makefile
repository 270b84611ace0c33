# `make` or `make help` prints what stands here. Everything installs into .venv; nothing needs root.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python

# PORT, DATABASE_URL, REDIS_URL and SKIP reach what is started by themselves: make hands on its command line.
CALLS ?= 2000
SEED ?= 1
LEVEL ?= P
N ?= 20

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# --- set-up: one marker per audience; older than its lock means: install again ------------------------

.PHONY: setup setup-dev
setup: $(VENV)/.users ## a .venv with all that `make run` needs
setup-dev: $(VENV)/.developers ## the same, and all that the tests and checks need

$(VENV)/.users: requirements.txt pyproject.toml
	@.ci/install requirements.txt
	@touch $@

$(VENV)/.developers: requirements-dev.txt pyproject.toml
	@.ci/install requirements-dev.txt
	@touch $(VENV)/.users $@

# --- the product ---------------------------------------------------------------------------------------

.PHONY: run demo
run: setup ## everything on this machine, on embedded parts; Ctrl-C stops it (PORT=…)
	@exec $(PY) -m ivr run

demo: setup ## one caller, nobody answers, the callback is kept
	@exec $(PY) -m ivr demo

# --- proof ---------------------------------------------------------------------------------------------

.PHONY: test check bench capacity prove prove-bugs models kill live outages evidence transcripts
test: setup-dev ## every test, with the time of each suite (SKIP=browser leaves that suite out, and says so)
	@exec $(PY) -m tests.suites

check: setup-dev ## lint, format, types, import contracts, call flows and their scripts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo --no-cache
	$(PY) -m ivr check callflows/ --strict
	$(PY) -m ivr fmt --check callflows/
	$(PY) -m ivr test callflows/ --coverage

bench: setup-dev ## how fast, and that it stays so; writes docs/performance.md (FULL=1 for ten times the history)
	@$(PY) -m tests.bench $(if $(FULL),--full); found=$$?; $(PY) -m tests.capacity page; exit $$found

capacity: setup-dev ## a crowd before the product, beside what queueing theory says of it; writes docs/capacity.md
	@exec $(PY) -m tests.capacity

prove: setup-dev ## a simulated call centre under faults (CALLS=2000 SEED=1 LEVEL=P; after Ctrl-C CONTINUE=1 goes on)
	@exec $(PY) -m tests.simulation prove --calls $(CALLS) --seed $(SEED) --level $(LEVEL) $(if $(CONTINUE),--continue)

prove-bugs: setup-dev ## the same simulation must catch every planted bug
	@exec $(PY) -m tests.simulation bugs --seed $(SEED)

models: setup-dev ## the promise's machines, every state explored (FULL=1 for the largest worlds)
	@exec $(PY) -m tests.models $(if $(FULL),--full)

kill: setup-dev ## real processes killed at random, nothing may be lost (N=20)
	@exec $(PY) -m tests.kill --rounds $(N) --seed $(SEED)

live: setup-dev ## the simulation's people before real processes, held against the simulation (N=20 calls)
	@exec $(PY) -m tests.live --calls $(N) --seed $(SEED)

outages: setup-dev ## how soon callers hear an answer while the database is away, and are owed a call after an hour's outage
	@exec $(PY) -m tests.scenarios

evidence: setup-dev ## all proofs, most of an hour; writes docs/evidence.md
	@exec $(PY) -m tests.evidence

# Whatever is generated and then read by people: each page has one program that writes it, and one test that holds it.
PAGES := tests.callflow.transcripts tests.authoring.messages tests.authoring.pages tests.promise.diagrams \
	$(subst /,.,$(basename $(wildcard tests/scenarios/transcripts.py)))
transcripts: setup-dev ## write the golden pages again; read the difference before you commit it
	@set -e; for page in $(PAGES); do $(PY) -m $$page; done

# --- upkeep --------------------------------------------------------------------------------------------

.PHONY: migration lock env-example format pictures
pictures: setup-dev ## take the pictures of docs/console.md again
	@exec $(PY) -m tests.browser.pictures

migration: setup-dev ## a new migration (name=add_something)
	@test -n "$(name)" || { echo 'make migration name=add_something' >&2; exit 2; }
	@exec $(PY) -m alembic revision --autogenerate -m "$(name)"

LOCK := $(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' pyproject.toml
lock: setup-dev ## pin the newest versions that pyproject.toml allows
	$(LOCK) --upgrade -o requirements.txt
	$(LOCK) --upgrade --group dev -c requirements.txt -o requirements-dev.txt

env-example: setup ## write .env.example from the settings
	@$(PY) -m ivr.settings env > .env.example

format: setup-dev ## sort imports and lay out the code
	$(VENV)/bin/ruff check --fix --quiet .
	$(VENV)/bin/ruff format .
