"""Writing files so that a crash, a full disk or Ctrl-C leaves the old file or the new one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from glossary.errors import InputError


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content in one step that survives a loss of power.

    The data goes to a temporary file in the same folder, is synced and takes the
    place of `path`; then the folder is synced. A symbolic link is followed, and
    the mode of a file that exists is kept.

    Raises:
        InputError: the folder does not exist, or the file cannot be written there;
            nothing was changed and nothing is left behind.
    """
    import tempfile  # 10 ms, and who only reads writes nothing

    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode & 0o7777 if target.exists() else None
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:64]}.", dir=target.parent)
    except OSError as error:
        raise InputError(_cannot(path, error)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_default_mode() if mode is None else mode)
        Path(name).replace(target)
    except BaseException as error:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        if isinstance(error, OSError):
            raise InputError(_cannot(path, error)) from error
        raise
    _sync_folder(target.parent)


def _cannot(path: Path, error: OSError) -> str:
    return (
        f"{path}: cannot be written ({error.strerror or error}); "
        "choose a folder that exists and has room, and that you may write to"
    )


def _default_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename durable; a platform that cannot open a folder has no such step."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse it
            os.fsync(handle)
    finally:
        os.close(handle)
