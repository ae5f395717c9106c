# Everything a reader or an author does here, each as one word: `make help` lists them.
# The environment is made from requirements.lock in .venv when a target needs it, and again when
# the lock has changed. Paths are relative and quoted, so the checkout may have any name.

PYTHON ?= python3
RUN := .venv/bin/python
STAMP := .venv/made
# Only the plugins that are asked for: loading all of them takes each process two seconds.
PYTEST := $(RUN) -m pytest -q --disable-plugin-autoload
PARALLEL := -p xdist -n 2 --dist loadscope --no-loadscope-reorder
RERUN := -p nbval -p tests.rerun.outputs --nbval --nbval-current-env --nbval-cell-timeout=120
NOTEBOOKS := notebooks

# Settings and folders of the user's own must not change a result, nor need to be there.
export IPYTHONDIR := $(CURDIR)/.venv/var/ipython
export JUPYTER_PREFER_ENV_PATH := 1
export JUPYTER_RUNTIME_DIR := $(CURDIR)/.venv/var/runtime
export MPLCONFIGDIR := $(CURDIR)/.venv/var/matplotlib
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport MATPLOTLIBRC PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONWARNINGS

# An environment that was moved with its checkout still points to the old place.
$(shell test "$$(cat $(STAMP) 2>/dev/null)" = "$(CURDIR)" || rm -f $(STAMP))

.DEFAULT_GOAL := help
.PHONY: help report test checks lint types data unit notebook-outputs lab notebooks lock \
  audit bench mutants nightly matrix browser clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

report: $(STAMP) ## run every notebook and write build/ (site, exhibits, executed notebooks)
	@$(RUN) -m jilin_analysis report

test: $(STAMP) ## check everything: code, data, notebooks (each alone: the names in `checks`)
	@env -u JILIN_ANALYSIS_DATA $(MAKE) -j2 --no-print-directory --keep-going checks

# Side by side: mypy and ruff take one processor, and a run of pytest waits for its slowest test.
checks: unit types lint data

lint: $(STAMP)
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

types: $(STAMP)
	$(RUN) -m mypy

data: $(STAMP)
	$(RUN) -m jilin_analysis check

# What takes minutes bears the marker `nightly`, and `make nightly` asks for it.
unit: $(STAMP)
	$(PYTEST) $(PARALLEL) $(RERUN) $(NOTEBOOKS) tests

notebook-outputs: $(STAMP)
	$(PYTEST) $(PARALLEL) $(RERUN) "$(NOTEBOOKS)"

lab: $(STAMP) ## open JupyterLab on the notebooks, or on a data folder's own: make lab DATA=my-data
	@$(if $(DATA),JILIN_ANALYSIS_DATA="$(abspath $(DATA))") $(RUN) -m jupyterlab "$(or $(DATA),notebooks)"

notebooks: $(STAMP) ## run every notebook and keep its new outputs in notebooks/ (for authors)
	@$(RUN) tests/rerun/refresh.py

lock: ## renew requirements.lock from pyproject.toml (asks the package registry)
	@tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && "$(PYTHON)" -m venv "$$tool" && \
	"$$tool/bin/python" -m pip install -q uv && \
	"$$tool/bin/uv" pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --fork-strategy requires-python --extra dev --no-header \
	  --upgrade pyproject.toml -o requirements.lock

audit: $(STAMP) ## ask for known vulnerabilities of the locked packages (needs the network)
	$(RUN) -m pip_audit --require-hashes --disable-pip -r requirements.lock

bench: $(STAMP) ## measure speed side by side with peers; writes tests/bench/RESULTS.md
	$(RUN) tests/bench/run.py

mutants: $(STAMP) ## change data, notebooks or MODULE=jilin_analysis/growth.py in one place and see it noticed
	$(if $(MODULE),$(RUN) -m mutmut run "$(MODULE)",$(RUN) tests/rerun/mutants.py)

nightly: test ## what takes longer: 2,000 folders of the truth test, kills, every Python, mutants, browser
	EXAMPLES=1000 $(PYTEST) -p _hypothesis_pytestplugin $(PARALLEL) tests -m "nightly or hypothesis"
	$(MAKE) --no-print-directory matrix mutants browser

browser: report ## read the site in Chromium: links, keys, accessibility
	bash tests/browser/run.sh build/site

matrix: $(STAMP) ## the notebooks on every Python, locale, time zone, … that this machine has
	bash tests/rerun/matrix.sh

clean: ## remove what the other targets wrote, except the environment
	rm -rf build .build.unfinished .benchmarks .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(STAMP): requirements.lock
	@"$(PYTHON)" -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else \
	  f"This needs Python 3.11 or later, and $(PYTHON) is {v[0]}.{v[1]}: make PYTHON=python3.12 …")'
	@test -x $(RUN) || "$(PYTHON)" -m venv .venv
	@echo "Installing the locked packages into .venv (once, a minute or two)" >&2
	@$(RUN) -m pip install -q --require-hashes -r requirements.lock
	@$(RUN) -m pip install -q --no-deps --no-build-isolation -e .
	@# Python reads a .pth in the encoding of the locale, which may not know the checkout's name.
	@$(RUN) -S -c 'import glob, pathlib; \
	  pth, = map(pathlib.Path, glob.glob(".venv/lib/python*/site-packages/*jilin_analysis*.pth")); \
	  place = pth.read_text("utf-8").strip(); \
	  place.isascii() or pth.write_text(f"import sys; sys.path.append({place!a})")'
	@mkdir -p .venv/var/ipython .venv/var/runtime .venv/var/matplotlib
	@$(RUN) -c 'import matplotlib.font_manager'
	@printf '%s\n' "$(CURDIR)" > $@
