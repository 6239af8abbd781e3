"""Whether an answer of XQuAD lands in one bead with its translation: paragraphs that nobody cut."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aligner.alignment import shipped_background, side
from aligner.vectors import Cached
from bench.public import paragraphs, spans
from bench.translations import aligned

Span = tuple[int, int]


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
        links = [
            (a, b)
            for bead in bitext.beads
            if (a := one.span(bead.source)) and (b := other.span(bead.target))
        ]
        beads += len(links)
        length += sum(b[1] - b[0] for _, b in links)
        starts = [[start for start, _ in spans(part)] for part in texts]
        for left, right, i, j in zip(*held, *starts, strict=True):
            for ours, theirs in zip(left["qas"], right["qas"], strict=True):
                wanted = _span(ours, i), _span(theirs, j)
                count += 1
                together += any(
                    all(
                        each[0] <= span[0] and span[1] <= each[1]
                        for each, span in zip(link, wanted, strict=True)
                    )
                    for link in links
                )
    return Answers(together, count, length / max(1, beads))


def _span(question: dict[str, list[dict[str, int | str]]], start: int) -> Span:
    answer = question["answers"][0]
    first = start + int(answer["answer_start"])
    return first, first + len(str(answer["text"]))
