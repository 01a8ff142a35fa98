# Each target does its own set-up: Python 3.11 or later, pip and make are enough.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -e
# An editable install has no byte code of its own, and where PYTHONDONTWRITEBYTECODE is set it would never get any.
COMPILE := $(BIN)/python -m compileall -q wizard screens

.PHONY: run test check wheel bench soak pictures clean

run: .venv/.ready
	@$(BIN)/plan-wizard

test: .venv/.with-test
	@$(COMPILE)
	$(BIN)/python -m pytest -q -n auto

check: .venv/.with-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports --no-logo

wheel: .venv/.with-test
	$(BIN)/python -m build --wheel --quiet --outdir dist

bench: .venv/.with-bench
	@$(COMPILE) benchmarks
	$(BIN)/python -m benchmarks

soak: .venv/.with-test
	@$(COMPILE)
	$(BIN)/python -m pytest -q -m soak

pictures: .venv/.with-test
	$(BIN)/python docs/pictures.py

clean:
	rm -rf .venv dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.ready: pyproject.toml | .venv/bin/python
	$(INSTALL) .
	@$(COMPILE)
	@touch $@

.venv/.with-%: pyproject.toml | .venv/bin/python
	$(INSTALL) '.[$*]'
	@touch $@ .venv/.ready
