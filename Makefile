# Each target does its own set-up: Python 3.11 or later, pip and make are enough.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -e

.PHONY: run test check wheel bench soak pictures clean

run: .venv/.ready
	@$(BIN)/plan-wizard

test: .venv/.with-test
	$(BIN)/python -m pytest -q -n auto

check: .venv/.with-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports --no-logo

wheel: .venv/.with-test
	$(BIN)/python -m build --wheel --quiet --outdir dist

bench: .venv/.with-bench
	$(BIN)/python -m benchmarks

soak: .venv/.with-test
	$(BIN)/python -m pytest -q -m soak

pictures: .venv/.with-test
	$(BIN)/python docs/pictures.py

clean:
	rm -rf .venv dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.ready: pyproject.toml | .venv/bin/python
	$(INSTALL) .
	@touch $@

.venv/.with-%: pyproject.toml | .venv/bin/python
	$(INSTALL) '.[$*]'
	@touch $@ .venv/.ready
