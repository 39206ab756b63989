# Everyday commands, one word each. `make` alone shows them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
# `make run ARGS="--port 9000"`
ARGS ?=
# `make test WERROR=ON` makes warnings errors, as CI does; the build folder remembers it.
WERROR ?=
CONFIGURE = cmake --preset dev $(if $(WERROR),-DARIA_WERROR=$(WERROR))
CLANG_TIDY ?= clang-tidy-16
SOURCES = $(shell git ls-files '*.cpp' '*.h')

# `make soak SEEDS=10000 FIRST=1 ARIA_TEST_DATABASE=postgresql`
FIRST ?= 1
SEEDS ?= 1000
# `make oracle RULES=20000 SEED=1`
RULES ?= 20000
SEED ?= 1

# `make bench EVENTS=1000000`
EVENTS ?= 100000
# `make check CHECK="--only lint,oracle"`
CHECK ?=

# `make attack REQUESTS=20000 SEED=1`
REQUESTS ?= 20000
# `make fuzz FUZZ_SECONDS=600`
FUZZ_SECONDS ?= 60

.PHONY: help deps build run deb check test test-desktop test-clients random soak attack fuzz oracle bench screenshots pictures
.PHONY: translations format lint sanitize clean

help: ## Show these commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install the Debian packages that are missing; without apt, say what is
	@packaging/install-deps

build: deps ## Build into build/ (programs in build/bin)
	@$(CONFIGURE)
	@cmake --build --preset dev -j $(JOBS)

run: build ## Start with a sample calendar: in the tray where there is a screen, else the service alone
	@if [[ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]]; then \
	    exec build/bin/aria-calendar-sync --demo $(ARGS); \
	else \
	    exec build/bin/aria-calendar-syncd --demo $(ARGS); \
	fi

# They wait more than they compute, so more run at a time than there are cores.
test: build ## Build and run every test
	@ctest --preset dev

test-desktop: build ## The tray program on a real desktop, by keyboard and browser (installs Chromium)
	@packaging/install-deps chromium chromium-driver gnome-keyring libsecret-tools x11-utils
	@ctest --test-dir build -C Desktop -L desktop --output-on-failure

test-clients: build ## The stream and the hook with public clients of npm (installs Node.js)
	@packaging/install-deps nodejs npm
	@cd tests/clients && npm ci --no-audit --no-fund --silent
	@node tests/clients/stream.mjs build/bin/aria-calendar-syncd

soak: deps ## Random runs of the whole service: SEEDS=1000 from FIRST=1, 50,000 events, three services, a failure at every call
	@$(CONFIGURE)
	@cmake --build build -j $(JOBS) --target soak-run tst_soak_everycall tst_e2e tst_edits
	@build/tests/soak-run $(FIRST) $(SEEDS)
	@ARIA_AGENDA_SEEDS=60 QTEST_FUNCTION_TIMEOUT=86400000 TZ=UTC build/tests/tst_edits agendareader
	@ARIA_BIG_SYNC=50000 build/tests/tst_e2e bigsync
	@ARIA_SERVICES_EDITS=2000 QTEST_FUNCTION_TIMEOUT=86400000 build/tests/tst_e2e services manyEdits
	@ARIA_SOAK_STRIDE=1 QTEST_FUNCTION_TIMEOUT=86400000 build/tests/tst_soak_everycall

random: deps ## Random runs alone: SEEDS=1000 from FIRST=1, ARIA_TEST_DATABASE=postgresql
	@$(CONFIGURE)
	@cmake --build build -j $(JOBS) --target soak-run
	@build/tests/soak-run $(FIRST) $(SEEDS)

attack: deps ## Hostile requests, events of Google and rows at the sanitized programs, on each database: REQUESTS=20000 SEED=1
	@cmake --preset debug
	@cmake --build --preset debug -j $(JOBS) --target aria-calendar-syncd google-calendar-simulator
	@tests/attack/attack.py build-debug/bin --requests $(REQUESTS) --seed $(SEED)

oracle: deps ## Compare the expansion of RULES=20000 random recurrence rules (SEED=1) with python-dateutil's
	@$(CONFIGURE)
	@cmake --build build -j $(JOBS) --target tst_calendar
	@TZ=UTC ARIA_ORACLE_RULES=$(RULES) ARIA_ORACLE_SEED=$(SEED) QTEST_FUNCTION_TIMEOUT=86400000 \
	    build/tests/tst_calendar recurrenceoracle

bench: deps ## Measure with EVENTS=100000, optimized as packages are, and write docs/performance.md
	@packaging/install-deps wrk
	@cmake --preset release
	@cmake --build --preset release -j $(JOBS) --target bench
	@build-release/bench/bench_store
	@tests/bench/measure.py build-release --events $(EVENTS) --into docs/performance.md

deb: deps ## Debian packages for the Debian this runs on, into build-release/packages
	@packaging/install-deps dpkg-dev file
	@cmake --preset release
	@cmake --build --preset release -j $(JOBS) \
	    --target aria-calendar-sync aria-calendar-syncd google-calendar-simulator usage icons
	@rm -rf build-release/packages
	@cd build-release && cpack
	@cd build-release/packages && rm -rf _CPack_Packages && for symbols in *.ddeb; do mv "$$symbols" "$${symbols%.ddeb}.deb"; done
	@ls -l build-release/packages/*.deb

screenshots: deps ## Write a picture of every window into build/screenshots
	@$(CONFIGURE)
	@cmake --build --preset dev -j $(JOBS) --target screenshots
	@export QT_QPA_PLATFORM=offscreen:configfile=tests/ui/screen.json TZ=UTC; \
	for variant in light dark german arabic; do \
	    build/tests/screenshots --variant $$variant --into build/screenshots; \
	done; \
	QT_SCALE_FACTOR=2 build/tests/screenshots --variant large --into build/screenshots

pictures: deps ## Take the pictures in README and docs again
	@packaging/install-deps imagemagick
	@$(CONFIGURE)
	@cmake --build --preset dev -j $(JOBS) --target screenshots
	@packaging/take-pictures build

translations: ## Bring new texts of the sources into translations/, to be translated there
	@packaging/update-translations

format: ## Format every source file (clang-format)
	@packaging/install-deps clang-format
	@clang-format -i $(SOURCES)

# Coroutines need clang 16. The sources include what moc makes of them.
lint: deps ## Check formatting and run clang-tidy over every source file
	@packaging/install-deps clang-format clang-16 $(CLANG_TIDY)
	@clang-format --dry-run --Werror $(SOURCES)
	@cmake --preset lint
	@find build-lint -name AutogenInfo.json -print0 | xargs -0 -P $(JOBS) -I{} cmake -E cmake_autogen {} Debug > /dev/null
	@git ls-files '*.cpp' | xargs -P $(JOBS) -n 4 $(CLANG_TIDY) -p build-lint --quiet --warnings-as-errors='*'

check: ## Everything a maintainer runs before a release, with one table in the end (hours): CHECK="--only lint,oracle"
	@packaging/check-release $(CHECK)

sanitize: deps ## Run every test under the address and undefined-behaviour sanitizers
	@cmake --preset debug
	@cmake --build --preset debug -j $(JOBS)
	@ctest --preset debug -j 4

fuzz: deps ## Every reader of foreign bytes under libFuzzer for FUZZ_SECONDS=60 each (installs clang)
	@packaging/install-deps clang-16 libclang-rt-16-dev
	@cmake --preset fuzz
	@cmake --build --preset fuzz -j $(JOBS)
	@tests/fuzz/run.sh build-fuzz/fuzz $(FUZZ_SECONDS) $(JOBS)

# Each brings its own share of `make test-clients`.
include $(wildcard tests/clients/*.mk)

clean: ## Remove everything that was built
	@rm -rf build build-release build-lint build-debug build-fuzz build-check
