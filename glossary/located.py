"""Text taken out of a file, with the place of every character in it.

A translation in a PO file has escapes, in XML entities, in JSON both; what is
found in the text must still be shown where it stands in the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch that stands together in the file."""

    text: str
    start: int
    """Offset in the file, in code points."""
    end: int
    """In the file; the stretch is as long there, or it is one escape that stands for it whole."""


@dataclass(frozen=True)
class Located:
    """A text of several runs."""

    runs: tuple[Run, ...]

    @classmethod
    def whole(cls, text: str, start: int = 0) -> Located:
        """A stretch of a file as it stands there."""
        return cls((Run(text, start, start + len(text)),))

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Located:
        """Runs that are not empty, those that follow each other as they are joined."""
        joined: list[Run] = []
        for run in runs:
            if not run.text:
                continue
            plain = len(run.text) == run.end - run.start
            if joined and plain:
                last = joined[-1]
                if last.end == run.start and len(last.text) == last.end - last.start:
                    joined[-1] = Run(last.text + run.text, last.start, run.end)
                    continue
            joined.append(run)
        return cls(tuple(joined))

    @cached_property
    def text(self) -> str:
        """The text without its place."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def _starts(self) -> list[int]:
        starts, length = [], 0
        for run in self.runs:
            starts.append(length)
            length += len(run.text)
        return starts

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, which is not empty, stands in the file."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span of a text of {len(self.text)}: {start}, {end}")
        first = self._at(start)[0]
        return first, self._at(end - 1)[1]

    def _at(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self._starts, offset) - 1
        run = self.runs[index]
        if len(run.text) != run.end - run.start:
            return run.start, run.end
        place = run.start + offset - self._starts[index]
        return place, place + 1
