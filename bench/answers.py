"""Whether an answer of XQuAD lands in one bead with its translation: paragraphs that nobody cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aligner.alignment import shipped_background, side
from aligner.vectors import Cached
from bench.public import paragraphs, spans
from bench.translations import aligned
from bench.uncut import Link, Span, links


@dataclass(frozen=True)
class Answers:
    """What became of the answers in some texts."""

    together: int
    """Answers that one bead has on both sides."""
    count: int
    characters: float
    """Of the target in a bead, on average: long beads catch every answer."""


def answers(
    folder: Path, langs: tuple[str, str], cached: Cached, joined: int, step: int
) -> Answers:
    """Align paragraphs and look for their answers.

    Args:
        folder: with ``xquad.LANG.json``.
        langs: of the source and of the target.
        cached: the encoder.
        joined: paragraphs to a text.
        step: of so many such texts in a row one is aligned.
    """
    sides = [paragraphs(folder, lang) for lang in langs]
    background = shipped_background(cached.embed, langs)
    together = count = length = beads = 0
    for first in range(0, len(sides[0]), joined * step):
        held = [every[first : first + joined] for every in sides]
        texts = [[paragraph["context"] for paragraph in part] for part in held]
        one, other = (
            side("\n\n".join(part), lang) for part, lang in zip(texts, langs, strict=True)
        )
        bitext = aligned(one, other, cached.embed, cached.sketches, background)
        found = links((one, other), bitext.beads)
        beads += len(found)
        length += sum(b[1] - b[0] for _, b in found)
        starts = [[start for start, _ in spans(part)] for part in texts]
        for left, right, i, j in zip(*held, *starts, strict=True):
            for ours, theirs in zip(left["qas"], right["qas"], strict=True):
                count += 1
                together += in_one((answer(ours, i), answer(theirs, j)), found)
    return Answers(together, count, length / max(1, beads))


def in_one(spans: Link, beads: Sequence[Link]) -> bool:
    """Whether one bead holds an answer and its translation."""
    return any(
        all(
            each[0] <= span[0] and span[1] <= each[1]
            for each, span in zip(bead, spans, strict=True)
        )
        for bead in beads
    )


def answer(question: dict[str, list[dict[str, int | str]]], start: int = 0) -> Span:
    """Where the answer to a question stands, in a paragraph that starts there."""
    first = question["answers"][0]
    begin = start + int(first["answer_start"])
    return begin, begin + len(str(first["text"]))
