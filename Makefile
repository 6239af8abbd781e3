# make demo   the whole job on the example corpus, in a folder of its own
# make test   the tests
# make check  formatting, lint, types, layers and the tests
# make bench  the figures that README and docs quote; DATA=FOLDER has XQuAD as xquad.{vi,th,hi}.json
#             (alignment is measured on parallel lines: python -m bench.alignment FOLDER)
# make screenshots  the pictures in the documents
# make lock   pins the newest versions that pyproject.toml admits

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench lock screenshots clean
.DELETE_ON_ERROR:

$(READY): requirements.lock pyproject.toml
	rm -rf $(VENV)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "thuatngu needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@

test: $(READY)
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto

demo: $(READY)
	$(BIN)/python -m thuatngu demo demo

bench: $(READY)
	@test -n "$(DATA)" || { echo 'make bench needs DATA=FOLDER with XQuAD as xquad.{vi,th,hi}.json'; exit 2; }
	$(BIN)/python bench/encoder.py --data $(DATA) --retrieval
	$(BIN)/python -m bench.mining --xquad $(DATA)
	$(BIN)/python bench/checks.py --public $(DATA) --speed
	$(BIN)/python bench/exchange.py
	$(BIN)/python bench/workspace.py
	$(BIN)/python -m bench.tui

screenshots: $(READY)
	rm -rf build/screenshots
	$(BIN)/python -m thuatngu demo build/screenshots
	cd build/screenshots && ../../$(BIN)/python -m thuatngu review --reviewer demo \
	  --size 110x32 --screenshot ../../docs/review.svg

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lock/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --no-emit-index-url --no-annotate --no-header --extra html --group dev --output-file requirements.lock pyproject.toml
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .venv-lock demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
