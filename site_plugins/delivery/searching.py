"""The search index: made by Pagefind from documents, and kept until one of them changes.

Pagefind is a program (https://pagefind.app/docs/running-pagefind/). It is told the documents and
tells the files of the index: it reads and writes nothing, and asks nothing of a network.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile, ZipInfo

from pagefind_bin_extended import get_executable  # type: ignore[import-untyped]

from site_plugins.projections.addresses import SEARCH_FOLDER
from site_plugins.rendering.keeping import Keep
from site_plugins.rendering.output import Output

KEPT_BYTES = 50_000_000
"""Of old indexes: the one of 400 pages takes half a megabyte."""
LANGUAGE = "nl"
MOST_SECONDS = 900.0
"""Of Pagefind, by the clock; 5,000 pages take it some twenty seconds on an idle machine."""
# Of what Pagefind writes, what the search page fetches. The rest are interfaces of its own, and
# the words of other languages.
_ENTRIES = ("pagefind.js", "pagefind-entry.json", f"wasm.{LANGUAGE}.pagefind")
_PARTS = (".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")
_PROGRAM = "pagefind-bin-extended"
_WAY = 3
"""Of making an index: raised where the same documents become another one, so that none is kept."""


class SearchFailed(Exception):
    """Pagefind made no index; the text says why, in Dutch."""


def index_outputs(documents: Mapping[str, bytes], keep: Keep, folder: Path) -> list[Output]:
    """The files of the index of ``documents``; what was kept of the same ones is not made anew.

    ``documents`` holds HTML by the path of the page it is about, below the site's root. Without
    any there is no index. ``folder`` is where Pagefind stands while it works. Raises SearchFailed
    and OSError.
    """
    if not documents:
        return []
    return _unpacked(keep(_key(documents), lambda: _packed(_made(documents, folder))))


def _key(documents: Mapping[str, bytes]) -> str:
    """Other documents, or another Pagefind, are another index."""
    told = hashlib.sha256(json.dumps([_WAY, version(_PROGRAM), _ENTRIES]).encode())
    for path, text in sorted(documents.items()):
        told.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(text).digest())
    return told.hexdigest()


def _unpacked(packed: bytes) -> list[Output]:
    with ZipFile(io.BytesIO(packed)) as archive:
        return [
            Output(f"{SEARCH_FOLDER}/{name}", archive.read(name)) for name in archive.namelist()
        ]


def _made(documents: Mapping[str, bytes], within: Path) -> dict[str, bytes]:
    """What Pagefind makes, by its path in the folder of the index.

    The documents are told one by one: in a folder it would take them in the order of the disk,
    which numbers the pages, so that each machine would make other files of them.
    """
    answers = _answers(_messages(documents), len(documents) + 2, within)
    mistakes = [str(answer["message"]) for answer in answers if answer["type"] == "Error"]
    files = {
        file["path"]: base64.b64decode(file["content"]) for file in answers[-1].get("files", ())
    }
    if mistakes or not set(_ENTRIES) <= files.keys():
        reason = " ".join(mistakes)[-500:] or "zonder de bestanden die erbij horen"
        raise SearchFailed(f"Zoeken: Pagefind maakte geen index ({reason})")
    return _in_order({name: data for name, data in sorted(files.items()) if _wanted(name)})


def _messages(documents: Mapping[str, bytes]) -> Iterator[bytes]:
    """What Pagefind is asked, one after the other, so that all of it is never there at once."""
    index = {"index_id": 0}
    yield _message(0, {"type": "NewIndex", "config": {"force_language": LANGUAGE}})
    for number, (path, text) in enumerate(sorted(documents.items()), start=1):
        file = {"file_path": path, "file_contents": text.decode()}
        yield _message(number, {"type": "AddFile", **index, **file})
    yield _message(len(documents) + 1, {"type": "GetFiles", **index})


def _message(number: int, payload: Mapping[str, object]) -> bytes:
    told = json.dumps({"message_id": number, "payload": payload})
    return base64.b64encode(told.encode()) + b","


def _answers(messages: Iterable[bytes], count: int, folder: Path) -> list[dict[str, Any]]:
    """What Pagefind answers as a service: to each message one. Raises SearchFailed.

    A message is JSON in base64, and ends with a comma; https://pagefind.app/docs/py-api/ is made
    of the same. The end of its input would stop it before it has answered.
    """
    try:
        # Without an environment: nothing that is set there changes what it does.
        process = subprocess.Popen(
            [str(get_executable()), "--service"],
            cwd=folder,
            env={},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise SearchFailed(f"Zoeken: Pagefind kan niet starten ({error.strerror})") from error
    too_late = threading.Event()

    def stop() -> None:
        too_late.set()
        process.kill()

    limit = threading.Timer(MOST_SECONDS, stop)
    limit.start()
    with process, ThreadPoolExecutor(1) as writer:
        assert process.stdin and process.stdout and process.stderr
        try:
            writer.submit(_send, process.stdin, messages)
            found = list(islice(_read(process.stdout), count))
            said = b"" if len(found) == count else process.stderr.read()
        finally:
            limit.cancel()
            process.kill()
    if too_late.is_set():
        seconds = f"{MOST_SECONDS:g} seconden"
        raise SearchFailed(f"Zoeken: Pagefind was na {seconds} nog niet klaar")
    if len(found) < count:
        reason = " ".join(said.decode("utf-8", "replace").split())[-500:] or process.returncode
        raise SearchFailed(f"Zoeken: Pagefind maakte geen index ({reason})")
    return found


def _read(answers: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Each answer as soon as it is there."""
    part = bytearray()
    while data := os.read(answers.fileno(), 1 << 16):
        part += data
        if b"," in data:
            *whole, rest = part.split(b",")
            part = bytearray(rest)
            yield from (json.loads(base64.b64decode(each))["payload"] for each in whole)


def _send(to: IO[bytes], messages: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # it has stopped, which its answers show
        for message in messages:
            left = memoryview(message)
            while left:
                left = left[os.write(to.fileno(), left) :]


# A filter in the list of them: an array of two texts (CBOR, RFC 8949), a name in ASCII and a hash.
_FILTER = rb"\x82(?:[\x60-\x77]|\x78[\x18-\xff])[\x20-\x7e]+?\x6anl_[0-9a-f]{7}"
_FILTERS = re.compile(rb"(?:" + _FILTER + rb"){2,}", re.DOTALL)


def _in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same with the filters sorted: Pagefind 1.5 lists them in another order each time."""
    (old,) = (name for name in files if name.endswith(".pf_meta"))
    plain = gzip.decompress(files[old])
    plain = _FILTERS.sub(lambda m: b"".join(sorted(re.findall(_FILTER, m[0], re.DOTALL))), plain)
    before = old.split(".")[1]
    after = f"{LANGUAGE}_{hashlib.sha256(plain).hexdigest()[:10]}"
    ordered = {name: data for name, data in files.items() if name != old}
    entry = ordered["pagefind-entry.json"].replace(before.encode(), after.encode())
    ordered["pagefind-entry.json"] = entry
    ordered[f"pagefind.{after}.pf_meta"] = gzip.compress(plain, mtime=0)
    return ordered


def _wanted(name: str) -> bool:
    return name in _ENTRIES or Path(name).suffix in _PARTS


def _packed(files: Mapping[str, bytes]) -> bytes:
    """As one file without times, so that there is a whole index or none."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name), data)
    return packed.getvalue()
