"""The search index: made by Pagefind from documents, and kept until one of them changes.

Pagefind is a program (https://pagefind.app/docs/running-pagefind/). It reads a folder that is
made for it and writes another, both temporary and in the new site, so that the next build removes
what a killed one leaves; it asks nothing of a network.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from pagefind_bin_extended import get_executable  # type: ignore[import-untyped]

from site_plugins.projections.addresses import SEARCH_FOLDER
from site_plugins.publication import Output
from site_plugins.rendering.keeping import Keep

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


class SearchFailed(Exception):
    """Pagefind made no index; the text says why, in Dutch."""


def index_outputs(documents: Mapping[str, str], keep: Keep, folder: Path) -> list[Output]:
    """The files of the index of ``documents``; what was kept of the same ones is not made anew.

    ``documents`` holds HTML by the path of the page it is about, below the site's root. Without
    any there is no index. ``folder`` exists, and is for this build alone: Pagefind works in a
    temporary one in there. Raises SearchFailed and OSError.
    """
    if not documents:
        return []
    # Other documents, or another Pagefind, are another index.
    told = json.dumps([version(_PROGRAM), _ENTRIES, documents], sort_keys=True)
    key = hashlib.sha256(told.encode()).hexdigest()
    packed = keep(key, lambda: _packed(_made(documents, folder)))
    with ZipFile(io.BytesIO(packed)) as archive:
        return [
            Output(f"{SEARCH_FOLDER}/{name}", archive.read(name)) for name in archive.namelist()
        ]


def _made(documents: Mapping[str, str], within: Path) -> dict[str, bytes]:
    """What Pagefind makes, by its path in the folder of the index."""
    with tempfile.TemporaryDirectory(prefix=".zoeken-", dir=within) as name:
        folder = Path(name)
        for path, text in documents.items():
            file = folder / "documents" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        command = [str(get_executable()), "--site", "documents", "--output-path", "index"]
        command += ["--force-language", LANGUAGE, "--quiet"]
        try:
            # Without an environment: nothing that is set there changes what it does.
            done = subprocess.run(
                command,
                cwd=folder,
                env={},
                capture_output=True,
                text=True,
                timeout=MOST_SECONDS,
                check=False,
            )
        except OSError as error:
            raise SearchFailed(f"Zoeken: Pagefind kan niet starten ({error.strerror})") from error
        except subprocess.TimeoutExpired as error:
            limit = f"{MOST_SECONDS:g} seconden"
            raise SearchFailed(f"Zoeken: Pagefind was na {limit} nog niet klaar") from error
        files = {} if done.returncode else _wanted(folder / "index")
    if not set(_ENTRIES) <= files.keys():
        reason = " ".join((done.stderr or done.stdout).split())[-500:] or done.returncode
        raise SearchFailed(f"Zoeken: Pagefind maakte geen index ({reason})")
    return _in_order(files)


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


def _wanted(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and (file.name in _ENTRIES or file.suffix in _PARTS)
    }


def _packed(files: Mapping[str, bytes]) -> bytes:
    """As one file without times, so that there is a whole index or none."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name), data)
    return packed.getvalue()
