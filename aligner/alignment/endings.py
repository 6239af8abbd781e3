"""How segments end, and whether their sentence seems to go on in the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import regex

from aligner.alignment.evidence import LINE, SENTENCE, WEAK

Floats = npt.NDArray[np.float32]

BREAKS = ("unended", "titled", "paused")
"""Kinds of segment that end without a full stop, see `breaks`."""

_END = regex.compile(r"[.!?।॥…:;]['\"”’»)\]]*\Z")
_SENTENCE_END = regex.compile(r"[.!?।॥…]['\"”’»)\]]*\Z")
"""A semicolon or a colon ends no sentence: what it parts, a translation says in one."""
_LOOK_BACK = 6


def ending(text: str, end: int, following: int) -> int:
    """What stands between a segment that ends at `end` and the next, at `following`."""
    if "\n" in text[end:following] or following >= len(text):
        return LINE
    return SENTENCE if _SENTENCE_END.search(text[max(0, end - _LOOK_BACK) : end]) else WEAK


def breaks(strings: Sequence[str], ends: Sequence[int]) -> Floats:
    """How each segment ends where a sentence need not, 0 to 1; shape (3, n), as `BREAKS`.

    Unended: no final punctuation and no capital after it, or a full stop before a small letter.
    Titled: no final punctuation, and a capital after it, as after headings. Paused: a semicolon or
    a colon at the end of a line; where there is no line end, it is as good as none.
    A segment that was cut in the middle is of the first kind, whereas a translation may well
    part its text at the same heading or semicolon. How much each says depends on the text:
    nothing in one that has no such punctuation, as in Thai.

    Args:
        strings: segments in order.
        ends: what ends each of them, see `ending`.
    """
    marks = _Marks(strings, ends)
    unended = np.where(
        marks.open & ~marks.before_capital,
        np.maximum(marks.stops, marks.before_small * marks.capitals),
        marks.stopped * marks.before_small * marks.capitals,
    )
    titled = (marks.open & marks.before_capital) * marks.stops
    return np.stack([unended, titled, marks.paused * marks.stops]).astype(np.float32)


def openness(strings: Sequence[str], ends: Sequence[int]) -> Floats:
    """How much each segment looks as if its sentence went on in the next, 0 to 1; shape (n,).

    It has no final punctuation, or the next begins with a small letter. How much that says
    depends on the text, as with `breaks`. A semicolon or a colon closes only at the end of a line.

    Args:
        strings: segments in order.
        ends: what ends each of them, see `ending`.
    """
    marks = _Marks(strings, ends)
    return np.asarray(
        np.maximum(marks.open * marks.stops, marks.before_small * marks.capitals), dtype=np.float32
    )


class _Marks:
    """What stands at the ends of segments, and how much a text makes of it."""

    def __init__(self, strings: Sequence[str], ends: Sequence[int]) -> None:
        tails = [string[-_LOOK_BACK:] for string in strings]
        self.stopped = _flags(_SENTENCE_END.search(tail) for tail in tails)
        self.paused = ~self.stopped & _flags(
            end == LINE and _END.search(tail) for tail, end in zip(tails, ends, strict=True)
        )
        self.open = ~self.stopped & ~self.paused
        small = _flags(string[:1].islower() for string in strings)
        capital = _flags(string[:1].isupper() for string in strings)
        self.before_small, self.before_capital = (
            np.append(flags[1:], False) if len(flags) else flags for flags in (small, capital)
        )
        self.stops = float((~self.open).mean() ** 2) if strings else 0.0
        """How regularly segments end in punctuation, 0 to 1."""
        self.capitals = float((1 - small.mean()) ** 2) if capital.any() else 0.0
        """How regularly they begin with something else than a small letter, 0 without case."""


def _flags(values: Iterable[object]) -> npt.NDArray[np.bool_]:
    return np.array([bool(value) for value in values], dtype=np.bool_)
