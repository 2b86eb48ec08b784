# Plansøk: one command sets up and runs, one sets up and tests.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
INDEX := build/index

.DEFAULT_GOAL := help
.PHONY: help setup system browser index demo test test-all lint suite serve eval bench calibrate readme examples clean

help: ## Show what there is to do
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/installed ## Set everything up in .venv

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

system: ## Install Tesseract with Norwegian, which reads scanned pages (Debian, as root)
	@tesseract --list-langs 2>/dev/null | grep -qx nor || { \
	  apt-get update -qq && \
	  apt-get install -qq --no-install-recommends tesseract-ocr tesseract-ocr-nor >/dev/null; } || { \
	  echo "install Tesseract with Norwegian as root: make system" >&2; exit 1; }

browser: system
	@tests/browser/install.sh

index: setup ## Read the corpus and build the index
	$(BIN)/plansok index corpus --index $(INDEX)

demo: setup ## Set up, index the corpus, answer a question
	$(BIN)/plansok index corpus --index $(INDEX)
	$(BIN)/plansok ask --index $(INDEX) "who is doing FACT Ung"

# What is fetched is fetched side by side; the type checker has one core, the tests what is left.
test: ## Set up, then linter, type checker and the tests
	$(MAKE) --jobs=2 --output-sync setup browser
	$(MAKE) --jobs=2 lint suite

test-all: setup browser ## The tests with every question of every table
	$(BIN)/pytest --numprocesses auto --dist loadfile --all

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

suite: setup
	$(BIN)/pytest --numprocesses auto --dist loadfile

serve: index ## Serve the API on 127.0.0.1 (PORT=8000)
	$(BIN)/plansok serve --index $(INDEX) --port $(PORT)

eval: index ## Measure the index on the judged questions
	$(BIN)/plansok eval --index $(INDEX)

bench: index ## Time the encoder's runtimes and the service
	$(BIN)/python -m eval.bench_encoder
	$(BIN)/python -m eval.bench_service $(INDEX)

calibrate: index ## Fit the relevance model on the tuning part
	$(BIN)/python -m eval.calibrate $(INDEX)

readme: index ## Write the measured figures into the README
	$(BIN)/python -m eval.readme $(INDEX) --round-trip

examples: index ## Write the examples of the API's schema
	$(BIN)/python -m tests.make_examples $(INDEX)

clean: ## Remove the environment and what was built
	rm -rf .venv build
