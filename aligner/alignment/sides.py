"""One side of an alignment: a text, its segments, and which of them are content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from aligner.model import Segment

MEANT = 6_000
"""Characters of a segment, from its start, that its vector is made of. A page of text is no
sentence, and a megabyte without a space would be encoded for minutes."""

_WORD = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True)
class Side:
    """A text that is to be aligned, and its segments."""

    text: str
    """As read; all offsets count its code points."""
    segments: tuple[Segment, ...]
    """In order, not overlapping; white space at most between them."""
    lang: str = ""
    """BCP 47 tag, or empty where it is not known."""
    id: str = ""
    """Document id."""

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Indices of the segments that hold text of the article, ascending."""
        dividers = set(self.dividers)
        return tuple(
            index
            for index, segment in enumerate(self.segments)
            if segment.kind is None
            and index not in dividers
            and self.string(index)
            and not self.string(index).isspace()
        )

    @cached_property
    def dividers(self) -> tuple[int, ...]:
        """Indices of the segments that are a line without a letter or a digit, ascending.

        Such as stars between two chapters, or what a scanner makes of dirt.
        """
        return tuple(
            index
            for index, segment in enumerate(self.segments)
            if segment.kind is None
            and not _WORD.search(self.text, segment.start, segment.end)
            and self.string(index).strip()
            and self._alone(index)
        )

    def _alone(self, index: int) -> bool:
        """Whether a segment stands on lines of its own."""
        before = self.segments[index - 1].end if index else 0
        after = self.segments[index + 1].start if index + 1 < len(self.segments) else None
        start, end = self.segments[index].start, self.segments[index].end
        return (not index or "\n" in self.text[before:start]) and (
            after is None or "\n" in self.text[end:after]
        )

    @cached_property
    def barriers(self) -> tuple[bool, ...]:
        """For each content segment, whether boilerplate stands between it and the next."""
        ends = (*self.content[1:], len(self.segments))
        return tuple(
            any(self.segments[between].kind is not None for between in range(index + 1, end))
            for index, end in zip(self.content, ends, strict=True)
        )

    def string(self, index: int) -> str:
        """The text of one segment."""
        segment = self.segments[index]
        return self.text[segment.start : segment.end]

    def meant(self, index: int) -> str:
        """The text of one segment as it is embedded."""
        return self.string(index)[:MEANT]

    def span(self, indices: Sequence[int]) -> tuple[int, int] | None:
        """Offsets of a run of segments in the text; None for no segment."""
        if not indices:
            return None
        return self.segments[indices[0]].start, self.segments[indices[-1]].end

    def line(self, indices: Sequence[int]) -> str:
        """The text of a run of segments with all white space as single spaces; empty for none."""
        span = self.span(indices)
        return " ".join(self.text[slice(*span)].split()) if span else ""

    def run(self, first: int, last: int) -> str:
        """The text from one content segment to before another, counted among the content."""
        start = self.segments[self.content[first]].start
        return self.text[start : self.segments[self.content[last - 1]].end]

    def full(self, first: int, last: int) -> tuple[int, ...]:
        """Segment indices of a run of content, with the blank segments between them."""
        if first == last:
            return ()
        return tuple(range(self.content[first], self.content[last - 1] + 1))
