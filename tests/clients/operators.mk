# Included by the Makefile: what operators, developers and assistants use, against the real service.
.PHONY: test-clients test-operators
test-clients: test-operators ## Public clients against the real service (installs promtool and npm packages into build/)

test-operators: build
	@packaging/install-deps prometheus nodejs npm
	@mkdir -p build/clients/operators
	@cp tests/clients/package-operators.json build/clients/operators/package.json
	@cd build/clients/operators && npm install --no-audit --no-fund --silent
	@tests/clients/operators.py . build/bin/aria-calendar-syncd build/clients/operators/node_modules
