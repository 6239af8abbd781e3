"""The one frozen configuration of the aligner, and where each number comes from.

The weights of beads and of segments left out are those of highest likelihood, with a small
L2 penalty, on development data that is not part of the project:

- for lines: the German–French development article of Text+Berg, aligned by hand (counted
  double), and documents made with `bench.perturbation` from XQuAD's questions and
  sentences (Thai, Hindi, Vietnamese) and the Universal Declaration of Human Rights (Thai, Hindi,
  English), 5–15 % and 12–25 % of their lines left out; a third was held out to look at;
- for texts cut at spaces: the beads of `examples/corpus`, the same lines joined into running text,
  and XQuAD's paragraphs, where an answer must be in the bead of its translation.

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

VERSION = "align-1"

LINES: tuple[Shape, ...] = tuple(
    (a, b) for a in range(1, 6) for b in range(1, 6) if min(a, b) == 1 or a + b <= 6
)
"""Shapes of beads between sentences or lines: to 1-5, 2-4 and 3-3."""
ATOMS: tuple[Shape, ...] = tuple((a, b) for a in range(1, 17) for b in range(1, 4))
"""Shapes of beads between a text cut at spaces and sentences: to 16 atoms for 3 sentences."""
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
                "one": 1.4,
                "cosine": 4.98,
                "margin": 4.29,
                "ratio": 4.46,
                "length": 0.85,
                "shared": -0.55,
                "missing": 0.77,
                "lines": 2.14,
                "three": -0.67,
                "one-three": -0.12,
                "one-four": -0.25,
                "one-more": 0.02,
                "two-two": -0.29,
                "two-three": -0.1,
                "two-more": 0.79,
                "three-more": 0.38,
                "bulk": 1.97,
                "bulk-margin": 3.43,
                "gain": 2.14,
                "loss": 0.79,
                "encoded": 0.6,
                "weak-cosine": 0.76,
                "weak-margin": 2.92,
                "continued": 1.95,
                "broken": 1.52,
                "fair-margin": 2.3,
                "far-ratio": -2.03,
                "single-cosine": 1.47,
                "single-margin": 2.35,
                "strays": 2.69,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.83,
                "next": 0.58,
                "closest": -1.29,
                "closest-next": -1.04,
                "around": -0.19,
                "short": -0.02,
                "own-keys": -0.5,
                "open": -0.33,
                "after-open": 0.79,
                "unlike": -0.87,
            }
        ),
        toll=0.4,
        null_toll=0.4,
    ),
    atom_means=Weights(
        bead=MappingProxyType(
            {
                "one": 1.27,
                "cosine": 5.56,
                "margin": 3.41,
                "ratio": -0.33,
                "length": 3.02,
                "shared": 0.74,
                "missing": 1.01,
                "lines": 2.93,
                "sentences": 0.74,
                "spaces": -1.36,
                "edges": 0.71,
                "line-edges": 0.92,
                "three": 1.48,
                "one-three": 2.43,
                "two-two": 0.43,
                "two-three": -0.12,
                "three-more": -1.02,
                "bulk": -1.08,
                "bulk-margin": 3.98,
                "gain": 2.28,
                "loss": 0.06,
                "weak-cosine": 1.04,
                "weak-margin": 2.34,
                "continued": 3.85,
                "broken": 4.63,
                "fair-margin": 1.11,
                "far-ratio": 2.45,
                "single-cosine": 0.88,
                "single-margin": -0.85,
                "strays": 3.64,
            }
        ),
        null=MappingProxyType(
            {
                "first": -1.39,
                "next": 0.88,
                "closest": -0.34,
                "closest-next": -1.26,
                "around": 0.44,
                "short": -0.43,
                "weak": -1.07,
                "own-keys": -0.17,
                "open": 0.82,
                "after-open": 1.57,
                "unlike": -1.48,
            }
        ),
        toll=0.3,
        null_toll=0.3,
    ),
    atoms=Weights(
        bead=MappingProxyType(
            {
                "one": 0.71,
                "cosine": 5.1,
                "margin": 3.03,
                "ratio": -0.09,
                "length": 2.19,
                "shared": 0.34,
                "missing": 0.75,
                "lines": 1.82,
                "sentences": -0.15,
                "spaces": -1.47,
                "edges": 0.87,
                "line-edges": 0.29,
                "three": 1.13,
                "one-three": 1.95,
                "two-two": 0.13,
                "two-three": -0.25,
                "two-more": 0.04,
                "three-more": -1.19,
                "bulk": -1.28,
                "bulk-margin": 2.31,
                "gain": 1.63,
                "loss": 1.13,
                "encoded": 0.28,
                "weak-cosine": 0.44,
                "weak-margin": 1.24,
                "continued": 3.21,
                "broken": 4.48,
                "fair-margin": 1.29,
                "far-ratio": 2.26,
                "single-cosine": 2.07,
                "single-margin": -1.07,
                "strays": 4.36,
            }
        ),
        null=MappingProxyType(
            {
                "first": -1.25,
                "next": 0.87,
                "closest": -0.41,
                "closest-next": -1.4,
                "around": 0.33,
                "short": -0.21,
                "weak": -0.87,
                "own-keys": -0.32,
                "open": 1.01,
                "after-open": 1.88,
                "unlike": -2.47,
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
