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
    if isinstance(value, Config | Weights):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return dict(value) if isinstance(value, Mapping) else value


FROZEN = Config(
    line_means=Weights(
        bead=MappingProxyType(
            {
                "one": 1.4,
                "cosine": 5.47,
                "margin": 4.82,
                "ratio": 4.69,
                "length": 0.72,
                "shared": -0.43,
                "missing": 1.26,
                "lines": 1.99,
                "three": -0.74,
                "one-three": -0.09,
                "one-four": 0.11,
                "one-more": 0.29,
                "two-two": -0.42,
                "two-three": 0.1,
                "two-more": 1.05,
                "three-more": 0.21,
                "bulk": 1.7,
                "bulk-margin": 3.38,
                "gain": 2.79,
                "loss": -0.04,
                "encoded": -0.08,
                "weak-cosine": 0.56,
                "weak-margin": 2.63,
                "continued": 2.48,
                "broken": 2.03,
                "fair-margin": 2.28,
                "far-ratio": -1.97,
                "single-cosine": 1.45,
                "single-margin": 2.55,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.81,
                "next": 0.51,
                "closest": -1.36,
                "closest-next": -1.04,
                "around": 0.34,
                "short": 0.16,
                "own-keys": -0.22,
                "open": -0.68,
                "after-open": 1.31,
                "unlike": -1.07,
            }
        ),
        toll=0.4,
        null_toll=0.4,
    ),
    lines=Weights(
        bead=MappingProxyType(
            {
                "one": 1.32,
                "cosine": 5.24,
                "margin": 4.41,
                "ratio": 4.48,
                "length": 0.77,
                "shared": -0.45,
                "missing": 1.1,
                "lines": 2.01,
                "three": -0.56,
                "one-three": -0.1,
                "one-four": 0.26,
                "one-more": 0.19,
                "two-two": -0.25,
                "two-three": 0.09,
                "two-more": 0.77,
                "three-more": 0.12,
                "bulk": 1.73,
                "bulk-margin": 3.16,
                "gain": 2.07,
                "loss": 1.05,
                "encoded": 0.66,
                "weak-cosine": 0.74,
                "weak-margin": 2.76,
                "continued": 2.23,
                "broken": 1.69,
                "fair-margin": 2.31,
                "far-ratio": -2.27,
                "single-cosine": 1.34,
                "single-margin": 2.47,
            }
        ),
        null=MappingProxyType(
            {
                "first": -0.89,
                "next": 0.49,
                "closest": -1.35,
                "closest-next": -1.14,
                "around": 0.71,
                "short": 0.07,
                "own-keys": -0.15,
                "open": -0.49,
                "after-open": 0.85,
                "unlike": -1.13,
            }
        ),
        toll=0.4,
        null_toll=0.4,
    ),
    atom_means=Weights(
        bead=MappingProxyType(
            {
                "one": 1.35,
                "cosine": 5.77,
                "margin": 3.72,
                "ratio": 0.42,
                "length": 3.49,
                "shared": 0.74,
                "missing": 1.66,
                "lines": 3.08,
                "sentences": 0.95,
                "spaces": -1.28,
                "edges": 0.79,
                "line-edges": 0.98,
                "three": 1.55,
                "one-three": 2.84,
                "two-two": 0.27,
                "two-three": -0.33,
                "three-more": -1.33,
                "bulk": -0.95,
                "bulk-margin": 4.0,
                "gain": 2.69,
                "loss": 0.52,
                "weak-cosine": 1.97,
                "weak-margin": 3.23,
                "continued": 4.44,
                "broken": 5.82,
                "fair-margin": 0.76,
                "far-ratio": 1.66,
                "single-cosine": 0.99,
            }
        ),
        null=MappingProxyType(
            {
                "first": -1.16,
                "next": 0.96,
                "closest": -0.42,
                "closest-next": -1.27,
                "around": 0.62,
                "short": -0.33,
                "weak": -0.91,
                "own-keys": -1.16,
                "open": 1.14,
                "after-open": 1.83,
                "unlike": -0.56,
            }
        ),
        toll=0.3,
        null_toll=0.3,
    ),
    atoms=Weights(
        bead=MappingProxyType(
            {
                "one": 0.96,
                "cosine": 5.51,
                "margin": 3.44,
                "ratio": 0.06,
                "length": 3.23,
                "shared": 0.55,
                "missing": 1.4,
                "lines": 2.43,
                "sentences": 0.36,
                "spaces": -1.38,
                "edges": 0.89,
                "line-edges": 0.82,
                "three": 1.19,
                "one-three": 2.93,
                "two-two": 0.18,
                "two-three": -0.79,
                "three-more": -1.85,
                "bulk": -1.18,
                "bulk-margin": 3.46,
                "gain": 1.42,
                "loss": 1.16,
                "encoded": 0.09,
                "weak-cosine": 1.41,
                "weak-margin": 2.02,
                "continued": 4.53,
                "broken": 5.72,
                "fair-margin": 0.84,
                "far-ratio": 1.31,
                "single-cosine": 1.64,
                "single-margin": 0.26,
            }
        ),
        null=MappingProxyType(
            {
                "first": -1.36,
                "next": 0.86,
                "closest": -0.75,
                "closest-next": -1.1,
                "around": 0.43,
                "short": -0.46,
                "weak": -0.84,
                "own-keys": -1.41,
                "open": 0.87,
                "after-open": 2.44,
                "unlike": -0.82,
            }
        ),
        toll=0.25,
        null_toll=0.35,
    ),
    loose=MappingProxyType(
        {
            "one": -8.25,
            "margin": -8.81,
            "cosine": 20.26,
            "gap": 11.66,
            "length": 3.03,
            "size": 0.44,
            "shared": -0.38,
            "missing": 2.72,
        }
    ),
)
