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
class Config:
    """All numbers that decide an alignment."""

    weights: Mapping[str, float]
    """Of the features of beads, see `aligner.scoring.bead_features`."""
    null_weights: Mapping[str, float]
    """Of the features of deletions and insertions, see `aligner.scoring.null_features`."""
    centre_weight: float = 20.0
    """Segments that the mean of other text counts for beside a document's own."""
    toll: float = 0.4
    """What a bead costs in the choice of the path."""
    null_toll: float = 0.4
    """What a deletion or insertion costs."""
    doubt: float = 0.03
    """Probability from which the joined text of a merge is encoded."""
    extra_lines: float = 0.24
    """Characters of joined text to encode for each character of text, at most."""
    extra_atoms: float = 1.5
    """The same where a side is cut at spaces, so that merges are the rule."""
    piece: int = 100
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
        numbers = {f.name: getattr(self, f.name) for f in fields(self)}
        plain = {k: dict(v) if isinstance(v, Mapping) else v for k, v in numbers.items()}
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:8]


FROZEN = Config(
    weights=MappingProxyType(
        {
            "one": 0.96,
            "cosine": 4.42,
            "margin": 4.04,
            "ratio": 2.14,
            "length": 0.96,
            "shared": 0.30,
            "missing": 1.28,
            "lines": 1.25,
            "three": 0.44,
            "one-three": 0.01,
            "one-four": -0.20,
            "one-more": -0.04,
            "two-two": 0.54,
            "two-three": 0.08,
            "two-more": 0.15,
            "three-more": -0.21,
            "bulk": 0.90,
            "bulk-margin": 1.73,
            "gain": 1.60,
            "loss": 0.82,
            "encoded": 0.86,
        }
    ),
    null_weights=MappingProxyType(
        {
            "first": -0.95,
            "next": 0.30,
            "closest": -0.90,
            "closest-next": -0.10,
            "around": 0.47,
            "short": -0.06,
            "own-keys": -0.37,
        }
    ),
)
