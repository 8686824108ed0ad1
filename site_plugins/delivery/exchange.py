"""Swaps two folders in one step of the kernel.

No maintained library does this for both systems, and Python's ``os`` doesn't offer it
(``os.replace`` wants an empty folder in the place of the new one).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h

# What a kernel or file system without the call says: EPERM comes from the seccomp filter of an
# old Docker. Where these mean something else, the two renames that follow fail as well.
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


def exchange(first: Path, second: Path) -> None:
    """Swap two folders of one file system, so that at no moment either name lacks a folder.

    Linux: renameat2(2) with RENAME_EXCHANGE, https://man7.org/linux/man-pages/man2/rename.2.html;
    macOS: renamex_np(2) with RENAME_SWAP. Raises NotImplementedError where the system or the
    file system can't do this, and OSError for any other reason.
    """
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(first), os.fsencode(second)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        result = library.renamex_np(*names, ctypes.c_uint(_RENAME_SWAP))
    elif sys.platform == "linux" and hasattr(library, "renameat2"):
        at = ctypes.c_int(_AT_FDCWD)
        result = library.renameat2(at, names[0], at, names[1], ctypes.c_uint(_RENAME_EXCHANGE))
    else:
        raise NotImplementedError(sys.platform)
    if result:
        number = ctypes.get_errno()
        if number in _UNKNOWN:
            raise NotImplementedError(os.strerror(number))
        raise OSError(number, os.strerror(number), str(first), None, str(second))
