"""Senses: what the words of a Vietnamese term are taken for by who knows no politics.

Machine translation takes *vận* in *dân vận* for transport, the resolution of a congress for the
solution of a problem, and a Party for a feast. The list (`senses.vi.tsv`) is our own: for each word
its usual English and the other senses that a dictionary gives of it, or of that English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

LONGEST = 4
"""Syllables of the longest entry."""

READINGS = 12
"""Readings of a term at most."""


@lru_cache(maxsize=1)
def listed() -> Mapping[str, tuple[str, ...]]:
    """Senses of each word, the usual ones first, by its syllables in lower case."""
    found = {}
    for line in files("aligner.mining").joinpath("senses.vi.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            word, senses = line.split("\t")
            found[" ".join(_syllables(word))] = tuple(senses.split(", "))
    return found


@lru_cache(maxsize=4096)
def taken_apart(name: str) -> tuple[tuple[str, ...], ...]:
    """Senses of each word of a Vietnamese term, longest words first; what is not listed is none."""
    left = _syllables(name)
    found = []
    while left:
        size = next((n for n in range(LONGEST, 0, -1) if " ".join(left[:n]) in listed()), 0)
        if size:
            found.append(listed()[" ".join(left[:size])])
        left = left[size or 1 :]
    return tuple(found)


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[str, ...]:
    """What a Vietnamese term may be taken for, in English.

    The usual senses of its words, and each other sense of one of them with the usual ones of the
    others; the last word first, as English has it.

    Returns:
        `READINGS` at most, without duplicates; none where no word is listed.
    """
    words = taken_apart(name)[::-1]
    usual = [senses[0] for senses in words]
    found = [" ".join(usual)] if words else []
    for place, senses in enumerate(words):
        found += [" ".join([*usual[:place], each, *usual[place + 1 :]]) for each in senses[1:]]
    return tuple(dict.fromkeys(found))[:READINGS]


def _syllables(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
