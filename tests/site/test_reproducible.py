"""The same content at the same moment is the same bytes, whatever machine builds it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from site_plugins.projections.addresses import DESK
from tests.conftest import ROOT, Built
from tests.doors import program
from tests.site.reading import AT, NOW

CONTENT = ROOT / "content"
EPOCH = str(int(NOW.timestamp()))


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def assert_same(found: Path, wanted: Path) -> None:
    """Both folders hold the same files with the same bytes."""
    here, there = bytes_of(found), bytes_of(wanted)
    assert list(here) == list(there)
    assert [name for name, data in here.items() if data != there[name]] == []


def shuffled_copy(source: Path, target: Path) -> Path:
    """The same files, made in another order and with other times."""
    chance = random.Random(33)
    files = [file for file in sorted(source.rglob("*")) if file.is_file()]
    chance.shuffle(files)
    for number, file in enumerate(files):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        moment = 946_684_800 + 86_400 * number
        os.utime(copy, (moment, moment))
    return target


MACHINES = {
    "elsewhere": ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o077),
    "another": (
        {
            "TZ": "America/St_Johns",
            "LC_ALL": "tr_TR.UTF-8",
            "LANG": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "4242",
            "PYTHONIOENCODING": "ascii",
        },
        0o002,
    ),
}


@pytest.mark.parametrize("machine", [pytest.param("elsewhere", marks=pytest.mark.slow), "another"])
def test_another_machine(real_site: Built, tmp_path: Path, machine: str) -> None:
    """Time zone, locale, hash seed, umask, and the order, age and place of files don't matter.

    SOURCE_DATE_EPOCH is the same clock as ``--at``.
    """
    assert real_site.code == 0, real_site.err
    env, umask = MACHINES[machine]
    content = shuffled_copy(CONTENT, tmp_path / "een andere map" / "inhoud")
    done = subprocess.run(
        [
            *(program("lokaal"), "build", "--content", str(content)),
            *("--site-dir", str(tmp_path / "uit"), "--mail-dir", str(tmp_path / "post")),
        ],
        cwd=ROOT,
        env={**os.environ, **env, "SOURCE_DATE_EPOCH": EPOCH},
        umask=umask,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert_same(tmp_path / "uit", real_site.site)
    assert_same(tmp_path / "post", real_site.mail)


@pytest.mark.slow
def test_at_wins_from_the_machine(real_site: Built, tmp_path: Path) -> None:
    """With ``--at`` the clock of the machine and SOURCE_DATE_EPOCH say nothing."""
    done = subprocess.run(
        [
            *(program("lokaal"), "build", "--at", AT),
            *("--site-dir", str(tmp_path / "uit"), "--mail-dir", str(tmp_path / "post")),
        ],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert_same(tmp_path / "uit", real_site.site)


def test_nothing_of_the_machine_is_in_the_output(real_site: Built) -> None:
    """No path, user or host of the machine that builds stands in any file."""
    for word in (str(ROOT), str(Path.home()), str(real_site.site.parent), "localhost", "127.0.0.1"):
        if len(word) > 1:
            # The editors' form, a program of others, speaks of working on one's own machine.
            found = [file for file in real_site.holding(word) if not file.startswith(f"{DESK}/")]
            assert found == [], word
