"""The one frozen configuration of the aligner, and where each number comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from aligner.beads import Shape

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
    """See `aligner.scoring.bead_features`."""
    null: Mapping[str, float]
    """See `aligner.scoring.null_features`."""
    toll: float
    """What a bead costs in the choice of the path, 0 to 1."""
    null_toll: float
    """What a deletion or insertion costs."""


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
    loose: Mapping[str, float]
    """Of pairs in comparable documents, see `aligner.comparable.candidates`."""
    loose_least: float = 0.5
    """Probability from which such a pair is shown."""
    centre_weight: float = 20.0
    """Segments that the mean of other text counts for beside a document's own."""
    doubt: float = 0.03
    """Probability from which the joined text of a merge is encoded."""
    extra_lines: float = 0.24
    """Characters of joined text to encode for each character of text, at most."""
    extra_atoms: float = 1.5
    """The same where a side is cut at spaces, so that merges are the rule."""
    piece: int = 48
    """Segments from which a text is cut at the next sure place."""
    longest: int = 400
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
    if isinstance(value, Config | Weights):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return dict(value) if isinstance(value, Mapping) else value


FROZEN = Config(
    line_means=Weights(
        bead=MappingProxyType(
            {
                "one": 1.42,
                "cosine": 5.75,
                "margin": 6.06,
                "ratio": 4.0,
                "length": 0.86,
                "shared": -0.45,
                "missing": 2.29,
                "lines": 1.79,
                "three": 0.11,
                "one-three": 0.49,
                "one-four": -0.29,
                "one-more": -0.08,
                "two-two": -0.02,
                "two-three": 0.09,
                "two-more": 0.75,
                "three-more": 0.04,
                "bulk": 0.66,
                "bulk-margin": 2.94,
                "gain": 2.12,
                "loss": 0.2,
                "encoded": 0.05,
                "weak-cosine": 1.3,
                "weak-margin": 3.43,
                "continued": 2.11,
                "broken": 1.67,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.65,
                "next": 0.6,
                "closest": -1.55,
                "closest-next": -0.96,
                "around": -0.5,
                "own-keys": -0.58,
                "open": -0.63,
                "after-open": 0.68,
            }
        ),
        toll=0.4,
        null_toll=0.4,
    ),
    lines=Weights(
        bead=MappingProxyType(
            {
                "one": 1.3,
                "cosine": 6.16,
                "margin": 6.76,
                "ratio": 4.16,
                "length": 0.51,
                "shared": -0.7,
                "missing": 2.06,
                "lines": 2.0,
                "three": 0.27,
                "one-three": 0.33,
                "one-four": -0.53,
                "one-more": -0.09,
                "two-two": 0.2,
                "two-three": -0.22,
                "two-more": 1.03,
                "three-more": -0.03,
                "bulk": 1.24,
                "bulk-margin": 2.82,
                "gain": 1.65,
                "loss": 1.51,
                "encoded": 0.65,
                "weak-cosine": 1.42,
                "weak-margin": 4.23,
                "continued": 1.88,
                "broken": 1.34,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.61,
                "next": 0.66,
                "closest": -1.32,
                "closest-next": -0.95,
                "around": -0.21,
                "short": -0.09,
                "own-keys": -0.56,
                "open": -0.63,
                "after-open": 0.61,
            }
        ),
        toll=0.4,
        null_toll=0.4,
    ),
    atom_means=Weights(
        bead=MappingProxyType(
            {
                "one": 1.4,
                "cosine": 5.78,
                "margin": 3.64,
                "ratio": 0.68,
                "length": 3.29,
                "shared": 0.55,
                "missing": 1.5,
                "lines": 2.59,
                "sentences": 0.88,
                "spaces": -1.2,
                "edges": 0.74,
                "line-edges": 0.83,
                "three": 1.53,
                "one-three": 2.44,
                "two-two": 0.5,
                "two-three": -0.36,
                "three-more": -1.28,
                "bulk": -0.85,
                "bulk-margin": 3.86,
                "gain": 2.03,
                "loss": 0.41,
                "weak-cosine": 1.84,
                "weak-margin": 2.6,
                "continued": 4.15,
                "broken": 4.51,
            }
        ),
        null=MappingProxyType(
            {
                "first": -1.15,
                "next": 0.99,
                "closest": -0.47,
                "closest-next": -1.01,
                "around": 0.55,
                "short": -0.43,
                "weak": -0.82,
                "own-keys": -1.02,
                "open": 0.91,
                "after-open": 1.39,
            }
        ),
        toll=0.3,
        null_toll=0.3,
    ),
    atoms=Weights(
        bead=MappingProxyType(
            {
                "one": 1.07,
                "cosine": 5.61,
                "margin": 3.42,
                "ratio": 0.3,
                "length": 3.34,
                "shared": 0.31,
                "missing": 1.51,
                "lines": 2.31,
                "sentences": 0.47,
                "spaces": -1.28,
                "edges": 0.76,
                "line-edges": 0.59,
                "three": 1.21,
                "one-three": 2.54,
                "two-two": 0.45,
                "two-three": -0.36,
                "two-more": 0.02,
                "three-more": -1.29,
                "bulk": -1.09,
                "bulk-margin": 3.43,
                "gain": 1.45,
                "loss": 1.33,
                "encoded": -0.13,
                "weak-cosine": 1.89,
                "weak-margin": 2.39,
                "continued": 4.05,
                "broken": 4.62,
            }
        ),
        null=MappingProxyType(
            {
                "first": -1.17,
                "next": 0.85,
                "closest": -0.56,
                "closest-next": -1.11,
                "around": 0.4,
                "short": -0.39,
                "weak": -0.75,
                "own-keys": -1.18,
                "open": 0.79,
                "after-open": 1.91,
            }
        ),
        toll=0.25,
        null_toll=0.35,
    ),
    loose=MappingProxyType(
        {
            "one": -5.85,
            "margin": -6.9,
            "cosine": 13.09,
            "gap": 11.45,
            "length": 3.66,
            "size": 0.41,
            "shared": -0.4,
            "missing": 2.52,
        }
    ),
)
