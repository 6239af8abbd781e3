"""The one frozen configuration of the aligner, and where each number comes from.

The weights of beads and of segments left out are those of highest likelihood, with a small
L2 penalty, on development data that is not part of the project:

- for lines: the German–French development article of Text+Berg, aligned by hand (counted
  threefold), and documents made with `bench.perturbation` from XQuAD's questions and sentences,
  those beads of its paragraphs that are surer than .85 (Thai, Hindi, Vietnamese) and the Universal
  Declaration of Human Rights (Thai, Hindi, English), 5–15 % and 12–25 % of their lines left out.
  They are the mean of that fit and of one that knew less of the paragraphs, which alone did better
  on the article by hand and worse on all else;
- for texts cut at spaces: the beads of `examples/corpus` (counted double), the same lines joined
  into running text (those beads count .7, and only where neither side ends in a semicolon or a
  comma), and every second paragraph of XQuAD (1.5), where an answer must be in the bead of its
  translation.

Which features there are, and the tolls, was decided by fits on half of the documents, judged on the
other half.

Those of comparable documents are logistic regressions on documents of which 0 to 100 % of the
lines have a partner among lines of other articles: XQuAD's questions (weighed at .3, for most of
their neighbours are near-copies), those beads of its paragraphs that are surer than .7, the
Declaration, and the beads of `examples/corpus`; for texts cut at spaces, the beads of both as
running text. `aligner.alignment.scoring` says what each feature of a bead is. All of it was
measured with multilingual-e5-small; another encoder has other similarities and should have its own
fit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from aligner.alignment.beads import Shape

VERSION = "align-3"

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
class Weights:
    """What the features of beads and of segments left out weigh, and what each step costs."""

    bead: Mapping[str, float]
    """See `aligner.alignment.scoring.bead_features`."""
    null: Mapping[str, float]
    """See `aligner.alignment.scoring.null_features`."""
    toll: float
    """What a bead costs in the choice of the path, 0 to 1."""
    null_toll: float
    """What a deletion or insertion costs."""


@dataclass(frozen=True)
class Loose:
    """Weights of pairs in comparable documents, see `aligner.alignment.comparable`."""

    first: Mapping[str, float]
    """See `aligner.alignment.comparable.candidates`."""
    second: Mapping[str, float]
    """The same with ``company``: how many other pairs the documents have."""
    least: float = 0.8
    """Probability from which a pair is shown: wrong pairs are worse here than missed ones."""
    alike: float = -3.0
    """Added to the logit of two texts of one language, where unrelated sentences with one stock
    phrase are close: two translations of one text have logits of 5.7 and more."""


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
    loose: Loose
    """Of pairs in comparable documents that are cut into sentences or lines."""
    loose_atoms: Loose
    """The same where a side is cut at spaces."""
    centre_weight: float = 20.0
    """Segments that the mean of other text counts for beside a document's own."""
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
        """Eight hexadecimal digits that change with every number."""
        numbers = json.dumps(_plain(self), sort_keys=True)
        return hashlib.sha256(numbers.encode()).hexdigest()[:8]


def _plain(value: object) -> object:
    if isinstance(value, Config | Loose | Weights):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return dict(value) if isinstance(value, Mapping) else value


FROZEN = Config(
    line_means=Weights(
        bead=MappingProxyType(
            {
                "one": 1.56,
                "cosine": 4.92,
                "margin": 4.25,
                "ratio": 4.59,
                "length": 0.91,
                "shared": -0.45,
                "missing": 1.06,
                "lines": 2.04,
                "three": -0.76,
                "one-three": 0.07,
                "one-four": -0.27,
                "one-more": 0.36,
                "two-two": -0.39,
                "two-three": 0.14,
                "two-more": 1.25,
                "three-more": 0.49,
                "bulk": 1.76,
                "bulk-margin": 3.54,
                "gain": 2.49,
                "loss": 0.09,
                "encoded": 0.02,
                "weak-cosine": 0.55,
                "weak-margin": 2.53,
                "continued": 2.3,
                "broken": 1.82,
                "fair-margin": 2.43,
                "far-ratio": -1.79,
                "single-cosine": 1.47,
                "single-margin": 2.48,
                "strays": 2.18,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.73,
                "next": 0.65,
                "closest": -1.27,
                "closest-next": -0.8,
                "around": -0.31,
                "short": 0.09,
                "own-keys": -0.5,
                "open": -0.56,
                "after-open": 1.03,
                "unlike": -1.04,
            }
        ),
        toll=0.4,
        null_toll=0.4,
    ),
    lines=Weights(
        bead=MappingProxyType(
            {
                "one": 1.43,
                "cosine": 4.82,
                "margin": 4.48,
                "ratio": 4.38,
                "length": 0.71,
                "shared": -0.31,
                "missing": 1.08,
                "lines": 2.09,
                "three": -0.63,
                "one-three": -0.19,
                "one-four": -0.26,
                "one-more": 0.22,
                "two-two": -0.39,
                "two-three": -0.14,
                "two-more": 0.52,
                "three-more": 0.09,
                "bulk": 1.87,
                "bulk-margin": 3.15,
                "gain": 2.83,
                "loss": 1.24,
                "encoded": 0.69,
                "weak-cosine": 0.47,
                "weak-margin": 2.52,
                "continued": 2.33,
                "broken": 1.89,
                "fair-margin": 2.78,
                "far-ratio": -1.97,
                "single-cosine": 1.54,
                "single-margin": 2.42,
                "strays": 3.23,
                "lone": 0.41,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.85,
                "next": 0.5,
                "closest": -1.35,
                "closest-next": -0.91,
                "around": 0.11,
                "short": -0.16,
                "own-keys": -0.43,
                "open": -0.62,
                "after-open": 1.03,
                "unlike": -0.8,
                "lone-keys": 0.99,
            }
        ),
        toll=0.4,
        null_toll=0.5,
    ),
    lines_matched=Weights(
        bead=MappingProxyType(
            {
                "one": 1.43,
                "cosine": 4.82,
                "margin": 4.48,
                "ratio": 4.38,
                "length": 0.71,
                "shared": -0.31,
                "missing": 1.08,
                "lines": 2.09,
                "three": -0.63,
                "one-three": -0.19,
                "one-four": -0.26,
                "one-more": 0.22,
                "two-two": -0.39,
                "two-three": -0.14,
                "two-more": 0.52,
                "three-more": 0.09,
                "bulk": 1.87,
                "bulk-margin": 3.15,
                "gain": 2.83,
                "loss": 1.24,
                "encoded": 0.69,
                "weak-cosine": 0.47,
                "weak-margin": 2.52,
                "continued": 2.33,
                "broken": 1.89,
                "fair-margin": 2.78,
                "far-ratio": -1.97,
                "single-cosine": 1.54,
                "single-margin": 2.42,
                "strays": 3.23,
                "lone": 0.41,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.85,
                "next": 0.5,
                "closest": -1.35,
                "closest-next": -0.91,
                "around": 0.11,
                "short": -0.16,
                "own-keys": -0.43,
                "open": -0.62,
                "after-open": 1.03,
                "unlike": -0.8,
                "lone-keys": 0.99,
            }
        ),
        toll=0.4,
        null_toll=0.5,
    ),
    atom_means=Weights(
        bead=MappingProxyType(
            {
                "one": 0.98,
                "cosine": 5.53,
                "margin": 3.17,
                "ratio": -0.32,
                "length": 1.14,
                "shared": -0.13,
                "missing": 1.07,
                "lines": 3.09,
                "three": 2.87,
                "one-three": 2.88,
                "one-four": 0.07,
                "two-two": 3.18,
                "two-three": 2.97,
                "two-more": 1.49,
                "three-more": 2.01,
                "bulk": -0.68,
                "bulk-margin": 4.06,
                "gain": 1.58,
                "loss": 0.2,
                "weak-cosine": 3.03,
                "weak-margin": 2.84,
                "continued": 2.78,
                "broken": 3.85,
                "fair-margin": 3.06,
                "far-ratio": 1.68,
                "single-cosine": 0.75,
                "single-margin": -0.36,
                "strays": 4.88,
                "lone": 0.66,
                "thread": 1.39,
                "severed": 1.49,
                "one-more": 0.01,
            }
        ),
        null=MappingProxyType(
            {
                "first": -2.33,
                "next": 0.17,
                "closest": -0.49,
                "closest-next": -1.6,
                "around": -0.14,
                "short": -0.46,
                "own-keys": -1.1,
                "open": 0.91,
                "after-open": 2.19,
                "unlike": -0.8,
                "lone-keys": 0.65,
                "joint": 0.26,
                "after-joint": 0.83,
            }
        ),
        toll=0.3,
        null_toll=0.3,
    ),
    atoms=Weights(
        bead=MappingProxyType(
            {
                "one": -0.42,
                "cosine": 4.5,
                "margin": 2.46,
                "ratio": 0.28,
                "length": 0.65,
                "shared": -0.62,
                "missing": 1.18,
                "lines": 2.08,
                "three": 2.36,
                "one-three": 1.83,
                "one-four": 0.14,
                "two-two": 3.17,
                "two-three": 2.92,
                "two-more": 1.74,
                "three-more": 2.06,
                "bulk": -0.57,
                "bulk-margin": 2.7,
                "gain": 0.66,
                "loss": 1.33,
                "encoded": 0.38,
                "weak-cosine": 1.64,
                "weak-margin": 1.37,
                "continued": 2.55,
                "broken": 3.19,
                "fair-margin": 2.71,
                "far-ratio": 1.92,
                "single-cosine": 2.27,
                "single-margin": -0.71,
                "strays": 3.71,
                "lone": 0.78,
                "thread": 0.76,
                "severed": 1.67,
                "one-more": 0.02,
            }
        ),
        null=MappingProxyType(
            {
                "first": -2.2,
                "next": 0.14,
                "closest": -0.63,
                "closest-next": -1.79,
                "around": -0.24,
                "short": -0.14,
                "own-keys": -0.84,
                "open": 1.27,
                "after-open": 2.69,
                "unlike": -1.61,
                "lone-keys": 0.66,
                "joint": -0.08,
                "after-joint": 0.63,
            }
        ),
        toll=0.3,
        null_toll=0.35,
    ),
    loose=Loose(
        first=MappingProxyType(
            {
                "one": -4.97,
                "margin": -2.64,
                "cosine": 22.33,
                "gap": 13.23,
                "lead": 10.25,
                "crowd": -0.4,
                "length": 5.25,
                "size": -0.66,
                "shared": 1.48,
                "missing": -0.73,
                "differing": 1.57,
                "apart": 2.82,
            }
        ),
        second=MappingProxyType(
            {
                "one": -2.03,
                "margin": -0.35,
                "cosine": 15.79,
                "gap": 15.96,
                "lead": 11.87,
                "crowd": -0.49,
                "length": 4.77,
                "size": -0.43,
                "shared": 1.55,
                "missing": -0.77,
                "differing": 1.44,
                "apart": 2.97,
                "company": 1.94,
            }
        ),
    ),
    loose_atoms=Loose(
        first=MappingProxyType(
            {
                "one": -8.25,
                "margin": 3.88,
                "cosine": 12.21,
                "gap": -5.68,
                "lead": 8.3,
                "crowd": -0.73,
                "length": 4.67,
                "size": 0.62,
                "shared": 0.11,
                "missing": 0.09,
                "differing": 0.4,
                "apart": 1.58,
            }
        ),
        second=MappingProxyType(
            {
                "one": -6.53,
                "margin": 1.71,
                "cosine": 12.58,
                "gap": -5.33,
                "lead": 8.24,
                "crowd": -0.37,
                "length": 4.7,
                "size": 0.67,
                "shared": 0.1,
                "missing": 0.03,
                "differing": 0.34,
                "apart": 1.24,
                "company": 1.02,
            }
        ),
        least=0.6,
    ),
)
