# make demo: build and show the samples.   make serve: browse them.   make test: every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DB := build/jixiao.db
PEERS := build/peers
CORES := auto
IMAGE := jixiao-site
ENGINE := $(firstword $(foreach each,docker podman,$(if $(shell command -v $(each) 2>/dev/null),$(each))))

.DEFAULT_GOAL := help
.PHONY: help demo serve test gate train bench bench-audit bench-kills bench-labels bench-ocr bench-peers bench-rules bench-scale bench-site image \
	ocr crawl cluster export clean lock

help:
	@echo "make demo    set up, build $(DB) from the bundled samples, show what is in it"
	@echo "make serve   browse it at http://127.0.0.1:8001"
	@echo "make test    set up, then lint, types, import contracts and tests"
	@echo "make gate    read the samples and invented reports of fixed seeds: no list may fall below its floor"
	@echo "make bench   time PDF, Word and narrative reading; make bench TWINS=folder takes NAME.pdf beside NAME.docx from there"
	@echo "make bench-peers   the same with other PDF readers, installed in build/peers"
	@echo "make bench-audit   run all audit rules over 100,000 generated evaluations"
	@echo "make bench-site DB=my.db   start the site on one core and time its pages and 50 requests a second"
	@echo "make image   build the container $(IMAGE) that serves any database file (docker or podman)"
	@echo "make bench-ocr  scan the samples (PDFS=folder GOLD=folder: those) and score what OCR reads; 10 s a page"
	@echo "make train   train the classifier of labels anew; make bench-labels  try it on labels it was not trained on (4 minutes)"
	@echo "make bench-rules   switch every word, pattern and deciding function off in turn (RULES='FOLDER --only titles'); minutes"
	@echo "make ocr     add OCR for scans to $(VENV) (make test OCR=1: with its tests)"
	@echo "make crawl   add crawling of portals to $(VENV) (make test CRAWL=1: with its tests)"
	@echo "make cluster add reading on many machines (Ray) to $(VENV) (make test CLUSTER=1: with its tests)"
	@echo "make export  add Parquet (DuckDB) to $(VENV) (make test EXPORT=1: with its tests)"
	@echo "make bench-scale   10,000 generated Word and PDF documents, built twice; SCALE='--curve 1000,10000' builds so many"
	@echo "make bench-kills   a build of 1,000 documents killed at 50 random moments"
	@echo "make lock    write the locked requirements anew"
	@echo "make clean   remove everything that was made"

demo: $(VENV)/.installed
	@$(BIN)/jixiao demo --db $(DB)

serve: $(VENV)/.installed
	@test -f $(DB) || $(BIN)/jixiao demo --db $(DB)
	@$(BIN)/jixiao serve $(DB) --files corpus/samples

ocr: $(VENV)/.installed-ocr

crawl: $(VENV)/.installed-crawl

cluster: $(VENV)/.installed-cluster

export: $(VENV)/.installed-export

test: $(VENV)/.installed-dev $(if $(OCR),$(VENV)/.installed-ocr) $(if $(CRAWL),$(VENV)/.installed-crawl) \
		$(if $(CLUSTER),$(VENV)/.installed-cluster) $(if $(EXPORT),$(VENV)/.installed-export)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(CORES) -q
	PYTHONPATH=. $(BIN)/python benchmarks/gate.py

gate: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/gate.py

bench: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/pdf.py $(TWINS)
	PYTHONPATH=. $(BIN)/python benchmarks/word.py $(TWINS)
	PYTHONPATH=. $(BIN)/python benchmarks/narrative.py $(TWINS)

train: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python -m extract.nlp.training

bench-labels: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/labels.py

bench-rules: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/ablation.py $(RULES)

bench-peers: $(PEERS)/.installed
	PYTHONPATH=. $(PEERS)/bin/python benchmarks/pdf.py $(TWINS)
	PYTHONPATH=. $(PEERS)/bin/python benchmarks/word.py $(TWINS)

bench-audit: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/audit.py $(AUDIT)

bench-site: $(VENV)/.installed
	@test -f $(DB) || $(BIN)/jixiao demo --db $(DB)
	PYTHONPATH=. $(BIN)/python benchmarks/site.py $(DB) --core 0

image:
	@test -n "$(ENGINE)" || { echo "docker or podman is missing" >&2; exit 1; }
	$(ENGINE) build --file Containerfile --tag $(IMAGE) .

bench-ocr: $(VENV)/.installed-ocr
	PYTHONPATH=. $(BIN)/python benchmarks/ocr.py $(PDFS) $(GOLD)

bench-scale: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/scale.py $(SCALE)

bench-kills: $(VENV)/.installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/kills.py $(KILLS)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

lock: $(VENV)/.installed-dev
	$(BIN)/pip-compile $(LOCK) --extra build -o requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra build --extra ocr -c requirements.lock -o requirements-ocr.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) -c requirements.lock -o requirements-site.lock requirements-site.in
	$(BIN)/pip-compile $(LOCK) --extra build --extra crawl -c requirements.lock -o requirements-crawl.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra build --extra cluster -c requirements.lock -o requirements-cluster.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra build --extra export -c requirements.lock -o requirements-export.lock pyproject.toml

LOCK := --quiet --upgrade --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --no-header \
	--strip-extras --allow-unsafe

# A stamp is younger than what it was made from: a second run installs nothing.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "jixiao needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing. Debian, Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The engine asks for OpenCV with windows; the headless one takes its place, for servers lack what windows need.
$(VENV)/.installed-ocr: $(VENV)/.installed requirements-ocr.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-ocr.lock
	$(BIN)/python -m pip uninstall --quiet --disable-pip-version-check --yes opencv-python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall \
		"$$(grep '^opencv-python-headless==' requirements-ocr.lock)"
	@touch $@

# Readers to compare with, some under licences that jixiao could not take on: never in its own environment.
$(PEERS)/.installed: requirements-dev.lock benchmarks/peers.txt
	$(PYTHON) -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock -r benchmarks/peers.txt
	@touch $@

$(VENV)/.installed-crawl: $(VENV)/.installed requirements-crawl.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-crawl.lock
	@touch $@

$(VENV)/.installed-cluster: $(VENV)/.installed requirements-cluster.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-cluster.lock
	@touch $@

$(VENV)/.installed-export: $(VENV)/.installed requirements-export.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-export.lock
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@
