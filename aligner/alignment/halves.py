"""Sides as they are compared: their vectors without what a language has in common, their pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from itertools import chain as chained

import numpy as np

from aligner.alignment.configuration import Config
from aligner.alignment.endings import breaks, ending, openness
from aligner.alignment.evidence import keys, size
from aligner.alignment.matches import Pieces, pieces
from aligner.alignment.scoring import Text
from aligner.alignment.sides import MEANT, Side
from aligner.alignment.similarity import Block, centre, unit
from aligner.alignment.thai import joints
from aligner.alignment.together import Texts, Work
from aligner.model import Embed, Sketches, Vectors

BACKGROUND_LANGS = ("en", "hi", "th", "vi")


@dataclass(frozen=True)
class Background:
    """Vectors of sentences that have nothing to do with the documents, by language."""

    vectors: Mapping[str, Vectors]
    """Shape (n, dim) each, rows of unit length."""
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The sentences themselves, where they are known."""

    def of(self, lang: str) -> Vectors:
        """Those of a language, or of all languages where it has none."""
        if lang in self.vectors:
            return self.vectors[lang]
        return np.concatenate([self.vectors[known] for known in sorted(self.vectors)])

    def sentences(self, lang: str) -> list[str]:
        """Their texts; none where they are not known."""
        known = [lang] if lang in self.vectors else sorted(self.vectors)
        return [text for each in known for text in self.texts.get(each, ())]


def shipped_background(
    embed: Embed, langs: Sequence[str], sketches: Sketches | None = None
) -> Background:
    """The sentences that we wrote for this, 40 a language.

    Args:
        embed: gives them their vectors; it should keep them.
        langs: which languages; a language without sentences stands for all.
        sketches: asked first, so that what keeps both has the sketches, too, which pairs of
            comparable documents need.
    """
    wanted = sorted({lang for lang in langs if lang in BACKGROUND_LANGS})
    if len(wanted) < len(set(langs)):
        wanted = list(BACKGROUND_LANGS)
    folder = resources.files("aligner.alignment") / "background"
    texts = {
        lang: (folder / f"{lang}.txt").read_text(encoding="utf-8").splitlines() for lang in wanted
    }
    every = list(chained.from_iterable(texts.values()))
    if sketches is not None:
        sketches(every)
    vectors = embed(every)
    bounds = np.cumsum([len(texts[lang]) for lang in wanted])
    return Background(dict(zip(wanted, np.split(vectors, bounds[:-1]), strict=True)), texts)


@dataclass(frozen=True)
class Half:
    """A side as it is compared."""

    side: Side
    text: Text
    centre: Vectors
    ground: Vectors
    """The background's vectors, centred as the text is."""


class Halves:
    """Sides as they are compared; one that is in several pairs is prepared once."""

    def __init__(
        self, embed: Embed, background: Background, config: Config, sketches: Sketches | None
    ) -> None:
        self._embed = embed
        self._background = background
        self._weight = config.centre_weight
        self._sketches = sketches
        self._made: dict[int, Half] = {}
        self._held: dict[tuple[int, str], list[frozenset[str]]] = {}
        self._ground: dict[str, Pieces | None] = {}

    def of(self, side: Side) -> Half:
        """The side, which must outlive this."""
        found = self._made.get(id(side))
        if found is None:
            found = self._made[id(side)] = self._prepared(side)
        return found

    def held(self, side: Side, other: str) -> list[frozenset[str]]:
        """Tokens of each segment that a translation into that language keeps."""
        found = self._held.get((id(side), other))
        if found is None:
            found = [keys(side.string(index), side.lang, other) for index in side.content]
            self._held[id(side), other] = found
        return found

    def ground(self, lang: str) -> Pieces | None:
        """Pieces of the background's sentences; None where they are not told."""
        if lang not in self._ground:
            sentences = self._background.sentences(lang)
            parts = self._sketches(sentences) if self._sketches and sentences else None
            self._ground[lang] = pieces(parts) if parts else None
        return self._ground[lang]

    def _prepared(self, side: Side) -> Half:
        meant = [side.meant(index) for index in side.content]
        parts = self._sketches(meant) if self._sketches else None
        rows = self._embed(meant)
        ground = self._background.of(side.lang)
        middle = centre(rows, ground.mean(axis=0), self._weight)
        text = _text(side, unit(rows - middle))
        if parts:
            text = replace(text, pieces=pieces(parts))
        return Half(side, text, middle, unit(ground - middle))


def joined_runs(
    one: Half, other: Half, *runs: Sequence[Block]
) -> Work[tuple[dict[Block, Vectors], ...]]:
    """Centred unit vectors of the joined texts of runs of content, for each side."""
    halves = one, other
    ask = Texts(
        [half.side.run(*run)[:MEANT] for half, of in zip(halves, runs, strict=True) for run in of]
    )
    yield ask
    cuts = np.split(ask.vectors, [len(runs[0])])
    return tuple(
        dict(zip(of, unit(part - half.centre), strict=True))
        for of, part, half in zip(runs, cuts, halves, strict=True)
    )


def _text(side: Side, vectors: Vectors) -> Text:
    """A side's content as the scores see it."""
    places = side.content
    starts = [side.segments[index].start for index in places]
    ends = [side.segments[index].end for index in places]
    following = [*starts[1:], len(side.text)]
    strings = [side.string(index) for index in places]
    kinds = [ending(side.text, end, after) for end, after in zip(ends, following, strict=True)]
    gaps = [after - end for end, after in zip(ends, following, strict=True)]
    sizes = np.array([size(string) for string in strings], dtype=np.float32)
    return Text(
        vectors,
        sizes,
        np.array(kinds, dtype=np.int8),
        openness(strings, kinds),
        breaks(strings, kinds),
        np.array(side.barriers, dtype=np.bool_),
        joints(strings, kinds, gaps) if side.lang == "th" else np.zeros_like(sizes),
    )
