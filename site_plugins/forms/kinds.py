"""What editors call each folder, and in which order its keys are asked."""

from __future__ import annotations

from dataclasses import dataclass

from site_plugins.loading.schema import COMMON, HOME, SCHEMAS
from site_plugins.loading.shape import Part, parts_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A folder of ``content/`` as its editors know it."""

    name: str
    one: str
    about: str
    icon: str
    """Of Material Symbols, which the form shows beside the name."""


KINDS: dict[str, Kind] = {
    "artikelen": Kind(
        "Artikelen", "Artikel", "Nieuws, interviews, columns en podcasts.", "article"
    ),
    "agenda": Kind("Agenda", "Bijeenkomst", "Alles met een dag en een tijd.", "event"),
    "nieuwsbrief": Kind("Nieuwsbrief", "Editie", "De mail van elke zondag.", "mail"),
    "netwerken": Kind("Netwerken", "Netwerk", "De netwerken van de vereniging.", "hub"),
    "afgehaakt": Kind(
        "Afgehaakt Nederland", "Regio", "Wat we per streek leerden, en wat er moet gebeuren.", "map"
    ),
    "handreikingen": Kind("Handreikingen", "Handreiking", "Hoe je iets aanpakt.", "menu_book"),
    "motiebank": Kind(
        "Motiebank", "Stuk", "Moties, amendementen en vragen om te gebruiken.", "gavel"
    ),
    "scholing": Kind("Scholing", "Training", "Cursussen, colleges en workshops.", "school"),
    "onderzoek": Kind(
        "Onderzoek", "Onderzoek", "Wat we onderzoeken en onderzochten.", "query_stats"
    ),
    "mensen": Kind("Mensen", "Persoon", "Wie er schrijft, spreekt en organiseert.", "person"),
    "onderwerpen": Kind("Onderwerpen", "Onderwerp", "De onderwerpen waar je uit kiest.", "sell"),
    "doelgroepen": Kind("Doelgroepen", "Doelgroep", "Voor wie een stuk is.", "groups"),
    "over": Kind("Over de vereniging", "Pagina", "Bestuur, bureau, contact en privacy.", "info"),
}
"""By folder, in the order of the work."""
HOME_KIND = Kind("Voorpagina", "Voorpagina", "De vaste tekst van de voorpagina.", "home")
HOME_NAME = "index"
"""The front page is a file, not a folder."""

_FIRST = ("title", "description", "draft", "date")
_BELOW = ("topics", "audiences")
_AFTER_BODY = (
    *("image", "layers", "chapeau", "series", "networks", "regions", "guides", "sidebars"),
    *("audio", "sponsor", "related", "sources"),
)
"""What most items do without, so that nobody has to pass it by on the way to the text."""


def parts_of_kind(folder: str) -> tuple[Part, ...]:
    """The keys of a folder, or of the front page."""
    return parts_of(SCHEMAS.get(folder, HOME).fields)


def in_order(folder: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The keys in the order in which an editor needs them: those before the text, those after."""
    parts = {part.name: part for part in parts_of_kind(folder)}
    common = {field.name for field in COMMON}
    own = [name for name in parts if name not in common and name not in _AFTER_BODY]
    before = [*_FIRST, *own, *_BELOW]
    known = [name for name in _AFTER_BODY if name in parts]
    after = [*known, *(n for n in parts if n not in before and n not in known)]
    return tuple(parts[name] for name in before), tuple(parts[name] for name in after)
