"""The site that is there and the one before it, which the next build brings up to date."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from site_plugins.delivery.staging import Stage
from site_plugins.engine.store import Store
from site_plugins.engine.tree import Manifest, Source, bring_up_to_date
from site_plugins.engine.trees import Trees
from site_plugins.rendering.output import Output

Texts = dict[str, str]
At = Callable[[str, Trees], None]

# Texts of one path differ in length: builds follow each other within one tick of the clock.
FIRST = {"a/een": "eerste", "a/b/twee": "tweede", "drie": "d", "c/vier": "vierde", "kort": "x"}
SECOND = FIRST | {"drie": "derde", "vijf/zes": "zesde"}
del SECOND["c/vier"]


def finish(path: str, data: bytes) -> tuple[Mapping[str, bytes], Any]:
    return ({".gz": data[::-1]} if len(data) > 3 else {}), len(data)


def tree(folder: Path) -> dict[str, tuple[str, bytes | None]]:
    """Mode and bytes of each file and folder, itself included."""
    found: dict[str, tuple[str, bytes | None]] = {}
    for path in (folder, *folder.rglob("*")):
        data = None if path.is_dir() else path.read_bytes()
        found[str(path.relative_to(folder))] = oct(path.lstat().st_mode), data
    return found


class Killed(BaseException):
    """The build ends here, and does nothing more."""


class Project:
    """A site with what its builds keep."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.site = folder / "site"
        self.cache = folder / "cache"
        self.waiting = self.cache / "site"
        self.workers = workers
        self.taken: Manifest = {}
        """What the last build knew of the folder that it brought up to date."""
        self._made: list[str] = []
        self._fresh = folder / "fresh"

    def _outputs(self, texts: Texts) -> Iterator[Output]:
        for path, text in texts.items():

            def make(path: str = path, text: str = text) -> bytes:
                self._made.append(path)
                return text.encode()

            def key(text: str = text) -> bytes:
                return text.encode().ljust(16)

            yield Output(path, make=make, key=key)

    def build(self, texts: Texts, at: At = lambda at, trees: None) -> set[str]:
        """The paths of what was made, where that is done by this process."""
        self._made.clear()
        before = tree(self.site) if self.site.exists() else None
        trees = Trees(Store(self.cache, b"v" * 16, pytest.fail), self.site, self.cache, "site")
        stage = Stage(self.site)
        stage.lock(pytest.fail)
        try:
            trees.begin(self.workers)
            at("begun", trees)
            (folder,) = stage.begin()
            shutil.rmtree(folder)
            taken = trees.take(folder)
            folder.mkdir(exist_ok=True)
            self.taken = taken.manifest
            outputs = self._outputs(texts)
            made = bring_up_to_date(taken, trees.there(), outputs, finish, self.workers)
            at("made", trees)
            trees.record(folder, made, self.workers)
            at("recorded", trees)
            # Until here the site was as it was.
            assert (tree(self.site) if self.site.exists() else None) == before
            stage.commit()
            at("swapped", trees)
            trees.keep(folder)
        except Killed:
            pass
        finally:
            trees.stop()
            stage.close()
        return set(self._made)

    def fresh(self, texts: Texts) -> dict[str, tuple[str, bytes | None]]:
        """The same site where nothing was before."""
        shutil.rmtree(self._fresh, ignore_errors=True)
        umask = os.umask(0o022)
        try:
            self._fresh.mkdir()
            nothing = Source(Path("nergens"), {})
            outputs = list(self._outputs(texts))
            bring_up_to_date(Source(self._fresh, {}), nothing, outputs, finish, 1)
        finally:
            os.umask(umask)
        return tree(self._fresh)

    def assert_built(self, texts: Texts, *made: str) -> None:
        """A build makes this and no more, and the site is as if it had made everything."""
        assert self.build(texts) == set(made)
        assert tree(self.site) == self.fresh(texts)


@pytest.fixture(params=[1, 2])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    return Project(tmp_path, request.param)


def test_one_build_after_another(project: Project) -> None:
    """The site that is there lends its files, then the one before it is brought up to date."""
    project.assert_built(FIRST, *FIRST)
    assert not project.waiting.exists()
    first = project.site.stat().st_ino
    inodes = {path: (project.site / path).stat().st_ino for path in FIRST}

    project.assert_built(SECOND, "drie", "vijf/zes")
    assert set(project.taken) == set(FIRST)
    for path in ("a/een", "a/b/twee", "kort"):
        assert (project.site / path).stat().st_ino == inodes[path]
        assert (project.waiting / path).stat().st_ino == inodes[path]
    assert tree(project.waiting) == project.fresh(FIRST)
    assert project.waiting.stat().st_ino == first
    second = project.site.stat().st_ino

    # Two as they were at first, one as it is now, and one that neither has.
    zes = (project.site / "vijf/zes").stat().st_ino
    third = SECOND | {"drie": "d", "kort": "langer", "c/vier": "vierde"}
    project.assert_built(third, "kort")
    assert set(project.taken) == set(FIRST)
    assert (project.site.stat().st_ino, project.waiting.stat().st_ino) == (first, second)
    assert (project.site / "drie").stat().st_ino == inodes["drie"]
    assert (project.site / "vijf/zes").stat().st_ino == zes
    assert tree(project.waiting) == project.fresh(SECOND)
    project.assert_built(third)
    project.assert_built(third)


def test_nothing_changes(project: Project) -> None:
    """Then nothing is made, and each file of both sites is one and the same."""
    project.build(FIRST)
    for _ in range(3):
        project.assert_built(FIRST)
        for path in FIRST:
            assert (project.site / path).samefile(project.waiting / path)


def test_many_files(project: Project) -> None:
    """So many that workers share them, and that what stands there doesn't fit in a pipe."""
    texts = {f"map-{n % 7}/{'lange-naam-' * 9}{n}": f"tekst {n}" for n in range(350)}
    project.build(texts)
    assert tree(project.site) == project.fresh(texts)
    changed = sorted(texts)[5:95]
    for more in ("anders", "en nog eens"):
        before = {path: (project.site / path).stat().st_ino for path in texts}
        texts |= {path: texts[path] + more for path in changed}
        project.build(texts)
        assert tree(project.site) == project.fresh(texts)
        same = {path for path in texts if (project.site / path).stat().st_ino == before[path]}
        assert same == texts.keys() - set(changed)


def test_a_web_server_can_read_all_folders(project: Project) -> None:
    """Whatever the umask of who builds."""
    umask = os.umask(0o077)
    try:
        for texts in (FIRST, SECOND, FIRST):
            if project.waiting.exists():
                project.waiting.chmod(0o700)
            project.build(texts)
            modes = {mode for mode, data in tree(project.site).values() if data is None}
            assert modes == {"0o40755"}
            assert tree(project.site) == project.fresh(texts)
    finally:
        os.umask(umask)


@pytest.mark.parametrize("builds", [1, 2])
@pytest.mark.parametrize("written", [True, False])
def test_killed_before_the_swap(project: Project, written: bool, builds: int) -> None:
    """What is known of the site that stayed is still known; that of the new one is of no use."""
    for texts in (FIRST, SECOND)[:builds]:
        project.build(texts)
    there, texts = tree(project.site), (FIRST, SECOND)[builds - 1]

    def kill(at: str, trees: Trees) -> None:
        if at == "recorded":
            if written:
                trees.keep(project.site.with_name("nergens"))  # waits until it is
            raise Killed

    def compare(at: str, trees: Trees) -> None:
        if at == "begun":
            found = {path: entry.facts for path, entry in trees.there().manifest.items()}
            assert found == {path: len(text) for path, text in texts.items()}

    more = texts | {"drie": "nog weer anders", "kort": "wat langer", "nieuw": "n"}
    del more["a/een"]
    assert project.build(more, kill) == {"drie", "kort", "nieuw"}
    assert tree(project.site) == there
    assert project.build(texts | {"drie": "nog weer anders"}, compare) == {"drie"}
    project.assert_built(more, "kort", "nieuw")


@pytest.mark.parametrize("builds", [1, 2])
def test_killed_after_the_swap(project: Project, builds: int) -> None:
    """The new site is there; what the killed build had no time for, the next one makes."""
    for texts in (FIRST, SECOND)[:builds]:
        project.build(texts)

    def kill(at: str, trees: Trees) -> None:
        if at == "swapped":
            raise Killed

    texts = SECOND | {"kort": "wat langer"}
    project.build(texts, kill)
    assert tree(project.site) == project.fresh(texts)
    for more in (texts, FIRST, SECOND):
        project.build(more)
        assert tree(project.site) == project.fresh(more)
    project.assert_built(SECOND)


def test_stopped_while_it_looks(project: Project) -> None:
    """With some of the files lent, the next build starts anew and makes nothing twice."""
    texts = {f"{n % 9}/{n}": "x" * (n % 5 + 1) for n in range(60)}
    project.build(texts)
    before = len(list(Path("/dev/fd").iterdir()))

    def stop(at: str, trees: Trees) -> None:
        raise Killed

    for _ in range(4):
        assert project.build(texts, stop) == set()
        assert len(list(Path("/dev/fd").iterdir())) == before
    project.assert_built(texts)
    project.assert_built(texts)


def change(site: Path) -> None:
    with (site / "a/een").open("a") as file:
        file.write(" en van mij")


def replace(site: Path) -> None:
    (site / "a/een").unlink()
    (site / "a/een").write_text("van mij alleen")


def remove(site: Path) -> None:
    (site / "a/een.gz").unlink()


def link(site: Path) -> None:
    (site / "a/een").unlink()
    (site / "a/een").symlink_to(site / "kort")


def add(site: Path) -> None:
    (site / "a/vreemd").write_text("van mij")
    (site / "leeg/dieper").mkdir(parents=True)
    (site / "map").symlink_to(site / "a", target_is_directory=True)


@pytest.mark.parametrize("damage", [change, replace, remove, link, add])
@pytest.mark.parametrize("where", ["lent", "site", "waiting"])
def test_changed_by_hand(project: Project, where: str, damage: Callable[[Path], None]) -> None:
    """What belongs there comes back, made where no other folder has it; the rest goes."""
    project.build(FIRST)
    if where != "lent":
        project.build(FIRST | {"kort": "anders"})
    damage(project.waiting if where == "waiting" else project.site)
    # A file that is changed in place is that of both folders.
    lost = damage is change or (where == "lent" and damage is not add)
    project.assert_built(FIRST, *(["a/een"] if lost else []))
    project.assert_built(FIRST)
    project.assert_built(FIRST)


def test_a_waiting_folder_that_nobody_knows(project: Project) -> None:
    """Nothing that is in it gets into the site, whatever it is called."""
    shutil.copytree(Path(__file__).parent, project.waiting / "a", symlinks=True)
    (project.waiting / "a/een").write_text("eerste")
    (project.waiting / "drie/map").mkdir(parents=True)
    project.assert_built(FIRST, *FIRST)
    project.assert_built(SECOND, "drie", "vijf/zes")


@pytest.mark.parametrize("gone", ["record", "site", "waiting", "all"])
def test_a_part_is_gone(project: Project, gone: str) -> None:
    """Of what is not known everything is made, of what is known only what neither has."""
    project.build(FIRST)
    project.build(SECOND)
    match gone:
        case "record":
            for file in project.cache.iterdir():
                if file.is_file():
                    file.unlink()
        case "site":
            shutil.rmtree(project.site)
        case "waiting":
            shutil.rmtree(project.waiting)
        case "all":
            shutil.rmtree(project.cache)
    new = SECOND | {"kort": "anders"}
    lacks = {"site": {"drie", "vijf/zes", "kort"}, "waiting": {"kort"}}
    project.assert_built(new, *lacks.get(gone, new))
    project.assert_built(new)
    project.assert_built(new)


_DEADLY: list[bool] = []
os.register_at_fork(
    after_in_child=lambda: os.kill(os.getpid(), signal.SIGKILL) if _DEADLY else None
)


@pytest.fixture
def deadly() -> Iterator[Callable[[bool], None]]:
    """While it is set, each new process is killed by the system."""

    def put(on: bool) -> None:
        _DEADLY[:] = [True] if on else []

    yield put
    put(False)


@pytest.mark.parametrize("builds", [1, 2])
@pytest.mark.parametrize("who", ["looks", "saves"])
def test_who_works_aside_is_killed(
    tmp_path: Path, deadly: Callable[[bool], None], who: str, builds: int
) -> None:
    """The site comes out right, then and later."""
    project = Project(tmp_path, 2)
    for texts in (FIRST, SECOND)[:builds]:
        project.build(texts)

    def kill(at: str, trees: Trees) -> None:
        deadly(at == "made" and who == "saves")

    deadly(who == "looks")
    texts = SECOND | {"kort": "wat langer"}
    made = project.build(texts, kill)
    assert tree(project.site) == project.fresh(texts)
    assert "kort" in made and "a/een" not in made
    deadly(False)
    for more in (texts, FIRST, SECOND):
        made = project.build(more)
        assert tree(project.site) == project.fresh(more)
    project.assert_built(SECOND)
