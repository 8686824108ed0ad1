"""New folders beside the old ones, which take their place when everything in them is right.

Whatever stops a build (a mistake, a signal, a kill, a full disk), the old folders are whole:
nothing is written in them. What a killed build leaves is removed by the next.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from site_plugins.delivery.exchange import exchange

WAITING = "Er loopt al een bouw van deze site; deze wacht daarop."
STAYS = "de oude staat er nog"
STOPPED = "De bouw is afgebroken; de site die er staat is heel."

_REASONS = {
    errno.ENOSPC: "de schijf is vol. Maak ruimte vrij",
    errno.EDQUOT: "het quotum van deze gebruiker is op. Maak ruimte vrij",
    errno.EROFS: "de schijf is alleen-lezen. Kies een andere map",
    errno.EACCES: "daar mag deze gebruiker niet bij. Kies een andere map",
    errno.EPERM: "daar mag deze gebruiker niet bij. Kies een andere map",
    errno.EBUSY: "het is een koppelpunt (mount) en kan niet weg. Kies een map daarbinnen",
    errno.EXDEV: "de map hoort bij een andere schijf dan de map erboven. Kies een map daarbinnen",
    errno.ENOENT: "dit bestaat niet",
    errno.EEXIST: "hier staat al iets",
    errno.ENOTDIR: "hier loopt het pad door een bestand, dat geen map is",
    errno.EISDIR: "dit is een map",
    errno.ENAMETOOLONG: "de naam is te lang. Kies een kortere",
    errno.ELOOP: "de link leidt naar zichzelf",
    errno.EFBIG: "een bestand wordt groter dan hier mag",
    errno.EMFILE: "er staan te veel bestanden tegelijk open",
    errno.EIO: "de schijf geeft een fout",
    errno.EADDRINUSE: "dit adres is al in gebruik. Stop het andere voorbeeld met Ctrl en C, of "
    "kies een ander adres: scripts/serve --address 127.0.0.1:8001",
    errno.EADDRNOTAVAIL: "dit adres heeft deze machine niet. Kies een ander met --address",
}
# Finder makes these in any folder that someone looks at.
_WORTHLESS = {".DS_Store"}

Swap = Callable[[Path, Path], None]


class WrongPlace(Exception):
    """An output can't go where it should; the text says why, and nothing was changed."""


def reason(error: OSError) -> str:
    """What the system says of a file or a disk, in Dutch where it is to be expected."""
    known = _REASONS.get(error.errno or 0)
    return known or f"lezen of schrijven lukt niet ({error.strerror or error})"


def refuse(folder: Path, sign: str, needed: Iterable[Path]) -> None:
    """Raise WrongPlace for a folder whose replacement would lose what others need.

    ``sign`` is a pattern of the files that tell an output of ours from any other folder;
    ``needed`` are folders that must stay.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise WrongPlace(f"{folder} is geen map.")
    # Not Path.home or Path.expanduser, which raise RuntimeError for a user without one.
    home = Path(os.path.expanduser("~"))  # noqa: PTH111
    if any(folder == path or folder in path.parents for path in (*needed, home)):
        raise WrongPlace(f"{folder} zou verdwijnen, en daar staat het project of de inhoud in.")
    if os.path.ismount(folder):
        raise WrongPlace(f"{folder}: {_REASONS[errno.EBUSY]}.")
    if folder.is_dir() and any(folder.iterdir()) and not any(folder.glob(sign)):
        raise WrongPlace(f"in {folder} staan andere bestanden. Kies een lege of nieuwe map.")


class Stage:
    """New folders for a few places, of which the last is the one that matters most."""

    def __init__(self, *places: Path) -> None:
        """``places`` may be links to folders: the links stay."""
        # Not Path.resolve, which raises RuntimeError for a loop of links.
        self.places = tuple(Path(os.path.realpath(place)) for place in places)
        self.folders: tuple[Path, ...] = ()
        """The new folder of each place, once ``begin`` made them."""
        self._exit = ExitStack()

    def lock(self, say: Callable[[str], None]) -> None:
        """Wait for builds of the same places (``say`` tells so), and clear up after killed ones.

        Until ``close`` no other build gets here. Raises OSError.
        """
        for place in self.places:
            place.parent.mkdir(parents=True, exist_ok=True)
        # All builds lock in one order, so that two can't wait for each other. A folder's own
        # lock needs no file, and the kernel frees it with the process that holds it.
        parents = {(s.st_dev, s.st_ino): p.parent for p in self.places if (s := p.parent.stat())}
        for _, parent in sorted(parents.items()):
            descriptor = os.open(parent, os.O_RDONLY)
            self._exit.callback(os.close, descriptor)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(WAITING)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        for place in self.places:
            _clear_up(place)

    def begin(self) -> tuple[Path, ...]:
        """Make the new folders, readable for a web server whatever the umask is.

        Until ``close`` this process makes files of mode 0644 and folders of 0755.
        """
        self._exit.callback(os.umask, os.umask(0o022))
        for place in self.places:
            folder = Path(tempfile.mkdtemp(prefix=_new(place), dir=place.parent))
            self._exit.callback(shutil.rmtree, folder, ignore_errors=True)
            self.folders += (folder,)
            folder.chmod(0o755)
        return self.folders

    def commit(self, swap: Swap = exchange) -> None:
        """Put each new folder in its place. Raises WrongPlace and OSError: then none is."""
        for folder, place in zip(self.folders, self.places, strict=True):
            _refuse_hidden(place, folder)
        done: list[tuple[Path, Path]] = []
        with _without_signals():
            try:
                for folder, place in zip(self.folders, self.places, strict=True):
                    _put(folder, place, swap)
                    done.append((folder, place))
            except BaseException:
                for folder, place in reversed(done):
                    if folder.exists():
                        _put(folder, place, swap)
                    else:
                        place.rename(folder)
                raise

    def close(self) -> None:
        """Remove what is not in place (after ``commit``: the old) and let other builds go on."""
        self._exit.close()

    def explain(self, error: OSError) -> str:
        """Why reading or writing failed, in Dutch, with the place that it is about."""
        # Of a copy that fails the first name is the file that was read.
        named = [os.fsdecode(name) for name in (error.filename2, error.filename) if name]
        found = [p for n in named for p in self.places if n.startswith(str(p.parent / _new(p)))]
        where = next(iter((*found, *named, self.places[-1])))
        return f"{where}: {reason(error)}."


def _new(place: Path) -> str:
    return f".{place.name}-nieuw-"


def _aside(place: Path) -> str:
    return f".{place.name}-oud-"


def _put(folder: Path, place: Path, swap: Swap) -> None:
    """Afterwards ``folder`` holds what was at ``place``, if anything was."""
    if not os.path.lexists(place):
        folder.rename(place)
        return
    try:
        swap(folder, place)
    except NotImplementedError:
        # For a moment there is nothing here; a kill just then is mended by the next build.
        aside = place.with_name(_aside(place) + folder.name.removeprefix(_new(place)))
        place.rename(aside)
        try:
            folder.rename(place)
        except OSError:
            aside.rename(place)
            raise
        aside.rename(folder)


def _clear_up(place: Path) -> None:
    """What builds left that were killed: put back what they set aside, remove the rest."""
    for left in sorted(place.parent.iterdir()):
        if not left.is_dir() or left.is_symlink():
            continue
        if left.name.startswith(_aside(place)) and not os.path.lexists(place):
            left.rename(place)
        elif left.name.startswith((_aside(place), _new(place))):
            shutil.rmtree(left, ignore_errors=True)


def _refuse_hidden(place: Path, folder: Path) -> None:
    """MkDocs never removes ``.git``, ``.htaccess`` and the like, so a new folder must not."""
    if not place.is_dir():
        return
    there: Sequence[str] = [path.name for path in place.iterdir() if path.name.startswith(".")]
    lost = [n for n in sorted(there) if n not in _WORTHLESS and not (folder / n).exists()]
    if lost:
        raise WrongPlace(
            f"in {place} staat {', '.join(lost)}; dat zou verdwijnen. Zet het ergens anders."
        )


@contextmanager
def _without_signals() -> Iterator[None]:
    """Let signals wait, so that a build isn't stopped between its first and its last folder."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS | {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_SIGNALS = {signal.SIGTERM, signal.SIGHUP}


def clean_stop() -> Callable[[], None]:
    """From now on a signal to end raises SystemExit, after a line; gives what undoes this."""

    def stop(number: int, _: object) -> None:
        # Not print, which fails when the signal comes in the middle of another print.
        os.write(2, f"{STOPPED}\n".encode())
        raise SystemExit(128 + number)

    before = {}
    # What is ignored stays so: nohup asks for that.
    heard = [n for n in sorted(_SIGNALS) if signal.getsignal(n) is not signal.SIG_IGN]
    with suppress(ValueError):  # only the main thread may, and only it is told of signals
        before = {number: signal.signal(number, stop) for number in heard}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return restore
