"""Ids of concepts, made from their names."""

from __future__ import annotations

from collections.abc import Container


def new_id(name: str, taken: Container[str]) -> str:
    """An id that says the name without diacritics, and that is not taken yet.

    ``dân vận`` gives ``dan-van``, or ``dan-van-2`` where that is taken; a name without a
    Latin letter gives ``concept``.
    """
    from glossary.normalize import fold  # a check makes no ids

    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(name).lower())
    start = "-".join(letters.split()) or "concept"
    id_, n = start, 2
    while id_ in taken:
        id_, n = f"{start}-{n}", n + 1
    return id_
