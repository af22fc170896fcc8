# The two commands that matter are `make site` and `make test`; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# Two cores share the tests; --dist worksteal, because a few of them take as long as a hundred others.
WORKERS := --numprocesses logical --maxprocesses 8 --dist worksteal
SEED := $(or $(SEED),$(shell date +%s))
ORDER = --random-order-bucket global --random-order-seed $(SEED)
export PYTHONWARNINGS := ignore::DeprecationWarning:mkdocs

.PHONY: help site test serve check diff guide words lint format fuzz peers lock audit sbom sums links inspect shots browsers clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

site: $(VENV)/.site ## build site/ from data/, and say how to look at it
	@$(RUN) build_site.py build $(if $(TODAY),--today $(shell date -u +%F))

test: $(VENV)/.dev ## run every test, a real Chromium, an old one and Firefox included (FAST=1: without it and without whole builds; SHUFFLE=1: in a random order)
	@$(if $(FAST),,sh tools/chromium.sh && sh tools/old_chromium.sh && sh tools/firefox.sh)
	@$(if $(SHUFFLE),echo "The same order again: make test$(if $(FAST), FAST=1) SHUFFLE=1 SEED=$(SEED)")
	@$(RUN) -m pytest $(WORKERS) $(if $(FAST),-m "not browser and not build and not slow") $(if $(SHUFFLE),$(ORDER))

serve: $(VENV)/.site ## build, open a preview address, rebuild on every change
	@$(RUN) build_site.py serve

check: $(VENV)/.site ## say what is wrong with the data and the templates, build nothing
	@$(RUN) build_site.py check

diff: $(VENV)/.site ## say what the data change against BASE (default: HEAD), as a comment in build/comment
	@mkdir -p build/comment && printf '%s' "$$NUMBER" > build/comment/number
	@$(RUN) build_site.py diff "$${BASE:-HEAD}" --format markdown > build/comment/comment.md && cat build/comment/comment.md

guide: $(VENV)/.dev ## build the guide to the generator, build/guide/index.html or elsewhere (GUIDE=site/guide), its tables of reference first
	@$(RUN) -m tools.guide --write
	@$(RUN) -m mkdocs build --quiet --strict -f guide/mkdocs.yml $(if $(GUIDE),--site-dir $(abspath $(GUIDE)))

words: $(VENV)/.dev ## bring the generator's catalogues of words up to date, and compile them (CODE=fr begins one)
	@$(RUN) -m tools.words $(CODE)

lint: $(VENV)/.dev ## ruff and the strict type checker
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

format: $(VENV)/.dev ## let ruff put the code in order
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

fuzz: $(VENV)/.dev ## break a small report in 5,000 ways (CASES=…), and count how each ends
	@$(RUN) -m benchmarks.fuzz $(or $(CASES),5000)

peers: $(VENV)/.dev build/peers/.installed ## make the same report by other generators too and compare (needs Node and Chromium; PEERS="--only ours,material")
	@$(RUN) -m benchmarks.peers $(PEERS)

lock: ## renew the pinned requirements (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group dev pyproject.toml -o requirements-dev.txt

	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group pyproject.toml:audit -o requirements-audit.txt

audit: $(VENV)-audit/.audit ## look the pinned packages up in the list of known holes (needs the network)
	@$(VENV)-audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.txt

sbom: $(VENV)-audit/.audit ## list what the build is made of, as CycloneDX in sbom.json
	@$(VENV)-audit/bin/cyclonedx-py requirements requirements.txt --output-reproducible -o sbom.json
	@$(PYTHON) tools/sbom.py sbom.json

sums: ## list what is published with its digests in site/SHA256SUMS
	@cd site && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum > ../build/SHA256SUMS && mv ../build/SHA256SUMS SHA256SUMS

links: ## ask whether the sources' addresses still answer (needs the network)
	@$(PYTHON) tools/links.py

inspect shots browsers: export SITE_URL ?= https://example.org/some-repo/
inspect: site build/inspect/.installed ## judge site/ by the Nu checker, axe and Lighthouse (needs Node, Java, Chromium)
	@$(RUN) -m tools.judge $(PAGES)

shots: site $(VENV)/.dev ## take pictures of one page of each kind: build/shots/index.html
	@$(RUN) -m tools.shots $(PAGES)

browsers: site $(VENV)/.dev ## look at one page of each kind in Chromium 92, 107, 119 and today's, Firefox, WebKit (BROWSERS="firefox", PAGES="zh/talent/")
	@for major in 92 107 119; do sh tools/old_chromium.sh $$major; done; sh tools/firefox.sh
	@$(RUN) -m tools.browsers $(BROWSERS) $(PAGES)

clean: ## remove everything that a build or an installation made
	rm -rf $(VENV) $(VENV)-audit build site sbom.json .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.site: requirements.txt tools/install.sh
	@PYTHON=$(PYTHON) sh tools/install.sh $(VENV) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt tools/install.sh
	@PYTHON=$(PYTHON) sh tools/install.sh $(VENV) requirements-dev.txt
	@touch $@ $(VENV)/.site

$(VENV)-audit/.audit: requirements-audit.txt tools/install.sh
	@PYTHON=$(PYTHON) sh tools/install.sh $(VENV)-audit requirements-audit.txt
	@touch $@

build/inspect/.installed: tools/package.json $(VENV)/.dev
	@mkdir -p $(@D) && cp tools/package.json $(@D)
	@npm install --prefix $(@D) --no-package-lock --no-audit --no-fund --loglevel=error
	@touch $@

build/peers/.installed: benchmarks/peers/package.json benchmarks/peers/requirements.txt benchmarks/peers/tsconfig.json
	@mkdir -p $(@D) && cp benchmarks/peers/package.json benchmarks/peers/tsconfig.json $(@D)
	@npm install --prefix $(@D) --no-package-lock --no-audit --no-fund --loglevel=error
	@$(PYTHON) -m venv $(@D)/venv && $(@D)/venv/bin/pip install --quiet --disable-pip-version-check -r benchmarks/peers/requirements.txt
	@touch $@
