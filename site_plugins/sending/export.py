"""An edition as the files that a mail service wants, with a ready call of listmonk's API.

For whoever sends through such a service instead of ``lokaal send``. What the service must put in
each mail is the recipient's own address to unsubscribe: ``[[UNSUBSCRIBE_URL]]`` in ``mail.html``
and ``mail.txt``. In ``campaign.json`` it is listmonk's own already.

listmonk takes a campaign's body and its plain text for templates of Go's ``html/template``. That
leaves out comments, Outlook's layout among them, and fails on a loose ``<`` in plain text; so what
must arrive as it is goes in as a value (``Safe``).
https://listmonk.app/docs/templating/, https://listmonk.app/docs/apis/campaigns/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from email.headerregistry import Address
from pathlib import Path
from typing import Any

from site_plugins.rendering.mail.letter import UNSUBSCRIBE
from site_plugins.rendering.placeholders import inert
from site_plugins.sending.built import Built, read_built
from site_plugins.sending.refusal import Refused

SCRIPT = "listmonk.sh"
_UNSUBSCRIBE = "{{ UnsubscribeURL }}"
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)


def export(built: Path, target: Path) -> list[Path]:
    """Write what a mail service wants of the edition in ``built`` (``build/mail/JJJJ-MM-DD``).

    ``target`` is a new or empty folder: files of another edition would be sent along. The mail of
    a variant goes into a folder of its own there. Returns the files, in order of their path.
    Raises Refused, and OSError where a file can't be read or written.
    """
    edition = read_built(built, date.fromisoformat(built.name))
    if not edition.complete:
        raise Refused(
            f"De mail van {edition.day} is een proef: voor de zondag kan er nog iets bij komen. "
            f"Bouw hem zoals hij dan is: scripts/build --at {edition.sends_at:%Y-%m-%dT%H:%M} "
            "--site-dir build/proef"
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} is er al, en niet leeg. Geef een nieuwe map.")
    files = dict(_files(edition))
    for path, text in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8", newline="\n")
    (target / SCRIPT).chmod(0o755)
    return [target / path for path in sorted(files)]


def _files(edition: Built) -> Iterator[tuple[str, str]]:
    """Each file by its path in the target."""
    yield SCRIPT, Path(__file__).with_name(SCRIPT).read_text(encoding="utf-8")
    for audience, letter in edition.letters.items():
        folder = f"{audience}/" if audience else ""
        yield f"{folder}mail.html", letter.html
        yield f"{folder}mail.txt", letter.text
        # The words of editors, that the service may look into for placeholders of its own.
        yield f"{folder}subject.txt", inert(letter.subject) + "\n"
        yield f"{folder}preheader.txt", inert(edition.manifest["preheader"]) + "\n"
        campaign = json.dumps(listmonk_campaign(edition, audience), ensure_ascii=False, indent=2)
        yield f"{folder}campaign.json", campaign + "\n"


def listmonk_campaign(edition: Built, audience: str) -> dict[str, Any]:
    """What ``POST /api/campaigns`` takes, but for the list and the template.

    The name tells the campaign from all others, and the last tag what is in it.
    """
    sender, letter, day = edition.sender, edition.letter(audience), edition.day.isoformat()
    return {
        "name": " ".join(filter(None, (sender.name, day, audience))),
        "subject": inert(letter.subject),
        "from_email": str(Address(sender.name, addr_spec=sender.address)),
        "type": "regular",
        "messenger": "email",
        "content_type": "html",
        "body": _template(letter.html),
        "altbody": _template_of_text(letter.text),
        "tags": ["nieuwsbrief", day, f"inhoud-{edition.content[:16]}"],
        "send_at": edition.sends_at.isoformat(),
        "headers": [
            {"Reply-To": sender.reply_to},
            {"List-Id": f"<{sender.list_id}>"},
            {"Content-Language": "nl"},
        ],
    }


def _template(html: str) -> str:
    """A mail's HTML as a Go template that gives the same HTML."""
    html = html.replace("@TrackLink", "&#64;TrackLink")  # what listmonk follows links with
    html = _COMMENT.sub(lambda comment: _safe(comment[0]), html)
    return html.replace(UNSUBSCRIBE, _UNSUBSCRIBE)


def _template_of_text(text: str) -> str:
    """A mail's plain text as a Go template that gives the same text."""
    text = text.replace("@TrackLink", "@\u2060TrackLink")
    return _UNSUBSCRIBE.join(map(_safe, text.split(UNSUBSCRIBE)))


def _safe(value: str) -> str:
    """A value that Go takes over as it is: JSON's way to write a string is one of Go's."""
    return "{{ Safe " + json.dumps(value, ensure_ascii=False) + " }}" if value else ""
