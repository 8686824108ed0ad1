"""Readers of what lies elsewhere: other items, people, files under ``media/``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_plugins.loading.blocks import Field, Record, TextOr
from site_plugins.loading.nodes import Mapping, Node, Scalar
from site_plugins.loading.place import Place, scalar
from site_plugins.loading.problems import nearest, shown
from site_plugins.loading.texts import Text, read_address
from site_plugins.model.item import Download, Key, Signatory, Source


@dataclass(frozen=True, slots=True)
class Reference:
    """The file name of another item in one of ``folders``; gives its key."""

    folders: tuple[str, ...]
    in_order: bool = False
    """Whether a name that stands in several folders means the first of them."""

    def __call__(self, node: Node, place: Place) -> Key | None:
        found = scalar(node, place)
        return self.look_up(found.text, node, place) if found else None

    def look_up(self, text: str, node: Node, place: Place) -> Key | None:
        """The key that a name stands for; it may be written with its folder and ``.md``."""
        names = place.report.names
        written = text.removesuffix(".md")
        name = written.rpartition("/")[2]
        place.report.asked.add(name)
        if written == name and len(self.folders) == 1:
            keys = names.get(self.folders[0], {}).get(name, ())
            if len(keys) == 1:
                return keys[0]
        found = [
            (folder, key)
            for folder in (self.folders if written == name else names)
            for key in names.get(folder, {}).get(name, ())
            if written in (name, key, f"{folder}/{name}") or key.endswith(f"/{written}")
        ]
        fitting = [(folder, key) for folder, key in found if folder in self.folders]
        matches = [key for folder, key in fitting if not self.in_order or folder == fitting[0][0]]
        if len(matches) == 1:
            return matches[0]
        if matches:
            message = f"{shown(text)} staat in meer dan één map. Schrijf de map erbij:"
            place.wrong(node, f"{message} {' of '.join(matches)}.")
            return None
        if len(self.folders) > 1 and found:
            fit = ", ".join(f"{folder}/" for folder in self.folders)
            place.wrong(node, f"{shown(text)} kan hier niet staan. Kies een stuk uit {fit}.")
            return None
        if len(self.folders) > 1:
            where = "is niet de naam van een stuk."
        else:
            where = f"bestaat niet in {self.folders[0]}/."
            found = found or [(folder, name) for folder in names if name in names[folder]]
        if elsewhere := ", ".join(dict.fromkeys(f"{folder}/" for folder, _ in found)):
            place.wrong(node, f"{shown(text)} {where} Het staat wel in {elsewhere}.")
            return None
        known = sorted({other for folder in self.folders for other in names.get(folder, {})})
        hint = nearest(name, known)
        if not hint and 0 < len(known) <= 30 and len(self.folders) == 1:
            hint = f" Bekend zijn: {', '.join(known)}."
        place.wrong(node, f"{shown(text)} {where}{hint}")
        return None


GUEST = Record(
    Signatory,
    (
        Field("name", Text(120), "Naam Achternaam", required=True),
        Field("role", Text(200), "raadslid"),
    ),
)


@dataclass(frozen=True, slots=True)
class Named:
    """Someone: a person's file name, or a guest as {name, role}."""

    people: Reference = Reference(("mensen",))
    strict: bool = True
    """Whether a plain text must be a known person; otherwise it may be any name."""

    def __call__(self, node: Node, place: Place) -> Signatory | None:
        if isinstance(node, Mapping):
            found: Signatory | None = GUEST(node, place)
            return found
        if not self.strict and isinstance(node, Scalar) and not node.empty:
            known = place.report.names.get("mensen", {})
            place.report.asked.add(node.text)
            if node.text and node.text not in known:
                return Signatory(name=node.text)
        key = self.people(node, place)
        return Signatory(person=key) if key else None


PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")
DOCUMENTS = (".pdf", ".docx", ".odt", ".xlsx", ".ods", ".pptx", ".odp", ".txt", ".csv")
SOUNDS = (".mp3", ".m4a", ".ogg", ".opus", ".wav")
TRANSCRIPTS = (".txt", ".vtt", ".srt", ".pdf")

_BEFORE_MEDIA = re.compile(r"^(?:\.\./)*/?(?:media/)?")


def in_media(written: str) -> str:
    """The path in ``media/`` of a file, as an editor may write it: with or without that folder."""
    return _BEFORE_MEDIA.sub("", written)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file under ``media/``, written with or without that folder; gives its path in it."""

    endings: tuple[str, ...]

    def __call__(self, node: Node, place: Place) -> str | None:
        found = scalar(node, place)
        if found is None:
            return None
        path = in_media(found.text)
        media = place.report.media
        place.report.asked.add(f"media/{path}")
        if not path.lower().endswith(self.endings):
            endings = ", ".join(self.endings)
            place.wrong(
                node,
                f"{shown(found.text)} kan hier niet. Kies een bestand dat eindigt op {endings}.",
            )
            return None
        if path not in media:
            hint = nearest(path, media) or " Zet het bestand daar neer, of haal de regel weg."
            place.wrong(node, f"{shown(path)} staat niet in media/.{hint}")
            return None
        return path


@dataclass(frozen=True, slots=True)
class MediaOrAddress:
    """A file under ``media/`` or an https address."""

    file: MediaFile

    def __call__(self, node: Node, place: Place) -> str | None:
        if isinstance(node, Scalar) and "://" in node.text:
            if node.text.lower().startswith("http://"):
                # Pages may load sound over https alone.
                place.wrong(node, f"{shown(node.text)} begint met http://. Schrijf https://.")
                return None
            return read_address(node, place)
        return self.file(node, place)


read_source = TextOr(
    Text(400),
    Record(
        Source,
        (
            Field("title", Text(400), "jaarprogramma 2024", required=True),
            Field("year", Text(20), "2024"),
            Field("url", read_address, "https://www.lokaalbestuur.nl/"),
        ),
    ),
)


read_download = TextOr(
    MediaFile(DOCUMENTS + PICTURES),
    Record(
        Download,
        (
            Field("src", MediaFile(DOCUMENTS + PICTURES), "handreiking.pdf", required=True),
            Field("title", Text(200), "De handreiking als pdf"),
        ),
    ),
)
