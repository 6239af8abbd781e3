"""Lines that every article of news has, too, and that names and numbers alone tell apart.

Our own sentences (`bench/labels/formulas.tsv`): bylines, sources, who chaired, who came, how many.
Persons and communes are put together of Vietnamese syllables (`bench/labels/syllables.tsv`), in
Thai and Hindi one of the spellings that machines give them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache

from bench.variants import ROOT

LANGS = ("vi", "th", "hi")
SLUGS = ("hoi", "nghi", "dan", "van", "tinh", "uy", "xa", "dang", "tong", "ket", "nam", "cong")
"""Of which addresses are made."""
_SLOT = re.compile(r"\{(\w)\}")

Pairs = list[tuple[str, str]]


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    table = (ROOT / "bench/labels" / name).read_text("utf-8")
    return tuple(tuple(row.split("\t")) for row in table.splitlines()[1:])


@cache
def _syllables(kind: str) -> list[tuple[str, ...]]:
    """Those that families, middle or given names have, in the order of `LANGS` from the second."""
    return [row for row in _rows("syllables.tsv") if row[0] == kind]


def sentences() -> tuple[tuple[str, ...], ...]:
    """In the order of `LANGS`, with ``{p}`` and ``{q}`` for persons, ``{c}`` for a commune, ``{n}``
    and ``{m}`` for numbers, ``{d}`` for a day, ``{u}`` for an address."""
    return _rows("formulas.tsv")


def drawn(langs: tuple[str, str], kinds: Sequence[int], draw: random.Random) -> Pairs:
    """Some of the sentences in two languages, each with names and numbers of its own.

    Args:
        langs: of `LANGS`.
        kinds: which sentences; one may be there several times.
        draw: the same draws give the same lines.
    """
    found = []
    for kind in kinds:
        fills = _fills(langs, draw)
        one, other = (
            _SLOT.sub(lambda slot, own=own: own[slot[1]], sentences()[kind][LANGS.index(lang)])
            for lang, own in zip(langs, fills, strict=True)
        )
        found.append((one, other))
    return found


def _fills(langs: tuple[str, str], draw: random.Random) -> tuple[dict[str, str], dict[str, str]]:
    """What stands in the slots, in either language."""
    made: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for slot, kinds in (
        ("p", ("family", "middle", "given")),
        ("q", ("family", "given")),
        ("c", ("given", "given")),
    ):
        chosen = [draw.choice(_syllables(kind)) for kind in kinds]
        if slot == "p" and draw.random() < 0.4:
            del chosen[1]
        for lang, own in zip(langs, made, strict=True):
            cells = [row[1 + LANGS.index(lang)].split("|") for row in chosen]
            own[slot] = " ".join(draw.choice(cell) for cell in cells)
    site, *slug = (draw.choice(SLUGS) + draw.choice(SLUGS) for _ in range(4))
    same = {
        "n": str(draw.randrange(5, 900)),
        "m": str(draw.randrange(5, 900)),
        "d": f"{draw.randrange(1, 29)}/{draw.randrange(1, 13)}",
        "u": f"https://bao{site}.example/{'-'.join(slug)}-{draw.randrange(10**6)}.html",
    }
    for own in made:
        own.update(same)
    return made
