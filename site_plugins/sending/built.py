"""A built edition, read back from ``build/mail/JJJJ-MM-DD/``: what is sent is what was built."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from site_plugins.rendering.mail.letter import Mail
from site_plugins.rendering.mail.manifest import content_hash
from site_plugins.rendering.mail.message import Letter, Sender
from site_plugins.sending.refusal import Refused


@dataclass(frozen=True, slots=True)
class Built:
    """What ``manifest.json`` tells, and the letters by the slug of their audience."""

    day: date
    content: str
    """SHA-256 of everything that readers get, in hexadecimal."""
    subject: str
    url: str
    sender: Sender
    sends_at: datetime
    complete: bool
    """Built when nothing could come to it any more; before, it is a proof."""
    letters: Mapping[str, Letter]
    """``""`` is the one for all."""
    warnings: tuple[str, ...]
    manifest: Mapping[str, Any]

    def letter(self, audience: str) -> Letter:
        """The letter of an audience; the one for all where it has none of its own."""
        return self.letters.get(audience) or self.letters[""]


def read_built(folder: Path, day: date) -> Built:
    """The edition in ``folder``. Raises Refused where it is not as the build left it."""
    file = folder / "manifest.json"
    try:
        manifest = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise Refused(
            f"{folder} heeft geen gebouwde mail. Bouw eerst: make site. Voor een proef van een "
            f"zondag die nog komt: scripts/build --at {day}T08:00 --site-dir build/proef"
        ) from None
    except ValueError:
        raise Refused(f"{file} is beschadigd. Bouw opnieuw: make site") from None
    try:
        return _built(folder, manifest, day)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(
            f"{file} is beschadigd, of van een andere versie. Bouw opnieuw: make site"
        ) from None


def _built(folder: Path, manifest: Mapping[str, Any], day: date) -> Built:
    if manifest["edition"] != day.isoformat():
        raise Refused(f"{folder} is van een andere editie. Bouw opnieuw: make site")
    files = {name: _file(folder / name, about) for name, about in manifest["files"].items()}
    mails = {
        audience: Mail(files[variant["html"]].decode(), files[variant["text"]].decode())
        for audience, variant in manifest["variants"].items()
    }
    subject = manifest["subject"]
    if "" not in mails or manifest["content"] != content_hash(subject, mails):
        raise ValueError
    sends_at = datetime.fromisoformat(manifest["sends_at"])
    if sends_at.tzinfo is None:
        raise ValueError
    return Built(
        day=day,
        content=manifest["content"],
        subject=subject,
        url=manifest["url"],
        sender=Sender(**manifest["sender"]),
        sends_at=sends_at,
        complete=manifest["complete"] is True,
        letters={name: Letter(day, subject, mail.html, mail.text) for name, mail in mails.items()},
        warnings=tuple(manifest["warnings"]),
        manifest=manifest,
    )


def _file(file: Path, about: Mapping[str, Any]) -> bytes:
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise Refused(f"{file} ontbreekt. Bouw opnieuw: make site") from None
    if hashlib.sha256(content).hexdigest() != about["sha256"]:
        raise Refused(f"{file} is na de bouw veranderd. Bouw opnieuw: make site")
    return content
