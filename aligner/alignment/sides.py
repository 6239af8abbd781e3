"""One side of an alignment: a text, its segments, and which of them are content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from aligner.model import Segment

MEANT = 6_000
"""Characters of a segment, from its start, that its vector is made of. A page of text is no
sentence, and a megabyte without a space would be encoded for minutes."""


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
        return tuple(
            index
            for index, segment in enumerate(self.segments)
            if segment.kind is None and not self.string(index).isspace() and self.string(index)
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
