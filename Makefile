# Pixel Classifier: the targets. Every target can fail.
#
#   make demo       set up, then export, train and classify through qgis_process on a synthetic scene
#   make demo RASTER=image.tif LABELS=polygons.gpkg FIELD=class     the same on your own data
#   make test       set up, then run all tests
#   make test-windows-rules   networks and algorithms with the rules of Windows for open files, names and long paths (test-pure has them always)
#   make test-desktop   the tests in QGIS Desktop on a virtual display; its screenshots are in build/desktop
#   make screenshots    the pictures of help pages and README, from a longer run of these tests
#   make test-lts   all tests on QGIS 3.44, in a Debian root that is created at the first run (needs root, debootstrap)
#   make test-slurm   the SLURM script of docs/cluster.md through a real SLURM on this machine (Debian, needs root; installs nothing)
#   make tutorial   update the figures and pictures of the tutorial
#   make models     build the shipped models, after a change of an algorithm's parameters
#   make translations   update resources/i18n after a change of a text in dialogs, and list what is to be translated
#   make lint       ruff, flake8-qgis, bandit, detect-secrets, the check for Qt6's enums, and words that have a standard term
#   make bench      performance, as ratios to what the machine can do
#   make accuracy   how good the maps are with the defaults, on real imagery in ../shared/data or PIXEL_CLASSIFIER_DATA, beside a random forest
#                   and a plain script: hours; finished runs are kept in build/accuracy
#   make accuracy ONLY="nc_landsat7 amazon" SEEDS="0" METHODS="ours forest EPOCHS=40"     some runs; a method with = is ours with that set
#   make accuracy SETS=folder WORK=build/other     sets that the JSON files in a folder describe (test/results/described_sets.py)
#   make package    the zip for the plugin site, in dist/
#   make link       make QGIS load the plugin from this checkout (QGIS_PROFILE=default)
#   make fuzz       reads hostile files at random (MINUTES=5 SEED=1); a short form is a test
#   make test-faults    kills and disturbs each step of the work at random (KILLS=100 OTHERS=10 MINUTES=60 SEED=1); a short form is a test
#   make clean      remove what the other targets made; the virtual environment stays (make distclean removes that too)

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export VENV ?= .venv
PYTHON := $(abspath $(VENV))/bin/python
VERSION := $(shell sed -n 's/^version=//p' metadata.txt)
ZIP := dist/pixel_classifier-$(VERSION).zip
SHIPPED := __init__.py plugin.py algorithms models provider rasters
QGIS_PROFILE ?= default
PYTEST := $(PYTHON) -m pytest -q
PURE := -p no:pytest_qgis -p no:pytest-qt
RULES := $(if $(filter Linux,$(shell uname)),-p windows_rules)
UNDER_RULES := PYTHONPATH=test/helpers
TESTS ?=
PARTS ?=

.PHONY: help setup demo tutorial models translations test test-pure test-torch test-imports test-qgis test-tasks test-in-qgis test-chain test-desktop test-lts \
	test-lts-in-qgis test-windows-rules test-slurm \
	fuzz test-faults screenshots lint lint-qt6 bench accuracy package link clean distclean

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@test/setup.sh

demo: setup
	@$(PYTHON) test/demo/demo.py $(if $(RASTER),--raster "$(RASTER)" --labels "$(LABELS)" --field "$(FIELD)")

tutorial: setup
	@$(PYTHON) test/tutorial/tutorial.py --update

models: setup
	@QT_QPA_PLATFORM=offscreen $(PYTHON) test/helpers/build_models.py

translations: setup
	@$(PYTHON) test/translations/update_translations.py

# Each part runs in a process of its own: the pure parts prove that they need no QGIS, and the tasks must be the first in
# their process to import PyTorch, as they are in QGIS Desktop. Test data are small: one thread is the fastest, and leaves the
# other cores to the other parts (make -j2 test).
test test-pure test-torch test-qgis test-tasks test-chain test-desktop test-windows-rules: export OMP_NUM_THREADS ?= 1
test: test-pure test-torch test-in-qgis test-chain test-desktop

# One after the other, also with -j: both use the same profile folder.
test-in-qgis: setup
	@$(MAKE) --no-print-directory test-qgis
	@$(MAKE) --no-print-directory test-tasks

# Under the rules of Windows for files where they can be simulated; then what Windows does not have.
test-pure: setup
	@echo "== rasters and the house, without QGIS's desktop and PyTorch"
	@$(UNDER_RULES) $(PYTEST) $(PURE) $(RULES) test --ignore=test/models --ignore=test/algorithms --ignore=test/provider \
		--ignore=test/chain --ignore=test/desktop --ignore=test/fuzz --ignore=test/faults $(TESTS)
	@$(if $(TESTS),,$(PYTEST) $(PURE) -m not_windows test/rasters)

# Faults first: they fork, which some builds of PyTorch refuse once a network has been trained in the process.
test-torch: setup
	@echo "== networks, training and prediction, without QGIS"
	@$(PYTEST) $(PURE) test/faults test/models test/fuzz $(TESTS)

# Modules of tests that a package of this system is missing for. Part of test-torch, but fast.
test-imports: setup
	@echo "== every module of test-torch can be imported"
	@output=$$($(PYTEST) $(PURE) --collect-only -qq test/models test/fuzz test/faults 2>&1) || { echo "$$output"; exit 1; }

fuzz: setup
	@$(PYTHON) test/fuzz/fuzz.py $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

test-faults: setup
	@$(PYTHON) test/faults/faults.py $(if $(KILLS),--kills $(KILLS)) $(if $(OTHERS),--others $(OTHERS)) $(if $(MINUTES),--minutes $(MINUTES)) \
		$(if $(SEED),--seed $(SEED))

test-qgis: setup
	@echo "== algorithms and provider, in QGIS"
	@$(PYTEST) test/algorithms test/provider --ignore=test/algorithms/test_tasks.py $(TESTS)

# More tests under the rules of Windows for files: test/helpers/windows_rules.py.
test-windows-rules: setup
	@echo "== networks and algorithms under the rules of Windows for files"
	@$(UNDER_RULES) $(PYTEST) $(PURE) -p windows_rules test/models $(TESTS)
	@$(UNDER_RULES) $(PYTEST) -p windows_rules test/algorithms test/provider --ignore=test/algorithms/test_tasks.py $(TESTS)

test-tasks: setup
	@echo "== algorithms in background tasks"
	@$(PYTEST) test/algorithms/test_tasks.py $(TESTS)

test-chain: setup
	@echo "== the whole chain through qgis_process"
	@$(PYTEST) $(PURE) test/chain $(TESTS)

# Debian's packages are unpacked in build/slurm. Where SLURM cannot run, that is reported and the target fails.
test-slurm: setup
	@echo "== the SLURM script of docs/cluster.md"
	@OMP_NUM_THREADS=1 test/cluster/slurm.sh $(PYTEST) $(PURE) -rP test/cluster

test-desktop: setup
	@test/setup.sh desktop
	@echo "== QGIS Desktop with the packaged zip"
	@$(PYTEST) $(PURE) test/desktop $(TESTS)

screenshots: setup
	@test/setup.sh desktop
	DESKTOP_SHOW=1 $(PYTEST) $(PURE) test/desktop
	$(PYTHON) test/desktop/pictures.py build/desktop resources/help

# On the other long-term release; PARTS="test-qgis test-tasks" runs some of them only.
test-lts test-lts-in-qgis: export OMP_NUM_THREADS ?= 1
test-lts test-lts-in-qgis: export TESTS := $(TESTS)
test-lts:
	@bash test/lts/run.sh $(PARTS)

# The parts that run for every change, without what no release of QGIS can change. Where the root cannot be made, that is reported and the target passes; a failing test fails.
test-lts-in-qgis:
	@status=0; TESTS="$$TESTS -m 'not any_qgis'" bash test/lts/run.sh test-imports test-qgis test-tasks || status=$$?; \
		[ "$$status" != 3 ] || { echo "== NOT TESTED on QGIS 3.44, for the reason above"; status=0; }; exit "$$status"

lint: setup lint-qt6
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m flake8 --select QGS1,QGS4,E9,F --extend-ignore QGS105 --max-line-length 120 $(SHIPPED)
	$(PYTHON) -m bandit -q -r $(SHIPPED)
	$(PYTHON) test/lint/secrets_scan.py
	$(PYTHON) test/lint/words.py

# PyQt6 would hide QGIS's PyQt5 in the tests' environment: the check has its own.
lint-qt6: build/qt6/ready
	build/qt6/bin/python test/lint/qt6_enums.py --qgis-python $(PYTHON) $(SHIPPED)

build/qt6/ready: test/lint/requirements-qt6.txt
	$(PYTHON) -m venv build/qt6
	build/qt6/bin/python -m pip install -q --disable-pip-version-check -r $<
	touch $@

bench: setup
	@failed=; for program in test/benchmarks/bench_*.py; do echo "== $$program"; $(PYTHON) $$program || failed="$$failed $$program"; done; \
		test -z "$$failed" || { echo "Failed:$$failed"; exit 1; }

accuracy: setup
	@$(PYTHON) test/results/accuracy.py $(if $(SETS),--sets "$(SETS)") $(if $(ONLY),--only $(ONLY)) $(if $(SEEDS),--seeds $(SEEDS)) \
		$(if $(METHODS),--methods $(METHODS)) $(if $(WORK),--work "$(WORK)")

package:
	@mkdir -p dist
	git archive --format=zip --prefix=pixel_classifier/ --output=$(ZIP) HEAD
	@git diff --quiet HEAD -- || echo "There are uncommitted changes; the zip holds the last commit." >&2
	@ls -l $(ZIP)

link:
	@bash test/link.sh "$(CURDIR)" "$(QGIS_PROFILE)"

clean:
	rm -rf build dist .pytest_cache .ruff_cache .hypothesis .qgis-settings symbology-style.db
	find . -name __pycache__ -type d -not -path './.venv/*' -not -path './.lts/*' -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv .lts
