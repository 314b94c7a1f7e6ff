# Sandtable. `make` or `make help` says what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The build lives outside the clone, so that a fresh clone does not build the world again; `target` points at it.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/sandtable/target
export SANDTABLE_GUESTS := $(CARGO_TARGET_DIR)/guests
# Where `make guests` leaves the languages, components that run source code.
export SANDTABLE_LANGUAGES := $(SANDTABLE_GUESTS)/languages
export SANDTABLE_COMPONENTIZE := $(CARGO_TARGET_DIR)/release/sandtable-componentize

.PHONY: help run test check bench oracle guests build setup clean

help: ## This text
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

run: build guests ## Set up what is missing, start the server on port 9001, run an example over 336,776 flights
	@scripts/run

test: build guests ## Set up what is missing and run every test
	@scripts/test

check: build ## Format, lints, structure, licences, bindings, bench smoke: all of CI but the tests
	@scripts/check

bench: build guests ## Measure, side by side in one run; figures go to stdout
	@scripts/bench

oracle: ## Ask Python Polars, pandas and scipy anew what the tests compare with; fails when an answer changed
	@scripts/oracle

guests: build ## Build all guests from source into target/guests/NAME.wasm
	@scripts/build-guests
	@scripts/build-guests-other

# Always all of the workspace: with fewer packages cargo chooses other features for what they share, and builds the
# world, Polars above all, a second time.
build: setup ## Build everything; the command is target/release/sandtable
	@cargo build --release --workspace --all-targets

setup:
	@scripts/setup

clean: ## Remove what was built, here and in the cache
	@rm -rf "$(CARGO_TARGET_DIR)" target
