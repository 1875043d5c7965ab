# make run    a first look: environment, five reports, three answers, then the pages on 127.0.0.1:8000
# make demo   the same without the serving
# make test   lint, types, import contracts and tests, as in CI
# make hold   faults: kills, full disks, damaged files, hostile files, 300 moments of each, a bundle with the network cut; some half an hour
# make bundle one folder with all that a closed network needs: dist/bundle; there: make run BUNDLE=dist/bundle
# make audit-deps  known faults in what is installed, asked of the registry of advisories (needs a network)
# LEAN=1      without sentence-transformers and torch, which the embedded encoder does not need

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
SUIZHI_HOME ?= $(CURDIR)/.suizhi
export SUIZHI_HOME

# The CPU build of torch. A plain "torch" brings gigabytes of CUDA; the local version +cpu of PyTorch's own index wins
# where that index can be reached, and what pip is set up with serves where it cannot. With a GPU: install your own
# build of torch into $(VENV) first, it is kept.
TORCH := torch==2.13.0
TORCH_INDEX := https://download.pytorch.org/whl/cpu

.PHONY: run demo test hold bundle audit-deps lint types imports check clean

run: demo
	@echo "打开 http://127.0.0.1:8000 （Ctrl-C 结束）"
	$(BIN)/suizhi serve --host 127.0.0.1 --port 8000

demo: $(VENV)/.run
	$(BIN)/suizhi ingest corpus
	$(BIN)/suizhi demo

test: $(VENV)/.dev lint types imports
	$(BIN)/python -m pytest

hold: $(VENV)/.dev
	HOLD=long $(BIN)/python -m pytest tests/hold --timeout 2700

# Lean, and for this machine's system, processor and Python; BUNDLE_EXTRAS='[ocr]' brings recognition of scans along.
bundle: | $(VENV)/bin/python
	rm -rf dist/bundle build
	mkdir -p dist/bundle/wheels
	$(PIP) wheel -q --wheel-dir dist/bundle/wheels '.$(BUNDLE_EXTRAS)'
	cp -R Makefile LICENSE README.zh.md corpus dist/bundle/
	cd dist/bundle && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs -d '\n' sha256sum > SHA256SUMS
	@du -sh dist/bundle

# Where the advisories cannot be reached it says so and ends with 3: nothing was checked then, which is not the same as nothing found.
audit-deps: $(VENV)/.dev
	$(BIN)/python -c 'import pip_audit' 2>/dev/null || $(PIP) install -q 'pip-audit>=2.9,<3'
	$(BIN)/python -m bench.advisories

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

ifdef BUNDLE
# Nothing but the bundle: no index is asked, and each file is what was packed.
$(VENV)/.run: $(BUNDLE)/SHA256SUMS | $(VENV)/bin/python
	cd $(BUNDLE) && sha256sum --quiet --check SHA256SUMS
	$(PIP) install -q --no-index --find-links $(BUNDLE)/wheels suizhi
	@touch $@

$(VENV)/.dev:
	@echo "make test needs a network, or the packages of the extra dev beside the bundle" && false
else ifdef LEAN
$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q -e '.[ocr,train,mcp,notebook,postgres,dev]'
	@touch $@
else
$(VENV)/.torch: | $(VENV)/bin/python
	$(BIN)/python -c 'import torch' 2>/dev/null || $(PIP) install -q --retries 1 --timeout 20 --extra-index-url $(TORCH_INDEX) $(TORCH) || $(PIP) install -q $(TORCH)
	@touch $@

$(VENV)/.run: pyproject.toml $(VENV)/.torch
	$(PIP) install -q -e '.[models]'
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.torch
	$(PIP) install -q -e '.[models,ocr,train,mcp,notebook,postgres,dev]'
	@touch $@
endif

clean:
	rm -rf $(VENV) .suizhi build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
