# Everything a person or CI runs. `make demo` and `make test` set themselves up from Python 3.11+ alone.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= ../shared

.PHONY: demo test check format docs bless lock clean gate bench bench-scale soak test-services

# The environment holds exactly what requirements.lock says; Retold itself is installed from here.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Retold needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing what requirements.lock names ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --config-settings editable_mode=compat -e .
	@$(BIN)/python -m compileall -q retold  # where Python is told to write no bytecode, every start would compile 160 modules
	@touch $(READY)

demo: $(READY) | out  ## trace the example story that comes with Retold
	@$(BIN)/retold demo --html out/demo.html

test: $(READY)  ## the tests that need no services, in under five minutes
	@$(BIN)/python -m pytest -m "not services" -n auto

out:
	@mkdir -p out

check: $(READY)  ## style, types, the house's layers, docs in step with the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy retold
	$(BIN)/lint-imports
	$(BIN)/python -m docs.build --check

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY)  ## write again what the docs take from the code
	$(BIN)/python -m docs.build

bless: $(READY)  ## accept the present output as the golden files; review the diff like code
	RETOLD_BLESS=1 $(BIN)/python -m pytest tests -k golden

gate: $(READY)  ## quality on labelled data against eval/floors.json
	$(BIN)/python -m eval.gate

bench: $(READY)  ## cold start, time by room, memory, as ratios
	$(BIN)/python -m bench.run
	$(BIN)/python -m bench.scale 10000 --rounds 2

bench-scale: $(READY)  ## pairs and passages beside gaoya, rensa and datasketch, to 200,000 reports: some ten minutes
	$(BIN)/python -m bench.scale 10000 50000 200000 --peers gaoya rensa datasketch
	-$(BIN)/python -m bench.growing 10000 50000 200000 --memory 600MB 2GB
	-$(BIN)/python -m bench.growing 10000 50000 200000 --memory 2GB --until passages
	-$(BIN)/python -m bench.odd

soak: $(READY)  ## mutated inputs through every reader (RETOLD_SOAK=n a form), kernels against their twins, corpus runs killed and gone on with
	@$(BIN)/python -m tests.soak.run
	@RETOLD_KERNEL_CASES=$${RETOLD_KERNEL_CASES:-10000} RETOLD_FORMS_REPORTS=$${RETOLD_FORMS_REPORTS:-3000} $(BIN)/python -m pytest tests/kernels tests/match tests/corpus/test_forms.py
	@$(BIN)/python -m tests.soak.corpus

test-services: $(READY)  ## the tests that need Chromium
	$(BIN)/python -m pytest -m services

lock: ## resolve the dependencies anew
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

clean:
	rm -rf .venv build dist *.egg-info out
