"""Whether a file of some format can be read: faults that are in the file alone, in Dutch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile


def xml_faults(data: bytes) -> Iterator[str]:
    """That it is not well-formed, with its namespaces."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
    except expat.ExpatError as error:
        yield f"geen geldige XML ({error})."


def json_faults(data: bytes) -> Iterator[str]:
    """That it is not JSON."""
    try:
        json.loads(data)
    except (ValueError, RecursionError) as error:
        yield f"geen geldige JSON ({error})."


def zip_faults(data: bytes) -> Iterator[str]:
    """What is damaged in a Word document."""
    try:
        damaged = ZipFile(BytesIO(data)).testzip()
    except BadZipFile as error:
        yield f"geen heel Word-bestand ({error})."
    else:
        if damaged:
            yield f"{damaged} erin is beschadigd."


def calendar_faults(data: bytes) -> Iterator[str]:
    """What RFC 5545 forbids: section 3.1 (lines), 3.4 and 3.6 (components)."""
    lines = data.split(b"\r\n")
    if lines.pop() or any(b"\n" in line or b"\r" in line for line in lines):
        yield "een regel die niet op CR LF eindigt."
    if longest := max((n for n, line in enumerate(lines, 1) if len(line) > 75), default=0):
        yield f"regel {longest} is langer dan 75 bytes."
    try:
        data.decode()
    except UnicodeDecodeError:
        yield "geen geldige UTF-8."
    open_parts: list[tuple[bytes, dict[bytes, bytes]]] = []
    seen = set()
    whole = 0
    for line in data.replace(b"\r\n ", b"").split(b"\r\n")[:-1]:
        name, _, value = line.partition(b":")
        if name == b"BEGIN":
            open_parts.append((value, {}))
        elif name == b"END":
            part, values = open_parts.pop() if open_parts else (b"", {})
            if part != value:
                yield f"END:{value.decode(errors='replace')} zonder BEGIN."
                return
            if part == b"VEVENT":
                if not {b"UID", b"DTSTAMP"} <= values.keys():
                    yield "een bijeenkomst zonder UID of DTSTAMP."
                # One of a series that is otherwise has the uid of its series.
                which = values.get(b"UID"), values.get(b"RECURRENCE-ID")
                if which in seen:
                    yield "een bijeenkomst die er twee keer in staat."
                seen.add(which)
            whole += part == b"VCALENDAR"
        elif open_parts:
            open_parts[-1][1][name.partition(b";")[0]] = value
    if open_parts or whole != 1:
        yield "geen hele kalender (VCALENDAR)."
