"""After any edits, a build with all that earlier builds left is the clean build, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.comparing import build, clean_build, differences, left_over, problems
from tests.engine.world import new_world

SEQUENCES = [
    *((seed, 3) for seed in range(20)),
    *(pytest.param(seed, 3, marks=pytest.mark.slow) for seed in range(20, 220)),
]
"""Each with its number of edits."""


@pytest.mark.parametrize(("seed", "edits"), SEQUENCES)
def test_any_edits(tmp_path: Path, seed: int, edits: int) -> None:
    """Text, titles, dates, names, terms, media, time, settings, theme: every file of site and mail
    is that of a clean build, and no other file or empty folder is left.
    """
    world = new_world(tmp_path / "project", seed)
    assert build(world.folder, world).returncode == 0
    story = []
    for number in range(edits):
        story.append(f"{number + 1}. {world.edit()}")
        done = build(world.folder, world)
        clean = clean_build(tmp_path / f"schoon-{number}", world)
        said = "\n".join(("", *story, done.stderr, clean.stderr))
        assert "Traceback" not in done.stderr + clean.stderr, said
        assert done.returncode == clean.returncode, said
        if clean.returncode:
            assert problems(done) == problems(clean), said
            continue
        assert differences(world.folder, tmp_path / f"schoon-{number}") == [], said
        assert left_over(world.folder) == [], said
