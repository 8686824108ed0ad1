"""What readers call things, and the order in which they find them."""

from __future__ import annotations

import pytest

from site_plugins.model.organisation import Person
from site_plugins.projections.names import EDITORS, sort_name


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Yusuf Çelik", "celik"),
        ("Ralph van Hertum", "hertum"),
        ("Wilma de Boer-Leijsma", "boer-leijsma"),
        ("Constantijn Janssen op de Haar", "janssen-op-de-haar"),
        ("Jan Erik Keman", "keman"),
        ("Hélène Oppatja", "oppatja"),
    ],
)
def test_people_stand_at_the_main_part_of_their_surname(name: str, place: str) -> None:
    """A prefix such as "van" and an accent don't count."""
    person = Person(key="mensen/x", slug="x", title=name, id="x")
    assert sort_name(person).startswith(place)


def test_the_editors_stand_at_their_own_name() -> None:
    """The editors have no surname: they stand at the R of Redactie."""
    editors = Person(key=EDITORS, slug="redactie", title="Redactie Lokaal Bestuur", id="x")
    assert sort_name(editors) == "redactie-lokaal-bestuur"
