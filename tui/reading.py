"""Reading the termbase file: what it said when it was last read is kept beside the workspace.

To read it takes a tenth of the time until the first concept is seen; what is kept is good for
as long as neither the file nor the program that read it has changed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

import glossary
from glossary.errors import InputError
from glossary.model import Concept, Termbase

_Kept = tuple[str, str, tuple[Concept, ...], Mapping[str, Any]]
"""Digest of the file, state of the program, and what the file says."""


def termbase(terms: Path, workspace: Path) -> tuple[Termbase, str]:
    """The termbase of a file, and the digest of its content.

    Args:
        terms: the termbase file.
        workspace: beside which it is kept.

    Raises:
        InputError: the file cannot be read or is no termbase.
    """
    data = _content(terms)
    found = sha256(data).hexdigest()
    return _kept(workspace, found) or _parsed(data, terms), found


def digest(terms: Path) -> str:
    """What tells one content of the file from another.

    Raises:
        InputError: it cannot be read.
    """
    return sha256(_content(terms)).hexdigest()


def keep(terms: Path, workspace: Path) -> None:
    """Keeps what the file says, unless that is kept already, or cannot be kept as it is.

    Raises:
        InputError: the file cannot be read or is no termbase.
    """
    data = _content(terms)
    found = sha256(data).hexdigest()
    if _kept(workspace, found) is not None:
        return
    read = _parsed(data, terms)
    with suppress(TypeError, ValueError, OSError, InputError):
        packed = msgspec.msgpack.encode((found, _program(), read.concepts, read.extra))
        if _unpacked(packed, found) == read:
            from glossary.durable import write_atomically

            write_atomically(_place(workspace), packed)


def _content(terms: Path) -> bytes:
    try:
        return terms.read_bytes()
    except OSError as error:
        raise InputError(
            f"{terms}: cannot be read ({error.strerror}); name a file that you may read"
        ) from error


def _parsed(data: bytes, terms: Path) -> Termbase:
    from glossary.termfile import decoded, parse

    return parse(decoded(data, str(terms)).replace("\r\n", "\n").replace("\r", "\n"), str(terms))


def _place(workspace: Path) -> Path:
    return workspace.with_name(f"{workspace.name}-terms")


def _kept(workspace: Path, wanted: str) -> Termbase | None:
    """What is kept of the file with that digest; None where nothing is."""
    try:
        return _unpacked(_place(workspace).read_bytes(), wanted)
    except (OSError, msgspec.DecodeError):
        return None


def _unpacked(packed: bytes, wanted: str) -> Termbase | None:
    found, program, concepts, extra = msgspec.msgpack.decode(packed, type=_Kept)
    return Termbase(concepts, extra) if (found, program) == (wanted, _program()) else None


def _program() -> str:
    """What tells one state of the modules that read the file from the next."""
    with os.scandir(Path(glossary.__file__).parent) as found:
        states = [(e.name, e.stat()) for e in found if e.name.endswith(".py")]
    return " ".join(f"{name}:{at.st_mtime_ns}:{at.st_size}" for name, at in sorted(states))
