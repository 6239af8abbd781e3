"""Pairs of boilerplate: a byline, caption or source line that says the same on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from aligner.alignment.sides import Side
from aligner.model import Bead, Boilerplate
from glossary.normalize import fold

ALIKE = 70.0
"""RapidFuzz ratio of two romanised bylines from which they name one person: ``lam anh`` and
``laam aanh`` (Lâm Anh in Thai and Hindi) reach it, unrelated Vietnamese names stay below 60."""

LABELS = frozenset({Boilerplate.SOURCE, Boilerplate.COMMENTS})
"""Kinds that say the same wherever they stand."""


def equals(source: Side, target: Side) -> Iterator[Bead]:
    """Beads of boilerplate of one kind, in order; each segment in one at most."""
    free = [index for index, segment in enumerate(target.segments) if segment.kind is not None]
    for index, segment in enumerate(source.segments):
        if segment.kind is None:
            continue
        for other in free:
            if target.segments[other].kind is segment.kind and (
                score := _same(segment.kind, source.string(index), target.string(other))
            ):
                free.remove(other)
                yield Bead((index,), (other,), score)
                break


def _same(kind: Boilerplate, one: str, other: str) -> float:
    if kind in LABELS:
        return 0.99
    alike = ratio(romanised(one), romanised(other))
    return round(alike / 100, 4) if alike >= ALIKE else 0.0


@lru_cache(maxsize=4096)
def romanised(text: str) -> str:
    """A name in plain Latin letters, doubled letters as one."""
    from anyascii import anyascii  # here: only bylines need it

    if re.search("[\u0e00-\u0e7f]", text):
        text = _uroman().romanize_string(text)
    plain = re.sub("[^a-z]+", " ", fold(anyascii(text)).casefold())
    return re.sub(r"(.)\1+", r"\1", plain).strip()


@lru_cache(maxsize=1)
def _uroman():  # type: ignore[no-untyped-def]
    import uroman  # here: reads its tables for a second

    return uroman.Uroman()
