# Thin: each line calls a tool. `make run` and `make test` are the two commands of the README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check install install-dev messages clean

run: install
	$(BIN)/luotsi serve --demo

test: install-dev
	$(BIN)/python bin/test

check: install-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy src

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) bin/install $(VENV) "."
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt
	$(PYTHON) bin/install $(VENV) ".[dev]"
	touch $@ $(VENV)/.installed

messages: install-dev
	$(BIN)/python bin/messages

clean:
	rm -rf $(VENV) var
