# Everything a person does with this folder. Works with GNU make 3.81 (macOS) and in folders with spaces in their
# name, which is why every path below is relative to the folder. `make help` prints the lines marked ##.
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench setup words lock audit

# onnxruntime otherwise writes a device number and reports how it is used to its maker. Nothing leaves this machine.
export ORT_DISABLE_TELEMETRY := 1

set_up = sh tools/python.sh -m tools.set_up
bin = .venv/bin

help: ## Print this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

run: setup ## Start the service: http://127.0.0.1:8000, or PORT=9000 make run
	@exec $(bin)/python serve.py

# All of them: two files at a time, the longest first, because the one that comes last is waited for alone.
all_tests = -n 2 --dist loadfile --no-loadscope-reorder

test: ## Run the tests; a part of them: make test ARGS="tests/search -k hash"
	@$(set_up) test
	@$(bin)/python -m pytest $(if $(ARGS),$(ARGS),$(all_tests))

lint: ## Check style, types, the direction of imports and the templates
	@$(set_up) lint
	$(bin)/python -m ruff check .
	$(bin)/python -m ruff format --check .
	$(bin)/python -m mypy
	$(bin)/lint-imports
	$(bin)/python -m djlint --lint --check --quiet templates

format: ## Put code and templates into the agreed form
	@$(set_up) lint
	$(bin)/python -m ruff check --fix .
	$(bin)/python -m ruff format .
	$(bin)/python -m djlint --reformat --quiet templates

bench: ## Measure speed, as ratios within one run
	@$(set_up) test
	@$(bin)/python -m bench $(ARGS)

setup: ## Install what `make run` needs; does nothing when nothing changed
	@$(set_up) run

words: ## Bring the German catalogue up to date with the sources; new words arrive empty
	@$(set_up) run
	@mkdir -p .cache
	@$(bin)/pybabel -q extract -F babel.cfg --add-location=file --sort-by-file -o .cache/messages.pot .
	@$(bin)/pybabel -q update -i .cache/messages.pot -d translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

# An installed uv is enough: lists that cannot be installed, say after a merge, are what this mends.
lock: ## Pin the packages with their hashes: requirements*.in to requirements*.txt
	@test -x $(bin)/uv || $(set_up) lint
	@$(bin)/python -m tools.lock $(ARGS)

audit: ## Ask whether weaknesses of the pinned packages are known
	@$(set_up) lint
	@$(bin)/python -m tools.audit
