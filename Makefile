# Thin: each target calls a script in packaging/, where the how and why stand. `make` alone prints the targets.

.DEFAULT_GOAL := help
# Each step uses all processors by itself; two Swift builds at once would only take each other's memory.
.NOTPARALLEL:
.PHONY: help setup build release run test check bench fuzz test-address test-thread binary-test package-test deb image \
	install uninstall clean

PREFIX ?= /usr/local
DESTDIR ?=
BENCH ?=
FUZZ ?=
TESTS ?=

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## Install what building and testing need and this machine lacks
	@packaging/setup build test

build: ## Build for development (debug)
	@packaging/build debug

release: ## Build the program as it ships: one static executable
	@packaging/build release

run: ## Build the release and audit this host (or show a self-test where no builder has state)
	@packaging/run

test: ## Run all tests; TESTS=filter runs those that match
	@packaging/test $(TESTS)

test-address: ## Run the tests under the address sanitizer
	@packaging/test --sanitize=address $(TESTS)

test-thread: ## Run the tests under the thread sanitizer
	@packaging/test --sanitize=thread $(TESTS)

check: ## Formatting, imports, shell scripts and the tidy tests
	@packaging/check

binary-test: release ## Check the released file: static, no internationalisation library; size and start
	@packaging/check-binary

package-test: release ## Units, hooks, manifests, image, Debian package; BEZOAR_LONG_TESTS=1 also installs it
	@packaging/check-packaging

deb: release ## Build the Debian package
	@packaging/deb/build

image: release ## Build the container image, without an engine
	@packaging/image/build

bench: ## Compare with the yardstick and other tools; BENCH="--quick" for a short look
	@packaging/setup build bench
	@Benchmarks/run $(BENCH)

fuzz: ## Fuzz every parser; FUZZ="60 toml" for 60 seconds of one
	@packaging/setup build
	@Tests/Fuzz/run $(FUZZ)

install: ## Install program, manual pages, completions below DESTDIR and PREFIX; a sample configuration where none is
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" packaging/install

uninstall: ## Remove what install put there; configuration and manifests stay
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" packaging/uninstall

clean: ## Remove what was built (not the benchmark trees)
	rm -rf .build .build-fuzz
