# Everything sets itself up on first use: git, make and Python 3.11–3.13 with venv are all that is needed.
#   make figures   regenerate figures/ from the seed corpus     make lab    explore in JupyterLab
#   make test      run the tests                                make check  do figures/ still come out the same? lint, types
#   make seeds     rebuild seeds/corpus from the raw data       make bench  speed and quality, measured
#   make fuzz      2,000 damaged inputs                         make test-browser  the site and the notebooks in a browser

PYTHON ?= python3
VENV   ?= .venv
SHARED ?= ../shared
BIN     = $(VENV)/bin
STAMP   = $(VENV)/.kzlib-ready

.DEFAULT_GOAL := figures
.PHONY: figures test check lint lab bench seeds fuzz test-browser clean

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] <= (3, 13); ok or print("kzlib needs Python 3.11, 3.12 or 3.13; this is", sys.version.split()[0], "- try: make PYTHON=python3.12", file=sys.stderr); sys.exit(not ok)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) (a few minutes, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[lab,fetch,dask,dev]'
	@touch $@

figures: $(STAMP)
	@$(BIN)/kzlib figures $(ARGS)

test: $(STAMP)
	@$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(STAMP) lint
	@$(BIN)/kzlib figures --check

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lab: $(STAMP)
	@$(BIN)/jupyter lab --notebook-dir=. --LabApp.app_settings_dir=.jupyter/lab --LabApp.default_url=/lab/tree/notebooks/README.md

seeds: $(STAMP)
	@$(BIN)/python seeds/make.py --shared $(SHARED)

bench: $(STAMP)
	@for script in benchmarks/[a-z]*.py; do echo; echo "== $$script"; $(BIN)/python $$script || exit 1; done

fuzz: $(STAMP)
	@$(BIN)/python tests/fuzz/run.py $(ARGS)

test-browser: $(STAMP)
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { echo "make test-browser needs Debian's chromium and chromium-driver: apt-get install chromium chromium-driver"; exit 1; }
	@$(BIN)/python -m pytest tests/browser $(ARGS)

clean:
	rm -rf $(VENV) .kzlib .pytest_cache .ruff_cache .mypy_cache .hypothesis
