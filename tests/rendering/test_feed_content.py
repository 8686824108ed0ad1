"""A text as it fits in a feed: nothing in it that only our own pages understand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from site_plugins.model.figures import Figures
from site_plugins.rendering.feed_content import portable
from site_plugins.rendering.text.markdown import render
from site_plugins.rendering.text.targets import Target

PAGE = "https://voorbeeld.nl/map/artikelen/2026/wonen/"
SITE = "https://voorbeeld.nl/map/"
MEMBERS = Figures("Jaar", ("2010", "2020"), ("Leden",), ((Decimal(9),), (Decimal(7),)))
CHART = "```grafiek\nbestand: leden.csv\ntitel: Leden, 2010–2020\nbron: CLB\n```\n"


def laid_out(markdown: str) -> str:
    """Markdown as it comes into a feed."""
    html = render(markdown, Target, {"leden.csv": MEMBERS}, ()).html
    return portable(html, PAGE, SITE)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Van 9.30–16.00 uur", "<p>Van 9.30–16.00 uur</p>"),
        ("## Kop\n\nTekst", "<h2>Kop</h2>\n<p>Tekst</p>"),
        ("[a](/b/?c=1&d=2#e)", '<p><a href="https://voorbeeld.nl/b/?c=1&amp;d=2#e">a</a></p>'),
        ("[a](#b)", f'<p><a href="{PAGE}#b">a</a></p>'),
        ("[a](https://elders.nl/)", '<p><a href="https://elders.nl/">a</a></p>'),
        ("![a](/b.jpg)", '<p><img alt="a" src="https://voorbeeld.nl/b.jpg"></p>'),
        ('` href="/x"` en ` href="#y"`', '<p><code>href="/x"</code> en <code>href="#y"</code></p>'),
        ("- [x] af\n- [ ] niet", "<ul>\n<li>☑ af</li>\n<li>☐ niet</li>\n</ul>"),
        ('<bdo dir="rtl">abc</bdo> <span lang="fr">d</span> <span>e</span>',
         '<p><span dir="rtl">abc</span> <span lang="fr">d</span> e</p>'),
        ("!!! tip\n    Doe dit.", "<div>\n<p><strong>Tip</strong></p>\n<p>Doe dit.</p>\n</div>"),
        ("??? tip\n    Doe dit.", "<div>\n<p><strong>Tip</strong></p>\n<p>Doe dit.</p>\n</div>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    ],
)  # fmt: skip
def test_what_is_left(markdown: str, html: str) -> None:
    """Words, structure and whole addresses stay; classes, ids and what scripts do not."""
    assert laid_out(markdown) == html


def test_columns_keep_their_side() -> None:
    """The column with numbers still stands to the right: by the attribute that readers keep."""
    html = laid_out("| a | b |\n|---|--:|\n| c | 1 |")
    assert '<th align="right">b</th>' in html and '<td align="right">1</td>' in html
    assert html.startswith("<table>") and html.endswith("</table>")


def test_a_footnote_leads_to_the_page() -> None:
    """In a feed no number leads within the text, and there is nothing to go back to."""
    html = laid_out("Zo is het.[^1]\n\n[^1]: Volgens ons.")
    assert f'<sup><a href="{PAGE}#fn:1">1</a></sup>' in html
    assert "Volgens ons." in html and "↩" not in html and "fnref" not in html


def test_a_chart_is_its_table() -> None:
    """A drawing without our style sheet is black: its title, figures and source are left."""
    html = laid_out(CHART)
    assert "<svg" not in html and "Lijngrafiek" not in html and "grafiek" not in html
    assert "<figcaption>Leden, 2010–2020</figcaption>" in html
    assert "<td>9</td>" in html and "Bron: CLB" in html
