"""Dutch words that must meet, on the real site: what is asked, and what that has to find."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Built

pytestmark = pytest.mark.browser

PAIRS = """
raadslid raadsleden, raadsleden raadslid, statenlid statenleden, statenleden statenlid, lid leden
leden lid, lid commissieleden, leden raadslid, bestuurslid bestuursleden, stad steden, steden stad
gebiedscommissieleden gebiedscommissielid, db-lid db-leden, aspirant-lid aspirant-leden
politicus politici, politici politicus, wet wetten, kind kinderen, kinderen kind, huizen huis
bestuur besturen, besturen bestuur, bestuurder besturen, bestuurder waterschapsbestuurders
bestuur waterschapsbesturen, raad gemeenteraad, raad raadsleden, gemeenteraad raad
wethouder wethouders, wethouders wethouder, wethouder wethoudersbijeenkomst, staten statenleden
waterschap waterschappen, waterschappen waterschap, waterschap waterschappers
woning woningen, woning woningbouw, bouw woningbouw, corporatie woningcorporaties
zorg jeugdzorg, zorg mantelzorg, jeugd jeugdzorg, brief nieuwsbrief, huis dorpshuis
kiezer kiezen, kiezen gekozen, gekozen kiezen, verkiezing gemeenteraadsverkiezingen
motie voorbeeldmoties, vraag vragen, vergadering ledenvergadering, begroting begroten
cijfer opkomstcijfers, bedrijf bedrijven, stuk stukjes, provinciale provincie
gemeentelijk gemeente, regionaal regio, stikstofbeleid stikstof, WETHOUDERS wethouder
financien financiën, financiën gemeentefinanciën, ideeen ideeën, idee ideeën, helene hélène
orientatie oriëntatie, celik çelik, e-mail email, email mail, mail mailadres, 2026 2026
"""

MISTAKES = """
wetouder wethouder, wethoudr wethouder, gemeenteraat gemeenteraad, stikstov stikstof
watershap waterschap, raadslit raadslid, radslid raadslid, raadsleeden raadsleden
statenlit statenlid, bestuurer bestuurder, verkiesing verkiezing, verkiezignen verkiezingen
vergadring vergadering, jeugzorg jeugdzorg, begrotting begroting, nieuwsbreif nieuwsbrief
financieen financiën, volkshuisvestiging volkshuisvesting, gemente gemeente, provintie provincie
burgermeester burgemeester, mottie motie, zorch zorg, woningnood woning
"""


def pairs(text: str) -> list[tuple[str, ...]]:
    return [tuple(pair.split()) for pair in re.split("[,\n]", text) if pair]


@pytest.fixture(scope="module")
def texts(real_site: Built) -> dict[str, str]:
    """What is in the index of each page, by its id there."""
    found = {}
    for file in (real_site.site / "pagefind" / "fragment").glob("*.pf_fragment"):
        row = json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[file.stem] = f"{row['meta']['title']} {row['content']}".lower()
    return found


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The search page, once for all words."""
    page = browser.new_page()
    page.goto(f"{address}/zoeken/")
    yield page
    page.close()


@pytest.mark.parametrize(("asked", "held"), pairs(PAIRS))
def test_words_that_meet(page: Page, texts: dict[str, str], asked: str, held: str) -> None:
    """Every page that holds the one word is found by the other."""
    word = re.compile(rf"(?<![\w-]){held}(?![\w-])")
    expected = {name for name, text in texts.items() if word.search(text)}
    if not expected:
        pytest.skip(f"'{held}' staat niet in de inhoud")
    # The engine of the page itself; not its list, that shows ten at a time.
    found = page.evaluate(
        """async (asked) => {
          const engine = await import(`${location.origin}/pagefind/pagefind.js`);
          return (await engine.search(asked)).results.map((result) => result.id);
        }""",
        asked,
    )
    assert expected <= set(found)


@pytest.mark.parametrize(("asked", "meant"), pairs(MISTAKES))
def test_a_mistake_in_a_word(page: Page, asked: str, meant: str) -> None:
    """What was meant is offered."""
    page.get_by_role("searchbox").fill(asked)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#bedoeld")).to_have_text(f"Bedoelde je {meant}?")
