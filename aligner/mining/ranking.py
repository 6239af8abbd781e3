"""Ranking the candidates of one concept.

A score is the sum of z-scores over the shortlist, each signal with the weight that
`WEIGHTS` states, and of the signals that count as they are. No threshold separates true from
false renderings: a person confirms. What is left out is what hardly ever is one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "known-similarity": 0.85,
        "gloss-similarity": 2.1,
        "context": 1.1,
        "frame": 2.2,
        "slug": 1.4,
        "shared-words": 0.2,
        "composed": 1.0,
        "head": 1.0,
        "llr": 2.6,
        "linked": 4.0,
        "linked-back": 1.7,
        "foreign": 1.0,
        "clean": 0.8,
        "length": 1.1,
        "frequency": 0.7,
        "literal": 10.0,
        "sense": 5.0,
        "sense-similarity": 1.0,
        "another": 2.2,
        "everyday": 3.8,
        "kind": 3.5,
        "loose": 1.4,
        "elsewhere": 4.1,
        "joined": 2.8,
        "torn": 5.1,
    }
)
"""They were near 1 but for those of meaning and of aligned beads, and were then fitted to labels
and rounded, at last for version 8: about half of the way from what they had been to what a
conditional logit over shortlists, drawn to that, gives (`bench.fitting.ranking` on the development
labels, the training stories and variants injected into XQuAD's questions, once and twice by another
seed). The loss of choosing right candidates, of concepts left out a fifth at a time, is 1.49 by the
weights before with ``sense`` 4 and ``sense-similarity`` 1.2, and 1.34 fitted. Of the probabilities
of rows fitted to each, left out alike, the loss is .231 and .133 by those before, .231 and .133 by
the fitted ones, .228 and .133 half way (not aligned, aligned).
Frequency is no evidence of being right. Aligned beads count up to `ALIGNED_CLIP`."""

AS_IT_IS = frozenset(
    {
        "literal",
        "sense",
        "another",
        "everyday",
        "kind",
        "linked",
        "loose",
        "elsewhere",
        "joined",
        "torn",
    }
)
"""Signals that count by their value, whatever other candidates have."""

BESIDE = frozenset({"context", "frame"})
"""Signals of what stands beside known renderings."""

OF_PARTS = ("sense", "sense-similarity")
"""Signals that a part of a name has too, so that they choose no boundaries."""

FEW = 3.0
"""Places of known renderings that tell half of what many do: a frame seen once is chance. Of the
variants of the training stories, whose known rendering stands once, 1.7 % more are in the first 10
rows that are not aligned, and of those of the development articles no fewer."""

CLIP = 4.0
"""A z-score counts up to this, so that one signal alone decides nothing."""

ALIGNED_CLIP = 8.0
"""The same for aligned beads, whose word is nearly enough: alone they put a variant injected
three times into aligned text first in 8 of 10 trials."""

PROBABLE = (0.11, 2.1, -1.24, -3.29)
"""Logistic weights of a row's score, of its share of the best row's score, of log(1 + the rows
before it), and the constant. `bench.fitting.chances` fits them to the first 10 rows of the
development labels and the training stories, of which a task with n right rows counts as √n; for
concepts left out of the fit the loss is .228."""

NOTHING_KNOWN = 0.5
"""What is added where no rendering is known, as scores are lower then. An earlier fit gave 0.58, on
labels of concepts that all have a rendering in the text; what is mined may have none."""

EXPLAINED = -1.96
"""What is added, by an earlier fit with concepts of one rendering, where the Vietnamese names the
concept and each bead that it does so in has a known rendering: there is none left to find but where
it is not named."""

FACED = (0.082, 3.03, -1.05, -4.3)
"""`PROBABLE` where the words of the beads that name the concept were looked at: about the mean,
with what follows, of what `bench.fitting.chances` gives for the aligned development labels and the
training stories and for those and made-up variants; the constant is .1 higher, as of those made up
that stand three times one in a hundred was lost. For concepts left out, a fifth at a time, the loss
of the first is .133."""

LINKED = (5.7, -4.2)
"""What is added there for each 1 of the row's ``linked`` and of its ``linked-back``: what means
nothing but the term, while little of the term lies in it, is a fragment of it."""

SAYING = 1.14
"""What is added there where the words of a row say the concept (`ground.SAID`)."""

NONE_LEFT = -1.0
"""What is added there instead of `EXPLAINED`."""

LEAST = 0.035
"""Probability from which a row is shown. In the mean of the development tasks 87.0 % of variants
are found and 36.8 % of the rows are right, by probabilities of concepts left out; with .03 it is
87.1 and 34.5 %, with .04 86.7 and 38.5 %. Before version 8 it was 87.2 and 33.6 %."""

PLACE = ("context", "frame", "llr", "slug")
"""Signals of where a phrase stands, whatever it means: mistranslations have only these."""

CLEAR = 1.0
"""What a signal of place must add to count as clear."""

PLACED = (3, 5.5)
"""Clear signals of place, and their sum, from which a row is shown however improbable it is."""

ALIGNED = 7.5
"""What aligned beads alone must add for the same."""

TOGETHER = ("llr", "linked")

AGREED = (10.0, 0.5)
"""What aligned beads and ``linked`` must add together for the same where the words of beads were
looked at; nothing else keeps a row there. Of 867 rows of the aligned development tasks 8 are kept
so, none right; but of made-up variants that stand three times one or two in fifty are lost.
With 5 for the first it would be 138 rows, none right, and those that stand once would gain."""


def zscores(values: Floats, clip: float = CLIP) -> Floats:
    """Values less their mean over their standard deviation, within ±clip; 0 where all are equal."""
    if not len(values):
        return values
    spread = float(values.std())
    if spread < 1e-9:
        return np.zeros(len(values))
    standard: Floats = np.clip((values - values.mean()) / spread, -clip, clip)
    return standard


def scores(signals: Mapping[str, Floats], seen: int) -> Floats:
    """Weighted sum of the z-scores of the signals, each of shape (n,).

    Args:
        signals: by name.
        seen: places of known renderings.
    """
    parts = shares(signals, seen)
    total: Floats = np.sum([parts[name] for name in sorted(parts)], axis=0)
    return total


def shares(signals: Mapping[str, Floats], seen: int) -> dict[str, Floats]:
    """What each signal adds to the score: its z-scores times its weight."""
    return {name: WEIGHTS[name] * values for name, values in standard(signals, seen).items()}


def standard(signals: Mapping[str, Floats], seen: int) -> dict[str, Floats]:
    """Signals as they are weighed: as z-scores, but for those that count as they are.

    What stands beside known renderings counts in full where these stand often (`FEW`).
    """
    found = {
        name: values
        if name in AS_IT_IS
        else zscores(values, ALIGNED_CLIP if name == "llr" else CLIP)
        for name, values in signals.items()
    }
    for name in BESIDE & found.keys():
        found[name] = found[name] * (seen / (seen + FEW))
    return found


class Standing(NamedTuple):
    """A row among those of its concept and language."""

    score: float
    best: float
    """Score of the first row."""
    before: int
    """Rows that come before it."""
    linked: float = 0.0
    """The most of its boundaries; this and the next two tell only where beads were looked at."""
    back: float = 0.0
    """The same of ``linked-back``."""
    says: bool = False
    """Whether its words say the concept."""

    @property
    def share(self) -> float:
        """Its score as a share of the best, 0 to 1."""
        return min(max(self.score / self.best, 0.0), 1.0) if self.best > 0 else 0.0


def probability(row: Standing, prior: float = 0.0, *, faced: bool = False) -> float:
    """How probable it is that a person takes a row for a rendering, 0 to 1.

    Args:
        row: how it stands.
        prior: log odds from what is known of its concept.
        faced: the words of aligned beads were looked at.
    """
    a, b, c, d = FACED if faced else PROBABLE
    odds = a * row.score + b * row.share + c * math.log1p(row.before) + d + prior
    if faced:
        odds += LINKED[0] * row.linked + LINKED[1] * row.back + SAYING * row.says
    return 1.0 / (1.0 + math.exp(-odds))


def placed(share: Mapping[str, Floats], at: int, *, faced: bool = False) -> bool:
    """Whether several signals of place speak for a candidate.

    Args:
        share: what each signal adds to the score of each candidate.
        at: the candidate.
        faced: the words of aligned beads were looked at, which tell place better.
    """
    if faced:
        return all(share[name][at] >= least for name, least in zip(TOGETHER, AGREED, strict=True))
    clear = [float(share[name][at]) for name in PLACE if share[name][at] > CLEAR]
    aligned = "llr" in share and float(share["llr"][at]) >= ALIGNED
    return aligned or (len(clear) >= PLACED[0] and sum(clear) >= PLACED[1])
