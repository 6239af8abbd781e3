"""Pairs of what is no sentence: boilerplate that says the same on both sides, and dividers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

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


def dividers(source: Side, target: Side, beads: Sequence[Bead]) -> Iterator[Bead]:
    """Beads of dividers that stand between the same two beads on both sides, in order.

    Args:
        source: the one side.
        target: the other.
        beads: those of content, in order of the source.
    """
    if not source.dividers or not target.dividers:
        return
    ends = len(source.segments), len(target.segments)
    before = -1, -1
    paired: set[int] = set()
    for bead in [*(bead for bead in beads if bead.source and bead.target), None]:
        after = (bead.source[0], bead.target[0]) if bead else ends
        ones = _between(source.dividers, before[0], after[0])
        # Beads may cross, so that a divider stands between others, too.
        others = (k for k in _between(target.dividers, before[1], after[1]) if k not in paired)
        for one, other in zip(ones, others, strict=False):
            paired.add(other)
            yield Bead((one,), (other,), 0.99)
        if bead:
            before = bead.source[-1], bead.target[-1]


def _between(ascending: Sequence[int], start: int, end: int) -> Sequence[int]:
    """The numbers between two others, without these."""
    return ascending[bisect_right(ascending, start) : bisect_left(ascending, end)]


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
    """uroman with its tables of Thai alone: those of all scripts take four seconds to read."""
    import uroman

    class Thai(uroman.Uroman):  # type: ignore[misc]
        def load_resource_files(self, data_dir: Path, *_: object) -> None:
            with TemporaryDirectory() as folder:
                for name, provenance, kind in _TABLES:
                    lines = (data_dir / name).read_text(encoding="utf-8").splitlines(keepends=True)
                    own = Path(folder, name)
                    own.write_text("".join(filter(_OF_THAI.search, lines)), encoding="utf-8")
                    if provenance:
                        self.load_rom_file(str(own), provenance, file_format=kind, load_log=False)
                    else:
                        self.load_unicode_data_props(str(own), load_log=False)
            self.load_script_file(str(data_dir / "Scripts.txt"), load_log=False)

    return Thai()


_OF_THAI = re.compile("[\u0e00-\u0e7f]|::u 0E[0-7][0-9A-F]|Thai", re.IGNORECASE)
_TABLES = (
    ("romanization-auto-table.txt", "ud", "rom"),
    ("UnicodeDataOverwrite.txt", "ow", "u2r"),
    ("romanization-table.txt", "man", "rom"),
    ("UnicodeDataProps.txt", "", ""),
)
"""Files of uroman, in the order in which it reads them, and as what."""
