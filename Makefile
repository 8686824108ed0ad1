# Elke taak is een klein bestand in scripts/; hier staat alleen wat er eerst klaar moet zijn.
PYTHON ?= python3
N ?= 1000
export PYTHON

SITE_ENV := .venv/.site-stamp
TEST_ENV := .venv/.test-stamp
TOOLS_ENV := .cache/tools/.stamp
NPM_ENV := node_modules/.stamp

.DEFAULT_GOAL := help
.PHONY: help site serve check planning edition test test-all bench screenshots forms lighthouse lock audit sbom clean

help: ## Toon deze lijst
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

site: $(SITE_ENV) ## Bouw content/ naar site/
	@scripts/build

serve: $(SITE_ENV) ## Voorbeeld in de browser, met concepten en wat later verschijnt
	@scripts/serve

check: $(SITE_ENV) ## Noem elke fout in content/, met bestand en regel
	@scripts/check

planning: $(SITE_ENV) ## Vertel wat er moet gebeuren, en voor welke zondag
	@scripts/planning

edition: $(SITE_ENV) ## Stel de editie van de komende zondag samen, en zeg wat erin staat
	@scripts/edition

test: $(TEST_ENV) $(NPM_ENV) ## Stijl, typen en de proeven
	@scripts/test

test-all: $(TEST_ENV) $(TOOLS_ENV) $(NPM_ENV) ## Alle proeven; ontbrekend gereedschap (Chromium, nginx, Java) is een fout
	@LOKAAL_REQUIRE_TOOLS=1 scripts/test -m ''

bench: $(SITE_ENV) ## Meet een bouw van N artikelen, naast Hugo (make bench N=10000)
	@scripts/bench $(N)

screenshots: $(TEST_ENV) ## Maak docs/screenshots/ opnieuw: elke soort pagina, telefoon en bureau, licht en donker
	@scripts/screenshots

forms: $(SITE_ENV) ## Werk het formulier in de browser en de schema's voor VS Code bij, na een wijziging in het model
	@scripts/forms

lighthouse: $(TEST_ENV) ## Meet vijf pagina's met Lighthouse, mobiel, de mediaan van drie keer
	@scripts/lighthouse

lock: $(TOOLS_ENV) ## Werk de locks bij na een wijziging in pyproject.toml
	@scripts/lock

audit: $(TOOLS_ENV) ## Kijk na of er kwetsbaarheden bekend zijn in wat de locks noemen
	@scripts/audit

sbom: $(SITE_ENV) $(TOOLS_ENV) ## Schrijf de stuklijst (SBOM) van de site: build/sbom.json
	@scripts/sbom

clean: ## Gooi weg wat een bouw of een proef maakte (.venv blijft)
	@rm -rf site build .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	@find . -path ./.venv -prune -o -type d -name __pycache__ -exec rm -rf {} +

$(SITE_ENV): requirements.lock pyproject.toml
	@scripts/setup site

$(TEST_ENV): requirements-test.lock pyproject.toml
	@scripts/setup test

$(TOOLS_ENV): requirements-tools.lock
	@scripts/setup tools

# Without npm there is nothing to set up; scripts/test says so.
$(NPM_ENV): package-lock.json
	@scripts/setup npm
