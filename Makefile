# Two commands for a newcomer: `make demo` and `make test`. Each sets up what it lacks.

UV_VERSION := 0.13.9
SOURCES = $(wildcard ledger projections api commands cli.py tests)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
UV_STAMP := .venv/.uv-$(UV_VERSION)

# The first interpreter that runs, is new enough and can make an environment.
PYTHON ?= $(shell for each in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$each -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$each && break; done)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint format coverage bench lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: .venv/.stamp  ## play a governed change order into a fresh ledger, then verify it offline
	@$(BIN)/countersign demo --force

test: .venv/.stamp  ## run the tests, one process a core
	@$(BIN)/python -m pytest -q -n auto

lint: .venv/.stamp  ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(SOURCES)

format: .venv/.stamp  ## let ruff lay out the code and mend what it safely can
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

coverage: .venv/.stamp  ## run the tests and hold the branch coverage of each room
	@$(BIN)/python -m pytest -q -n auto --cov --cov-report=
	@$(BIN)/coverage report --include='ledger/evidence/*' --fail-under=100
	@$(BIN)/coverage report --include='ledger/domain/*' --fail-under=100
	@$(BIN)/coverage report --fail-under=95

bench: .venv/.stamp  ## measure, as ratios within one run; also writes bench.json
	@$(BIN)/python -m tests.bench

# Exactly the locked versions with the locked hashes; the lock is complete, so pip resolves nothing.
# The project itself comes last, built by
# the locked build backend, so that nothing unlocked is fetched for it.
.venv/.stamp: uv.lock pyproject.toml | $(UV_STAMP)
	@echo 'setting up .venv from uv.lock' >&2
	@$(BIN)/uv export -q --frozen --all-groups --no-emit-project -o .venv/requirements.txt
	@$(PIP) --require-hashes --no-deps -r .venv/requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(UV_STAMP):
	@test -n "$(PYTHON)" || { echo 'Countersign needs Python 3.11 or newer (with venv).' >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(PIP) uv==$(UV_VERSION)
	@touch $@

# Keeps what is locked where it still fits; `make lock UPGRADE=--upgrade` takes the newest.
# The lock names files and hashes, never where they came from: a hash is the same on any
# mirror, and whoever installs says where to look. For uv, `wheels` is a folder of files.
lock: $(UV_STAMP)  ## resolve pyproject.toml into uv.lock
	@$(BIN)/uv lock $(UPGRADE)
	@sed -E -i.url \
		-e 's#registry = "[^"]*"#registry = "wheels"#' \
		-e 's#url = "[^"]*/([^/"]+)"#path = "\1"#' uv.lock
	@rm -f uv.lock.url
	@! grep -n '://' uv.lock
	@$(BIN)/uv export -q --frozen --all-groups --no-emit-project -o /dev/null

clean:  ## remove the environment and everything that can be made again
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
