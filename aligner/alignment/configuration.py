"""The one frozen configuration of the aligner, and where each number comes from.

The weights of beads and of segments left out are those of highest likelihood, with a small
L2 penalty, on development data that is mostly not part of the project:

- for the closer look, at lines and at texts cut at spaces: what `bench.fitting.beads` fits, on the
  text that `bench.fitting.development` lists. The score is the mean of four fits, of eight hidden
  units each, from four random starts;
- for other lines, and for the first judgement by means of vectors: earlier fits, made by code that
  is not kept, to the same text but for the stories, the articles of the example corpus and every
  second sixty of XQuAD's questions. Their penalty made them less sure than they were right, so all
  weights are multiplied by 1.3. For texts cut at spaces a fit to half of that as running text.

Which features there are, and the tolls, was decided by fits on half of the documents, judged on the
other half; those of lines whose pieces are told by fits to all but the German–French article,
judged on it, besides.

Those of comparable documents are logistic regressions on documents of which 0 to 100 % of the
lines have a partner among lines of other articles: XQuAD's questions (weighed at .3, for most of
their neighbours are near-copies), those beads of its paragraphs that are surer than .7, the
Declaration, and the beads of `examples/corpus`; for texts cut at spaces, the beads of both as
running text. Where pieces are told, `bench.fitting.pairs` fits them: on
XQuAD's questions, those beads of its paragraphs that are surer than .85, the stories of
`bench/labels/training`, the articles of `bench/labels/published` and `dispatches`, the beads of
`examples/corpus`, and stories with lines that names and numbers alone tell apart, half of the
documents with the other lines of the same article as distractors; there the questions count .5,
and .05 beside their neighbours, many of which ask the same, and the stories with such lines .3.

`aligner.alignment.scoring` says what each feature of a bead is. All of it was measured with
multilingual-e5-small; another encoder has other similarities and should have its own fit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from aligner.alignment import close_weights
from aligner.alignment.beads import Shape
from aligner.alignment.pair_weights import LOOSE_MATCHED, LOOSE_SECOND
from aligner.alignment.weights import BEAD, LOOSE, NULL
from aligner.vectors import SKETCH_FORMAT
from glossary import gazetteer

Floats = npt.NDArray[np.float32]

VERSION = "align-9"

LINES: tuple[Shape, ...] = tuple(
    (a, b) for a in range(1, 6) for b in range(1, 6) if min(a, b) == 1 or a + b <= 6
)
"""Shapes of beads between sentences or lines: to 1-5, 2-4 and 3-3."""
ATOMS: tuple[Shape, ...] = tuple(
    (a, b) for a in range(1, 23) for b in range(1, 4) if a <= 16 or b == 1
)
"""Shapes of beads between a text cut at spaces and sentences: to 16 atoms for 3 sentences, to 22
for one."""
BOTH_ATOMS: tuple[Shape, ...] = tuple(
    (a, b) for a in range(1, 9) for b in range(1, 9) if abs(a - b) < 4
)
"""Shapes of beads between two texts that are cut at spaces."""


@dataclass(frozen=True)
class Layer:
    """Hidden units between the features of a bead and its score.

    Each is the hyperbolic tangent of a weighted sum of all features; the score has a weighted sum
    of them beside that of the features themselves.
    """

    features: tuple[str, ...]
    inner: tuple[tuple[float, ...], ...]
    """Weights of each feature in all units."""
    outer: tuple[float, ...]
    """Weights of the units in the score."""

    def score(self, values: Floats) -> Floats:
        """What the units add to the score of k beads, from their features; shape (k,)."""
        units = np.tanh(values @ np.array(self.inner, dtype=np.float32))
        return np.asarray(units @ np.array(self.outer, dtype=np.float32))


@dataclass(frozen=True)
class Weights:
    """What the features of beads and of segments left out weigh, and what each step costs."""

    bead: Mapping[str, float]
    """By feature, see `aligner.alignment.scoring`."""
    null: Mapping[str, float]
    """The same of segments left out."""
    toll: float
    """What a bead costs in the choice of the path, 0 to 1."""
    null_toll: float
    """What a deletion or insertion costs."""
    layer: Layer | None = None
    """What the features of beads mean together; where there is none, each counts by itself."""


@dataclass(frozen=True)
class Loose:
    """Weights of pairs in comparable documents, see `aligner.alignment.comparable`."""

    first: Mapping[str, float]
    """See `aligner.alignment.comparable.candidates` and `matched`."""
    second: Mapping[str, float]
    """The same with ``company``, how many other pairs the documents have, and ``first``, what the
    first judgement came to."""
    least: float = 0.8
    """Probability from which a pair is shown: wrong pairs are worse here than missed ones."""
    alike: float = -3.0
    """Added to the logit of two texts of one language, where unrelated sentences with one stock
    phrase are close: two translations of one text have logits of 5.7 and more."""
    layer: Layer | None = None
    """What the features mean together in the first judgement."""


@dataclass(frozen=True)
class Config:
    """All numbers that decide an alignment."""

    line_means: Weights
    """For sentences and lines, while merges are judged by means of single vectors."""
    lines: Weights
    """The same once doubtful merges are encoded."""
    lines_matched: Weights
    """The same where the encoder tells what it holds of each piece, too."""
    atom_means: Weights
    """For texts of which a side is cut at spaces, so that merges are the rule."""
    atoms: Weights
    """The same once doubtful merges are encoded."""
    atoms_matched: Weights
    """The same where the encoder tells what it holds of each piece, too."""
    loose: Loose
    """Of pairs in comparable documents that are cut into sentences or lines."""
    loose_matched: Loose
    """The same where the encoder tells what it holds of each piece, too."""
    loose_atoms: Loose
    """The same where a side is cut at spaces."""
    centre_weight: float = 20.0
    """Segments that the mean of other text counts for beside a document's own."""
    possible: float = 0.0003
    """Probability by the means of single vectors from which a bead is looked at more closely."""
    doubt: float = 0.03
    """Probability from which the joined text of a merge is encoded."""
    extra_lines: float = 0.24
    """Characters of joined text to encode for each character of text, at most."""
    extra_atoms: float = 1.5
    """The same where a side is cut at spaces, so that merges are the rule."""
    piece: int = 32
    """Segments from which a text is cut at the next sure place."""
    atom_piece: int = 240
    """The same where a side is cut at spaces."""
    longest: int = 500
    """Segments at which it is cut at the likeliest place."""
    sure: float = 0.2
    """Margin of two pairs in a row between which a text may be cut."""

    def signature(self, encoder: str) -> str:
        """What bitexts of this configuration carry: version, encoder and digest."""
        return f"{VERSION}/{encoder or 'unknown'}/{self.digest}"

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits of all numbers, names of places and the kind of sketch."""
        numbers = json.dumps([_plain(self), gazetteer.digest(), SKETCH_FORMAT], sort_keys=True)
        return hashlib.sha256(numbers.encode()).hexdigest()[:8]


def _plain(value: object) -> object:
    if isinstance(value, Config | Loose | Weights | Layer):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return dict(value) if isinstance(value, Mapping) else value


def _stage(name: str, *, toll: float, null_toll: float) -> Weights:
    if name in BEAD:
        return Weights(BEAD[name], NULL[name], toll, null_toll)
    bead, layer = _layered(close_weights.BEAD[name])
    return Weights(bead, close_weights.NULL[name], toll, null_toll, layer)


def _layered(table: Mapping[str, Mapping[str, float]]) -> tuple[Mapping[str, float], Layer]:
    """The weights of the sum and the hidden units from the columns of a table."""
    total, *units = table.values()
    features = tuple(total)
    layer = Layer(
        features,
        tuple(tuple(unit.get(feature, 0.0) for unit in units) for feature in features),
        tuple(unit["unit"] for unit in units),
    )
    return total, layer


_PAIR, _PAIR_LAYER = _layered(LOOSE_MATCHED)


FROZEN = Config(
    line_means=_stage("line_means", toll=0.4, null_toll=0.4),
    lines=_stage("lines", toll=0.4, null_toll=0.5),
    lines_matched=_stage("lines_matched", toll=0.3, null_toll=0.65),
    atom_means=_stage("atom_means", toll=0.3, null_toll=0.3),
    atoms=_stage("atoms", toll=0.3, null_toll=0.35),
    atoms_matched=_stage("atoms_matched", toll=0.3, null_toll=0.65),
    loose=Loose(LOOSE["first"], LOOSE["second"], least=0.8),
    loose_matched=Loose(_PAIR, LOOSE_SECOND, least=0.55, layer=_PAIR_LAYER),
    loose_atoms=Loose(LOOSE["atoms_first"], LOOSE["atoms_second"], least=0.6),
)
