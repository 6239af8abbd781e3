"""One at a time among processes, by a lock on a file that ends with whoever holds it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glossary.errors import InputError

_PAUSE = 0.01


@contextmanager
def held(path: Path, seconds: float = 10.0) -> Iterator[None]:
    """Holds the lock of a file, which is made where it is not.

    Args:
        path: of the file; it stays, empty.
        seconds: to wait for another holder.

    Raises:
        InputError: the file cannot be made, or another holds it for longer than that.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written ({error.strerror}); make its folder writable"
        ) from error
    try:
        until = time.monotonic() + seconds
        while not _locked(handle):
            if time.monotonic() > until:
                raise InputError(f"{path}: another program is saving; try again when it is done")
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)  # which unlocks it, as the end of the process does


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
