# Each target does its own set-up: Python 3.11 or later, pip and make are enough.
PYTHON ?= python3
BIN := .venv/bin
PIP := -m pip install --quiet --disable-pip-version-check
# What was tested is what is installed: constraints.txt names one version of everything, and `make lock` writes it.
INSTALL := $(BIN)/python $(PIP) -c constraints.txt -e
# For every system and every Python that the program names. What a machine has set for uv or pip stays out of it.
RESOLVE := $(BIN)/uv pip compile --quiet --no-config --no-annotate
LOCK := $(RESOLVE) --universal --python-version 3.11 --all-extras --custom-compile-command 'make lock' \
  pyproject.toml -o constraints.txt
# An editable install has no byte code of its own, and where PYTHONDONTWRITEBYTECODE is set it would never get any.
COMPILE := -m compileall -q wizard screens

.PHONY: run test check test-newest test-lowest lock upgrade wheel bench soak pictures clean

run: .venv/.ready
	@$(BIN)/plan-wizard

test: .venv/.with-test
	@$(BIN)/python $(COMPILE)
	$(BIN)/python -m pytest -q -n auto --dist worksteal

check: .venv/.with-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports --no-logo

# The suite with the newest versions that pyproject.toml allows, which a user may get tomorrow.
test-newest: | .venv-newest/bin/python
	.venv-newest/bin/python $(PIP) --upgrade --upgrade-strategy eager -e '.[test]'
	@.venv-newest/bin/python $(COMPILE)
	.venv-newest/bin/python -m pytest -q -n auto --dist worksteal

# The suite with the lowest versions that pyproject.toml allows for what the program itself needs.
test-lowest: .venv-lowest/.ready
	@.venv-lowest/bin/python $(COMPILE)
	.venv-lowest/bin/python -m pytest -q -n auto --dist worksteal

# Keeps the versions that still fit pyproject.toml; `make upgrade` takes the newest of all.
lock: | $(BIN)/uv
	$(LOCK)

upgrade: | $(BIN)/uv
	$(LOCK) --upgrade

wheel: .venv/.with-test
	$(BIN)/python -m build --wheel --quiet --outdir dist

# Measures what a user installs: a wheel, which has its templates compiled, and not the working copy.
bench: | .venv-bench/bin/python
	.venv-bench/bin/python $(PIP) -c constraints.txt '.[bench]'
	@.venv-bench/bin/python $(COMPILE) benchmarks
	.venv-bench/bin/python -m benchmarks

soak: .venv/.with-test
	@$(BIN)/python $(COMPILE)
	$(BIN)/python -m pytest -q -m soak

pictures: .venv/.with-test
	$(BIN)/python docs/tour.py
	$(BIN)/python docs/pictures.py

clean:
	rm -rf .venv .venv-newest .venv-lowest .venv-bench dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache

%/bin/python:
	$(PYTHON) -m venv $*

$(BIN)/uv: | $(BIN)/python
	$(BIN)/python $(PIP) 'uv>=0.9'

.venv/.ready: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) .
	@$(BIN)/python $(COMPILE)
	@touch $@

.venv/.with-%: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) '.[$*]'
	@touch $@ .venv/.ready

.venv-lowest/.ready: pyproject.toml constraints.txt | .venv-lowest/bin/python $(BIN)/uv
	.venv-lowest/bin/python $(PIP) -c constraints.txt -e '.[test]'
	$(RESOLVE) --no-header --resolution lowest-direct --python .venv-lowest/bin/python \
	  pyproject.toml -o .venv-lowest/lowest.txt
	.venv-lowest/bin/python $(PIP) -r .venv-lowest/lowest.txt
	@touch $@
